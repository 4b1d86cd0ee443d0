package lower

import (
	"go/types"
	"reflect"
)

// Predeclare gives v, a variable that no cell declares, the value it has in
// all cells; given again it changes for all of them. value is of the type that
// represents v's. It is called between cells.
func (s *Session) Predeclare(v *types.Var, value any) {
	name, ok := s.globals[v]
	if !ok {
		name = s.name(v)
		s.globals[v] = name
		s.symbols[name[len("ty."):]] = reflect.New(reflect.TypeOf(value))
	}
	s.symbols[name[len("ty."):]].Elem().Set(reflect.ValueOf(value))
}
