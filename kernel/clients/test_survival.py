"""What happens when a process of the kernel is killed."""

import contextlib
import os
import signal
import threading
import time

import psutil
import pytest
from jupyter_client.manager import start_new_kernel

DECLARATIONS = """type Point struct{ X, Y int }

func (p Point) Sum() int { return p.X + p.Y }

const limit = 3

func double(n int) int { return 2 * n }

cache := map[string]int{"a": 1}"""


@contextlib.contextmanager
def kernel():
    manager, client = start_new_kernel(kernel_name="spawnlab")
    try:
        yield manager, client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def worker_of(manager):
    """The one worker below the front."""
    front = psutil.Process(manager.provisioner.pid)
    workers = [p for p in front.children(recursive=True) if "worker" in p.cmdline()]
    assert len(workers) == 1, workers
    return workers[0]


def run(client, code, timeout=30):
    """Runs a cell: (reply content, all text that the notebook shows)."""
    shown = []

    def hook(message):
        content = message["content"]
        match message["msg_type"]:
            case "stream":
                shown.append(content["text"])
            case "error":
                shown.extend([content["ename"], content["evalue"], *content["traceback"]])
            case "execute_result" | "display_data":
                shown.append(content["data"]["text/plain"])

    reply = client.execute_interactive(code, output_hook=hook, timeout=timeout)
    return reply["content"], "\n".join(shown)


def gone(process):
    """It has ended; whether its new parent has noticed is not our business."""
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def wait_for(condition, seconds, what):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.01)


def check_recovered(client):
    """Declarations are there, variables are not, and it says so."""
    reply, shown = run(client, "fmt.Println(Point{1, 2}.Sum(), double(limit))")
    assert reply["status"] == "ok", shown
    assert "3 6" in shown
    reply, shown = run(client, 'cache["a"]')
    assert reply["status"] == "error", shown
    assert "cache" in shown and "lost" in shown and "In[1]" in shown, shown
    reply, shown = run(client, DECLARATIONS)
    assert reply["status"] == "ok", shown
    reply, shown = run(client, 'cache["a"]')
    assert reply["status"] == "ok" and shown == "1", shown


def test_worker_killed_during_a_cell():
    with kernel() as (manager, client):
        reply, shown = run(client, DECLARATIONS)
        assert reply["status"] == "ok", shown
        worker = worker_of(manager)
        killer = threading.Timer(1, worker.send_signal, [signal.SIGKILL])
        killer.start()
        reply, shown = run(client, "for {}")
        killer.join()
        assert reply["status"] == "error"
        assert "WorkerStopped" in shown and "Lost: cache (cell 1)" in shown, shown
        check_recovered(client)


def test_worker_killed_between_cells():
    with kernel() as (manager, client):
        reply, shown = run(client, DECLARATIONS)
        assert reply["status"] == "ok", shown
        worker = worker_of(manager)
        worker.send_signal(signal.SIGKILL)
        wait_for(lambda: gone(worker), 5, "the worker lives on")
        reply, shown = run(client, "double(4)")
        assert reply["status"] == "ok", shown
        assert shown.endswith("\n8") and "he worker stopped" in shown and "Lost: cache (cell 1)" in shown, shown
        check_recovered(client)


@pytest.mark.parametrize("busy", [False, True], ids=["idle", "busy"])
def test_front_killed(busy):
    """SIGKILL of the front leaves no process behind after a second."""
    with kernel() as (manager, client):
        run(client, "1")
        front = psutil.Process(manager.provisioner.pid)
        family = [front, *front.children(recursive=True)]
        assert len(family) > 1
        if busy:
            client.execute("for {}")
            wait_for(lambda: family[1].cpu_percent(0.05) > 50, 10, "the loop does not run")
        os.kill(front.pid, signal.SIGKILL)
        wait_for(lambda: all(map(gone, family[1:])), 1, f"still there: {family[1:]}")


def test_interrupt_keeps_the_worker():
    with kernel() as (manager, client):
        run(client, "n := 7")
        worker = worker_of(manager)
        threading.Timer(0.5, manager.interrupt_kernel).start()
        reply, shown = run(client, "for {}")
        assert reply["status"] == "error" and "nterrupt" in shown, shown
        reply, shown = run(client, "n")
        assert shown == "7", shown
        assert worker_of(manager).pid == worker.pid
