package check_test

import (
	"fmt"

	"github.com/spawnlab/spawnlab/kernel/cell/check"
)

// Cells are checked one after the other; each sees what those before it
// declared.
func Example() {
	s := check.NewSession(check.NewLibrary(), check.Options{})
	for i, src := range []string{
		"count := 0",
		"func bump() int { count++; return count }",
		"bump() + strings.Count(\"abc\", \"b\")",
		"bumb()",
	} {
		cell, err := s.Check("", i+1, src)
		if err != nil {
			fmt.Println(err)
			continue
		}
		for _, obj := range cell.Declared {
			fmt.Println(cell.Name, "declares", obj.Name())
		}
		for _, item := range cell.Items {
			if item.Show {
				fmt.Println(cell.Name, "shows a value")
			}
		}
		cell.Commit()
	}
	// Output:
	// cell1 declares count
	// cell2 declares bump
	// cell3 shows a value
	// cell4:1:1: undefined: bumb (did you mean bump?)
}
