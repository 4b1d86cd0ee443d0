package session

import (
	"container/list"
	"encoding/json"
	"sync"

	"github.com/spawnlab/spawnlab/kernel/wire"
)

// rememberedExecutions is how many executions are kept for output that comes
// late; the one that was silent for longest is forgotten first.
const rememberedExecutions = 4096

// An execution is what is remembered of an execute_request: enough to give its
// output the right parent long after it ended.
type execution struct {
	id     string
	parent json.RawMessage // header of the request
	peer   wire.Peer
	silent bool
	stdin  bool  // its client answers questions
	spent  spent // guarded by the lock of iopub
}

// memory finds executions by id.
type memory struct {
	size int

	mu     sync.Mutex
	byID   map[string]*list.Element // of *execution
	order  *list.List               // most recently used first
	newest *execution               // that was not silent; at first one without a parent
}

func newMemory(size int) *memory {
	return &memory{size: size, byID: map[string]*list.Element{}, order: list.New(), newest: &execution{}}
}

// add remembers the execution that r asks for. Its id is the msg_id, unless a
// client used that before.
func (m *memory) add(r *request, silent, stdin bool) *execution {
	m.mu.Lock()
	defer m.mu.Unlock()
	id := r.Header.MsgID
	if _, used := m.byID[id]; used {
		id = wire.NewID()
	}
	x := &execution{id: id, parent: r.RawHeader, peer: r.peer, silent: silent, stdin: stdin}
	m.byID[id] = m.order.PushFront(x)
	if !silent {
		m.newest = x
	}
	if m.order.Len() > m.size {
		last := m.order.Back()
		delete(m.byID, m.order.Remove(last).(*execution).id)
	}
	return x
}

// find gives the execution with that id, else the newest one that was not
// silent; before the first one, an execution without a parent.
func (m *memory) find(id string) *execution {
	m.mu.Lock()
	defer m.mu.Unlock()
	if e, ok := m.byID[id]; ok {
		m.order.MoveToFront(e)
		return e.Value.(*execution)
	}
	return m.newest
}
