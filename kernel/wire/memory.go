package wire

import "sync"

// replayMemory is how many signatures a generation of memory holds.
const replayMemory = 32768

// memory remembers digests in two generations: when the newer one is full the
// older one is forgotten. So it holds the last size digests at least, twice as
// many at most, and costs nothing before they come.
type memory struct {
	size int

	mu           sync.Mutex
	newer, older map[[digestSize]byte]struct{}
}

func newMemory(size int) *memory {
	return &memory{size: size, newer: map[[digestSize]byte]struct{}{}}
}

// add remembers d and reports whether it is new.
func (m *memory) add(d [digestSize]byte) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, seen := m.newer[d]; seen {
		return false
	}
	if _, seen := m.older[d]; seen {
		return false
	}
	if len(m.newer) == m.size {
		m.newer, m.older = map[[digestSize]byte]struct{}{}, m.newer
	}
	m.newer[d] = struct{}{}
	return true
}
