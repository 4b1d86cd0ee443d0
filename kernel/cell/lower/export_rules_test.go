package lower

import (
	"fmt"
	"reflect"
	"strings"
)

// SymbolName is a readable name of the symbol "ty.S7" in text of this unit:
// what it is for. Types are named by how they look.
func (s *Session) SymbolName(symbol string) string {
	for key, name := range s.symNames {
		if name != symbol {
			continue
		}
		switch k := key.(type) {
		case string:
			return strings.TrimPrefix(k, "native:")
		case funcKey:
			return k.what + " " + k.t.String()
		case shiftKey:
			return k.t.String() + k.op.String()
		case reflect.Type:
			return k.String()
		}
		if reflect.TypeOf(key).Kind() == reflect.Struct {
			return fmt.Sprint(s.symbols[name[len("ty."):]])
		}
		return fmt.Sprintf("%T", key)
	}
	return symbol
}

// ReadPlainly lowers as outside of race builds, so that texts are the same in
// both.
func (s *Session) ReadPlainly() { s.nativeReads = false }
