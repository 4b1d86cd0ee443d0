package native

import (
	"reflect"
	"sync"
	"sync/atomic"
)

// A TypeInfo describes a type of the learner to native code, which sees only
// its representation. It must not be changed after Register, except by
// AddMethod and SetMethod.
type TypeInfo struct {
	ID   int          // number in the session, not 0
	Name string       // as %T prints it
	Rep  reflect.Type // how values are represented
	// Under is the representation of the underlying type of a recursive type
	// that is no struct; Rep is any then.
	Under reflect.Type
	// Box is a struct{V Rep} of its own for a type that Rep does not determine.
	// In interfaces its values are boxed.
	Box    reflect.Type
	Kind   reflect.Kind // of the type, not of Rep
	Elem   *TypeInfo    // of pointers, slices, arrays, channels, maps
	Key    *TypeInfo    // of maps
	Fields []FieldInfo  // of structs, in order
	Named  bool
	User   bool // the type mentions a type of the learner

	methods atomic.Pointer[map[string]*Method]
}

// FieldInfo is a struct field.
type FieldInfo struct {
	Name     string
	Type     *TypeInfo
	Exported bool
	Embedded bool
}

// A Method is a method of a learner's type, or of an interface.
type Method struct {
	Name string
	Key  string       // canonical signature: equal keys are identical types
	Type reflect.Type // representation of the signature, without receiver
	fn   atomic.Pointer[methodFunc]
}

// methodFunc is a func(recv any, args...) results.
type methodFunc struct {
	value reflect.Value
	iface any
}

func (f *Method) load() *methodFunc {
	if f == nil {
		return nil
	}
	return f.fn.Load()
}

// Method returns the method of the given name, nil if there is none.
func (ti *TypeInfo) Method(name string) *Method {
	if ti == nil {
		return nil
	}
	if ms := ti.methods.Load(); ms != nil {
		return (*ms)[name]
	}
	return nil
}

// method returns the method if it has been loaded, as a func with the
// receiver first.
func (ti *TypeInfo) method(name string) any {
	if f := ti.Method(name).load(); f != nil {
		return f.iface
	}
	return nil
}

// typeTable holds the registered types. Readers take no lock.
type typeTable struct {
	byType  sync.Map                 // reflect.Type of Box or Rep -> *TypeInfo
	derived atomic.Pointer[sync.Map] // reflect.Type -> *TypeInfo made from it
	pointer sync.Map                 // *TypeInfo -> *TypeInfo of a pointer to it
	version atomic.Uint64            // changes when a type gets a method

	mu   sync.Mutex
	byID map[int]*TypeInfo
	undo []func() // of the open transaction
	open bool
}

func (tt *typeTable) init() {
	tt.byID = map[int]*TypeInfo{}
	tt.derived.Store(new(sync.Map))
}

// changed drops what was concluded from the tables.
func (tt *typeTable) changed(undo func()) {
	tt.derived.Store(new(sync.Map))
	tt.version.Add(1)
	if tt.open {
		tt.undo = append(tt.undo, undo)
	}
}

// of returns the info registered for t, nil for types that are no learner's.
func (tt *typeTable) of(t reflect.Type) *TypeInfo {
	if ti, ok := tt.byType.Load(t); ok {
		return ti.(*TypeInfo)
	}
	return nil
}

// pointerTo returns the info of *ti, nil if it was not registered.
func (tt *typeTable) pointerTo(ti *TypeInfo) *TypeInfo {
	if p, ok := tt.pointer.Load(ti); ok {
		return p.(*TypeInfo)
	}
	return nil
}

// nameOf is the learner's name of the type that reflect calls s.
func (tt *typeTable) nameOf(s string) string {
	name := s
	tt.byType.Range(func(t, ti any) bool {
		if t.(reflect.Type).String() == s {
			name = ti.(*TypeInfo).Name
		}
		return name == s
	})
	return name
}

// Register makes a type known: values of its Box, or of its Rep when it has
// none, are values of it.
func (m *Machine) Register(ti *TypeInfo) {
	tt := &m.types
	tt.mu.Lock()
	defer tt.mu.Unlock()
	t := ti.Rep
	if ti.Box != nil {
		t = ti.Box
	}
	oldType, hadType := tt.byType.Swap(t, ti)
	oldID := tt.byID[ti.ID]
	tt.byID[ti.ID] = ti
	if ti.Kind == reflect.Pointer && !ti.Named {
		tt.pointer.Store(ti.Elem, ti)
	}
	tt.changed(func() {
		tt.byID[ti.ID] = oldID
		if hadType {
			tt.byType.Store(t, oldType)
		} else {
			tt.byType.Delete(t)
		}
	})
}

// AddMethod gives a type a method, whose function SetMethod loads, or gives a
// method another signature.
func (m *Machine) AddMethod(ti *TypeInfo, f *Method) {
	tt := &m.types
	tt.mu.Lock()
	defer tt.mu.Unlock()
	old := ti.methods.Load()
	ms := map[string]*Method{f.Name: f}
	if old != nil {
		for name, o := range *old {
			if name != f.Name {
				ms[name] = o
			}
		}
	}
	ti.methods.Store(&ms)
	tt.changed(func() { ti.methods.Store(old) })
}

// SetMethod loads the function of a method, or replaces it: calls that begin
// later take the new one. fn is a func(recv any, args...) results. It is what
// a unit's Reg calls.
func (m *Machine) SetMethod(id int, name string, fn any) {
	tt := &m.types
	tt.mu.Lock()
	defer tt.mu.Unlock()
	f := tt.byID[id].Method(name)
	if f == nil {
		panic("native: SetMethod " + name + " of an unknown type")
	}
	old := f.fn.Swap(&methodFunc{reflect.ValueOf(fn), fn})
	if tt.open {
		tt.undo = append(tt.undo, func() { f.fn.Store(old) })
	}
}

// Begin opens a transaction: Rollback takes back what Register, AddMethod and
// SetMethod do until Commit. There is one at a time.
func (m *Machine) Begin() {
	m.types.mu.Lock()
	defer m.types.mu.Unlock()
	if m.types.open {
		panic("native: Begin in an open transaction")
	}
	m.types.open = true
}

// Commit closes the transaction and keeps what it did.
func (m *Machine) Commit() { m.types.close(false) }

// Rollback closes the transaction, if one is open, and takes back what it did.
func (m *Machine) Rollback() { m.types.close(true) }

func (tt *typeTable) close(back bool) {
	tt.mu.Lock()
	defer tt.mu.Unlock()
	undo := tt.undo
	tt.open, tt.undo = false, nil
	for i := len(undo) - 1; back && i >= 0; i-- {
		undo[i]()
	}
	if back {
		tt.changed(nil)
	}
}
