package session_test

import (
	"os"
	"testing"
)

func TestUsage(t *testing.T) {
	start(t, func(c *client) {
		got := c.reply("usage_request", content{})
		if got["pid"] != float64(os.Getpid()) {
			t.Errorf("pid %v, want %d", got["pid"], os.Getpid())
		}
		for _, name := range []string{"kernel_memory", "cpu_count"} {
			if n, _ := got[name].(float64); n <= 0 {
				t.Errorf("%s = %v, want more than 0", name, got[name])
			}
		}
		host, _ := got["host_virtual_memory"].(map[string]any)
		total, _ := host["total"].(float64)
		used, _ := host["used"].(float64)
		if total <= 0 || used <= 0 || used > total {
			t.Errorf("host_virtual_memory = %v", host)
		}
	})
}
