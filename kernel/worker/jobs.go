package worker

import "sync"

// jobs are done one after the other by one goroutine.
type jobs struct {
	mu     sync.Mutex
	list   []func()
	closed bool
	wake   sync.Cond // of list and closed
}

func newJobs() *jobs {
	j := &jobs{}
	j.wake.L = &j.mu
	return j
}

func (j *jobs) add(f func()) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.list = append(j.list, f)
	j.wake.Signal()
}

// close drops the jobs that have not begun and ends run, after the job that it
// is at.
func (j *jobs) close() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.list, j.closed = nil, true
	j.wake.Signal()
}

func (j *jobs) run() {
	for f := j.next(); f != nil; f = j.next() {
		f()
	}
}

// next waits for the next job, nil at the end.
func (j *jobs) next() func() {
	j.mu.Lock()
	defer j.mu.Unlock()
	for len(j.list) == 0 && !j.closed {
		j.wake.Wait()
	}
	if j.closed {
		return nil
	}
	f := j.list[0]
	j.list = j.list[1:]
	return f
}
