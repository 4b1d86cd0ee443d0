"""Start, latencies and idle memory of the kernel beside ipykernel's, in one
interleaved run, so that a noisy machine hits both alike."""

import argparse
import statistics
import time

import psutil
from jupyter_client.manager import KernelManager

FIFTEEN = {
    "spawnlab": """type account struct {
	owner   string
	balance int
}

func (a *account) deposit(n int) { a.balance += n }

accounts := []*account{{"ann", 1}, {"bob", 2}}
done := make(chan bool)
for _, a := range accounts {
	go func() { a.deposit(10); done <- true }()
}
for range accounts {
	<-done
}
fmt.Println(accounts[0].balance, accounts[1].balance)""",
    "python3": """import threading
class Account:
    def __init__(self, owner, balance):
        self.owner = owner
        self.balance = balance
    def deposit(self, n):
        self.balance += n

accounts = [Account("ann", 1), Account("bob", 2)]
threads = [threading.Thread(target=a.deposit, args=(10,)) for a in accounts]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(accounts[0].balance, accounts[1].balance)""",
}
ONE = {"spawnlab": "6 * 7", "python3": "6 * 7"}


class Kernel:
    """A running kernel and its client; ready and first are ms since start."""

    def __init__(self, name):
        self.name = name
        began = time.perf_counter()
        self.manager = KernelManager(kernel_name=name)
        self.manager.start_kernel()
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)
        self.ready = 1000 * (time.perf_counter() - began)
        self.run("1")
        self.first = 1000 * (time.perf_counter() - began)

    def run(self, code):
        """Milliseconds from execute to idle."""
        began = time.perf_counter()
        message = self.client.execute(code)
        while True:
            got = self.client.get_iopub_msg(timeout=60)
            if got["parent_header"].get("msg_id") != message:
                continue
            if got["msg_type"] == "error":
                raise RuntimeError(got["content"])
            if got["msg_type"] == "status" and got["content"]["execution_state"] == "idle":
                break
        self.client.get_shell_msg(timeout=60)
        return 1000 * (time.perf_counter() - began)

    def memory(self):
        """Proportional set size of all its processes, in MB."""
        process = psutil.Process(self.manager.provisioner.pid)
        family = [process, *process.children(recursive=True)]
        return [p.memory_full_info().pss / 1e6 for p in family]

    def stop(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


def p99(values):
    return sorted(values)[min(len(values) - 1, int(0.99 * len(values)))]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--cells", type=int, default=200)
    args = parser.parse_args()
    names = ["spawnlab", "python3"]
    ready, first = {n: [] for n in names}, {n: [] for n in names}
    for _ in range(args.starts):
        for n in names:
            kernel = Kernel(n)
            ready[n].append(kernel.ready)
            first[n].append(kernel.first)
            kernel.stop()
    kernels = {n: Kernel(n) for n in names}
    one, fifteen = {n: [] for n in names}, {n: [] for n in names}
    for i in range(args.cells + 20):
        for n, k in kernels.items():
            a, b = k.run(ONE[n]), k.run(FIFTEEN[n])
            if i >= 20:  # both are warm
                one[n].append(a)
                fifteen[n].append(b)
    fresh = {n: Kernel(n) for n in names}
    memory = {n: k.memory() for n, k in fresh.items()}
    for k in [*kernels.values(), *fresh.values()]:
        k.stop()

    def row(what, unit, values):
        ours, theirs = values["spawnlab"], values["python3"]
        print(f"{what:34} {ours:9.2f} {theirs:9.2f} {unit:3} {ours / theirs:6.2f}")

    print(f"{'':34} {'spawnlab':>9} {'ipykernel':>9} {'':3} {'ratio':>6}")
    row("start to ready, median", "ms", {n: statistics.median(ready[n]) for n in names})
    row("start to first cell, median", "ms", {n: statistics.median(first[n]) for n in names})
    row("one-line cell, median", "ms", {n: statistics.median(one[n]) for n in names})
    row("one-line cell, p99", "ms", {n: p99(one[n]) for n in names})
    row("15-line cell, median", "ms", {n: statistics.median(fifteen[n]) for n in names})
    row("15-line cell, p99", "ms", {n: p99(fifteen[n]) for n in names})
    row("idle memory (PSS), all processes", "MB", {n: sum(memory[n]) for n in names})
    print("spawnlab's processes:", ", ".join(f"{m:.1f} MB" for m in memory["spawnlab"]))


if __name__ == "__main__":
    main()
