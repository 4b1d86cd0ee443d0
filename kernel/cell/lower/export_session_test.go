package lower

import (
	"fmt"
	"slices"
	"strings"
)

// State lists what the session has kept of the cells so far: functions with
// their units, sources, shared variables and described types.
func (s *Session) State() string {
	var lines []string
	for key, fn := range s.funcs {
		lines = append(lines, fmt.Sprintf("%s %s of unit %d", key, fn.name, fn.unit))
	}
	for f := range s.sources {
		lines = append(lines, "source of "+f.FullName())
	}
	for _, en := range s.entries {
		if en.info != nil {
			lines = append(lines, "description of "+en.key)
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}
