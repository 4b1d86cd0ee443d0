package native

// Display shows the values of a cell's last expression. types are their static
// types.
func (m *Machine) Display(values []any, types []string) {
	m.hooks.Display(m.thread(), values, types)
}
