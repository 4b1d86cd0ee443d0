package main

import (
	"os"
	"testing"
)

func TestMemoryLimit(t *testing.T) {
	const gb = 1 << 30
	for _, tt := range []struct {
		name  string
		env   map[string]string
		files map[string]string
		want  int64
	}{
		{"nothing known", nil, nil, 0},
		{"computer", nil, map[string]string{"/proc/meminfo": "MemTotal:       8388608 kB\nMemFree: 1 kB\n"}, 4 * gb},
		{"container", nil, map[string]string{"/sys/fs/cgroup/memory.max": "4294967296\n", "/proc/meminfo": "MemTotal: 8388608 kB"}, 3 * gb},
		{"container without limit", nil, map[string]string{"/sys/fs/cgroup/memory.max": "max\n"}, 0},
		{"old container without limit", nil, map[string]string{"/sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712"}, 0},
		{"hub", map[string]string{"MEM_LIMIT": "2147483648"}, map[string]string{"/sys/fs/cgroup/memory.max": "4294967296"}, gb / 2 * 3},
		{"setting", map[string]string{"SPAWNLAB_MEMORY": "512", "MEM_LIMIT": "2147483648"}, nil, gb / 2},
		{"setting for none", map[string]string{"SPAWNLAB_MEMORY": "0", "MEM_LIMIT": "2147483648"}, nil, 0},
		{"nonsense", map[string]string{"SPAWNLAB_MEMORY": "lots", "MEM_LIMIT": "-1"}, map[string]string{"/proc/meminfo": "what"}, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			read := func(path string) ([]byte, error) {
				if text, ok := tt.files[path]; ok {
					return []byte(text), nil
				}
				return nil, os.ErrNotExist
			}
			if got := memoryLimit(func(name string) string { return tt.env[name] }, read); got != tt.want {
				t.Errorf("memoryLimit = %d, want %d", got, tt.want)
			}
		})
	}
}

func TestHistoryDir(t *testing.T) {
	for _, tt := range []struct {
		env  map[string]string
		want string
	}{
		{map[string]string{"SPAWNLAB_HISTORY": "off", "JUPYTER_DATA_DIR": "/j"}, ""},
		{map[string]string{"SPAWNLAB_HISTORY": "/h"}, "/h"},
		{map[string]string{"JUPYTER_DATA_DIR": "/j"}, "/j/spawnlab/history"},
		{nil, ""},
	} {
		if got := historyDir(func(name string) string { return tt.env[name] }); got != tt.want {
			t.Errorf("historyDir with %v = %q, want %q", tt.env, got, tt.want)
		}
	}
}
