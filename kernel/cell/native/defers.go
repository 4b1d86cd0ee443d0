package native

// Defers are the deferred functions of one call. Lowered code makes one for
// each call of a function that defers, and runs the function's body under it.
// It belongs to one goroutine.
type Defers struct {
	stack []deferred
	pan   *Crash // the panic under way, nil when there is none or it was recovered
	over  *Crash // the panic that the running deferred function was called for
}

type deferred struct {
	f func()
	// named: f calls a function that may call recover itself (RecEntry).
	named bool
}

// NewDefers returns an empty list.
func NewDefers() *Defers { return &Defers{} }

// Push adds a deferred function. recover() lexically inside of it is
// d.Recover().
func (d *Defers) Push(f func()) { d.stack = append(d.stack, deferred{f, false}) }

// PushR adds a deferred call of a function that finds its Defers by RecEntry.
func (d *Defers) PushR(f func()) { d.stack = append(d.stack, deferred{f, true}) }

// Recover is the builtin in a function that d deferred. It stops the panic
// and returns its value, nil if there is none.
func (d *Defers) Recover() any {
	if d == nil || d.pan == nil {
		return nil
	}
	v := d.pan.Value
	d.pan.recovered = true
	d.pan = nil
	return Unwrap(v)
}

// Run calls body and then the deferred functions, the last first. A panic of
// body or of a deferred function that is not recovered goes on from here; a
// thread that ends (Goexit) runs them too, with nothing to recover.
func (d *Defers) Run(body func()) {
	t := here()
	t.runs++
	defer d.leave(t)
	returned := false
	defer func() {
		if !returned {
			d.pan = t.caught(recover())
		}
		d.drain(t)
	}()
	body()
	returned = true
}

func (d *Defers) leave(t *Thread) {
	t.runs--
	if d.pan != nil {
		t.throw(d.pan)
	}
}

// drain calls the deferred functions that are left. os.Exit calls none.
func (d *Defers) drain(t *Thread) {
	for len(d.stack) > 0 && t.Told() != Exited {
		n := len(d.stack) - 1
		f := d.stack[n]
		d.stack = d.stack[:n]
		d.call(t, f)
	}
}

// call runs one deferred function. When it panics that panic takes the place
// of the one under way; when it ends the goroutine the others run first.
func (d *Defers) call(t *Thread, f deferred) {
	armed, over := t.armed, d.over
	t.armed, d.over = nil, d.pan
	if f.named {
		t.armed = d
	}
	returned := false
	defer func() {
		if !returned {
			d.replace(t.caught(recover()))
		}
		t.armed, d.over = armed, over
		if !returned {
			d.drain(t)
		}
	}()
	f.f()
	returned = true
}

// replace makes p the panic under way. nil: the goroutine ends by Goexit,
// which aborts a panic.
func (d *Defers) replace(p *Crash) {
	if p != nil && p != d.over && d.over != nil {
		p.Prev = d.over
		if p.Prev.recovered && same(p.Prev.Value, p.Value) {
			p.Prev.repanicked = true
		}
	}
	d.pan = p
}

// same is == for values of any type, false where it would panic.
func same(a, b any) (eq bool) {
	defer func() {
		if recover() != nil {
			eq = false
		}
	}()
	return a == b
}

// RecEntry is called on entry of a function that calls recover outside of
// function literals. It returns the Defers whose panic the function may
// recover: nil unless it was called as a deferred function.
func RecEntry() *Defers {
	t := here()
	d := t.armed
	t.armed = nil
	return d
}
