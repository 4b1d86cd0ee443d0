package main

import (
	"bytes"
	"strconv"
	"strings"
)

// memoryLimit is how many bytes the cells of one notebook may use, 0 for no
// limit. Hubs tell in MEM_LIMIT what a user has, containers in their control
// group; of that a quarter is left to the server.
func memoryLimit(getenv func(string) string, read func(string) ([]byte, error)) int64 {
	if mb, err := strconv.ParseInt(getenv("SPAWNLAB_MEMORY"), 10, 64); err == nil && mb >= 0 {
		return mb << 20
	}
	if limit := smallest(number(getenv("MEM_LIMIT")), fileNumber(read, "/sys/fs/cgroup/memory.max"),
		fileNumber(read, "/sys/fs/cgroup/memory/memory.limit_in_bytes")); limit > 0 {
		return limit / 4 * 3
	}
	return physical(read) / 2
}

// smallest gives the smallest of the limits that there are. A control group
// without a limit has a very large one.
func smallest(limits ...int64) int64 {
	var least int64
	for _, n := range limits {
		if n > 0 && n < 1<<50 && (least == 0 || n < least) {
			least = n
		}
	}
	return least
}

// number reads bytes, 0 for anything else ("max").
func number(text string) int64 {
	n, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

func fileNumber(read func(string) ([]byte, error), path string) int64 {
	text, err := read(path)
	if err != nil {
		return 0
	}
	return number(string(text))
}

// physical is the computer's memory, 0 where it can't be read.
func physical(read func(string) ([]byte, error)) int64 {
	text, err := read("/proc/meminfo")
	if err != nil {
		return 0
	}
	_, after, _ := bytes.Cut(text, []byte("MemTotal:"))
	fields := bytes.Fields(after)
	if len(fields) == 0 {
		return 0
	}
	return number(string(fields[0])) << 10
}
