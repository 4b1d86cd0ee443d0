package native

// Display shows the values of a cell's last expression. types are their static
// types, as %T prints types.
func (m *Machine) Display(values []any, types []string) {
	m.hooks.Display(here(), values, types)
}
