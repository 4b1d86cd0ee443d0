package session

import (
	"fmt"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spawnlab/spawnlab/kernel/protocol"
	"github.com/spawnlab/spawnlab/kernel/wire"
)

// executeAll runs what is queued until the queue is closed.
func (s *Session) executeAll() {
	var last failure
	for {
		r, ok := s.queue.pop()
		if !ok {
			return
		}
		if last.stops(r.request) || r.aborted {
			s.enclose(r.request, func() { s.reply(r.request, protocol.ExecuteAborted{Status: protocol.Aborted}, extra{}) })
			continue
		}
		if failed := s.execute(r.request); failed {
			last = newFailure(r.request, time.Now())
		}
	}
}

// execute runs one cell and reports whether the cells behind it must not run.
func (s *Session) execute(r *request) (stop bool) {
	s.enclose(r, func() {
		q := protocol.ExecuteRequest{}
		if err := decode(r, &q); err != nil {
			s.reply(r, protocol.ExecuteError{
				Status: protocol.Failed, ExecutionCount: int(s.count.Load()), Exception: exception("RequestError", err.Error()),
			}, extra{})
			return
		}
		stop = s.run(r, q)
	})
	return stop
}

// run runs a cell and tells its story: input, output, value or error, reply.
func (s *Session) run(r *request, q protocol.ExecuteRequest) (stop bool) {
	started := protocol.ReplyMetadata{Started: wire.Timestamp(time.Now())}
	x := s.memory.add(r, q.Silent, q.AllowStdin)
	n, counts := s.number(q)
	if !q.Silent {
		s.iopub.publish(x.parent, protocol.ExecuteInput{Code: q.Code, ExecutionCount: n})
	}
	result := s.evaluate(Cell{
		ID: x.id, Key: cellKey(r), Count: n, Code: q.Code,
		Silent: q.Silent, Store: counts, Expressions: q.UserExpressions,
	})
	if counts {
		s.history.record(n, q.Code, plainText(result.Value))
	}
	s.publishOutcome(x, n, result)
	stop = result.Err != nil && q.StopOnError
	if stop {
		s.queue.abort()
	}
	s.reply(r, executeReply(n, result), extra{metadata: started})
	return stop
}

// number gives the execution count of a request and whether it uses it up. Only
// cells with code that are stored count; silent ones carry the last used
// number, others that are not stored the next one.
func (s *Session) number(q protocol.ExecuteRequest) (n int, counts bool) {
	switch {
	case q.Silent || strings.TrimSpace(q.Code) == "":
		return int(s.count.Load()), false
	case !q.StoreHistory:
		return int(s.count.Load()) + 1, false
	}
	return int(s.count.Add(1)), true
}

// evaluate runs a cell; a panic of the evaluator is an error of that cell only.
func (s *Session) evaluate(c Cell) (result Result) {
	defer func() {
		if p := recover(); p != nil {
			s.log.Error("evaluator panicked", "panic", p, "stack", string(debug.Stack()))
			e := internalError(fmt.Errorf("%v", p))
			result = Result{Err: &Error{Name: e.Name, Message: e.Value, Traceback: e.Traceback}}
		}
	}()
	return s.eval.Execute(c)
}

// publishOutcome publishes the value or the error of a cell that is not silent.
func (s *Session) publishOutcome(x *execution, n int, result Result) {
	switch {
	case x.silent:
	case result.Err != nil:
		s.iopub.publish(x.parent, protocol.Error{Exception: result.Err.exception()})
	case result.Value != nil:
		data, meta := encodable(*result.Value)
		s.iopub.publish(x.parent, protocol.ExecuteResult{
			ExecutionCount: n, Data: data, Metadata: meta, Transient: transient(result.Value.DisplayID),
		})
	}
}

// executeReply is the reply for a cell that ended with result.
func executeReply(n int, result Result) protocol.Content {
	if result.Err != nil {
		return protocol.ExecuteError{Status: protocol.Failed, ExecutionCount: n, Exception: result.Err.exception()}
	}
	reply := protocol.ExecuteReply{Status: protocol.OK, ExecutionCount: n, UserExpressions: protocol.Object{}}
	for name, e := range result.Expressions {
		reply.UserExpressions[name] = expression(e)
	}
	if result.Page != nil {
		data, _ := encodable(*result.Page)
		reply.Payload = append(reply.Payload, protocol.Object{"source": "page", "data": data, "start": 0})
	}
	return reply
}

func expression(e Expression) any {
	switch {
	case e.Err != nil:
		return protocol.ExpressionError{Status: protocol.Failed, Exception: e.Err.exception()}
	case e.Value == nil:
		return protocol.Expression{Status: protocol.OK}
	}
	data, meta := encodable(*e.Value)
	return protocol.Expression{Status: protocol.OK, Data: data, Metadata: meta}
}

func (e *Error) exception() protocol.Exception {
	name := e.Name
	if name == "" {
		name = "Error"
	}
	return protocol.Exception{Name: name, Value: e.Message, Traceback: e.Traceback}
}

// cellKey names the notebook cell that a request runs, as far as the front end
// tells.
func cellKey(r *request) string {
	m := protocol.ExecuteMetadata{}
	if err := protocol.Decode(r.Metadata, &m); err != nil {
		return ""
	}
	return m.CellID
}
