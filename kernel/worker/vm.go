package worker

import (
	"fmt"
	"io"
	"reflect"

	"github.com/traefik/yaegi/interp"
)

// A program is a loaded unit of lowered text: the two entry points that
// lowering emits.
type program struct {
	reg, main func()
}

// load compiles lowered text in an interpreter of its own, whose only package
// is "ty" with the given symbols, and runs nothing of it. trace receives the
// frames that yaegi reports while it unwinds a panic. One interpreter a cell,
// one Eval before any of its code runs: that is what keeps yaegi free of data
// races (docs/architecture.md).
func load(text string, symbols map[string]reflect.Value, trace io.Writer) (*program, error) {
	vm := interp.New(interp.Options{Stderr: trace})
	if err := vm.Use(interp.Exports{"ty/ty": symbols}); err != nil {
		return nil, err
	}
	if _, err := vm.Eval(text); err != nil {
		return nil, err
	}
	p := &program{}
	for name, f := range map[string]*func(){"main.Reg": &p.reg, "main.Main": &p.main} {
		v, err := vm.Eval(name)
		if err != nil {
			return nil, err
		}
		fn, ok := v.Interface().(func())
		if !ok {
			return nil, fmt.Errorf("%s is %s, want func()", name, v.Type())
		}
		*f = fn
	}
	return p, nil
}
