package native

import "runtime"

// Exit is os.Exit: it ends the cell, not the program.
func (m *Machine) Exit(code int) {
	t := here()
	m.hooks.Exit(m.thread(), code)
	if t.machine != nil {
		t.Exit()
		t.expire()
	}
	runtime.Goexit()
}

// thread is the calling goroutine's thread for hooks.
func (m *Machine) thread() *Thread {
	if t := Current(); t != nil && t.machine == m {
		return t
	}
	return m.stray
}
