package session

import "github.com/spawnlab/spawnlab/kernel/protocol"

// interruptNow ends the running cell and what waits behind it. It comes before
// everything that may have to wait for a slow client.
func (s *Session) interruptNow() {
	s.queue.abort()
	s.eval.Interrupt()
}

func (s *Session) interrupt(*request) (protocol.Content, error) {
	return protocol.InterruptReply{Status: protocol.OK}, nil
}

// shutdown tells all clients, answers, and then has the kernel end.
func (s *Session) shutdown(r *request) (protocol.Content, error) {
	q := protocol.ShutdownRequest{}
	if err := decode(r, &q); err != nil {
		return nil, err
	}
	reply := protocol.ShutdownReply{Status: protocol.OK, Restart: q.Restart}
	s.iopub.publish(r.RawHeader, reply)
	r.afterwards = func() { s.downOnce.Do(func() { close(s.down) }) }
	return reply, nil
}
