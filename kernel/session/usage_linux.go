package session

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"github.com/spawnlab/spawnlab/kernel/protocol"
)

// ticksPerSecond is USER_HZ, in which /proc counts processor time: 100 on every
// architecture that Go runs on.
const ticksPerSecond = 100

// A meter remembers the last measurement: a processor's load is what was used
// since then.
type meter struct {
	mu    sync.Mutex
	at    time.Time
	ticks int64
}

// measure fills in processor and memory of this process and its descendants,
// and the memory of the machine.
func measure(m *meter, reply *protocol.UsageReply) {
	var ticks, pages int64
	for _, p := range family(processes(), os.Getpid()) {
		ticks += p.ticks
		pages += p.pages
	}
	reply.Memory = pages * int64(os.Getpagesize())
	reply.CPU = m.percent(ticks, time.Now())
	reply.Host = hostMemory()
}

// percent is the load of one core since the last call, 0 at the first.
func (m *meter) percent(ticks int64, now time.Time) float64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	since, used := now.Sub(m.at), ticks-m.ticks
	first := m.at.IsZero()
	m.at, m.ticks = now, ticks
	if first || since <= 0 || used < 0 {
		return 0
	}
	return 100 * float64(used) / ticksPerSecond / since.Seconds()
}

// A process is one line of the table of processes.
type process struct {
	pid, parent  int
	ticks, pages int64 // processor time, resident memory
}

// processes lists the processes that /proc shows.
func processes() []process {
	files, _ := filepath.Glob("/proc/[0-9]*/stat")
	var list []process
	for _, f := range files {
		stat, err := os.ReadFile(f)
		if err != nil {
			continue // it has ended
		}
		if p, ok := parseStat(stat); ok {
			list = append(list, p)
		}
	}
	return list
}

// parseStat reads /proc/PID/stat. The command, in parentheses, may hold
// anything. (man 5 proc.)
func parseStat(stat []byte) (process, bool) {
	open, end := bytes.IndexByte(stat, '('), bytes.LastIndexByte(stat, ')')
	if open < 0 || end < open {
		return process{}, false
	}
	// Behind the command, field 3 of the manual is the first.
	rest := bytes.Fields(stat[end+1:])
	if len(rest) < 22 {
		return process{}, false
	}
	number := func(field int) int64 {
		n, _ := strconv.ParseInt(string(rest[field-3]), 10, 64)
		return n
	}
	pid, err := strconv.Atoi(string(bytes.TrimSpace(stat[:open])))
	return process{pid: pid, parent: int(number(4)), ticks: number(14) + number(15), pages: number(24)}, err == nil
}

// family gives the process root and all below it.
func family(all []process, root int) []process {
	children := map[int][]process{}
	var list []process
	for _, p := range all {
		children[p.parent] = append(children[p.parent], p)
		if p.pid == root {
			list = append(list, p)
		}
	}
	for i := 0; i < len(list); i++ {
		list = append(list, children[list[i].pid]...)
	}
	return list
}

// hostMemory is the machine's memory in bytes.
func hostMemory() protocol.Object {
	text, err := os.ReadFile("/proc/meminfo")
	if err != nil {
		return nil
	}
	info := parseMeminfo(text)
	total, available := info["MemTotal"], info["MemAvailable"]
	used := total - available
	return protocol.Object{
		"total": total, "available": available, "used": used, "free": info["MemFree"],
		"percent": 100 * float64(used) / float64(max(total, 1)),
	}
}

// parseMeminfo reads lines such as "MemFree:  1024 kB" into bytes.
func parseMeminfo(text []byte) map[string]int64 {
	info := map[string]int64{}
	for line := range bytes.Lines(text) {
		name, value, _ := bytes.Cut(line, []byte(":"))
		if fields := bytes.Fields(value); len(fields) > 0 {
			kb, _ := strconv.ParseInt(string(fields[0]), 10, 64)
			info[string(name)] = kb << 10
		}
	}
	return info
}
