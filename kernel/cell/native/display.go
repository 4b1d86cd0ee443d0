package native

// Display gives the values of a cell's last expression, and the names of their
// static types, to the Display hook.
func (m *Machine) Display(values []any, types []string) {
	m.hooks.Display(here(), values, types)
}
