package keeper_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spawnlab/spawnlab/kernel/keeper"
	"github.com/spawnlab/spawnlab/kernel/link"
	"github.com/spawnlab/spawnlab/kernel/session"
)

var update = flag.Bool("update", false, "rewrite what the golden files expect; read the difference before you commit it")

const ruler = "\n----\n"

// golden runs render on the input half of every file of a folder.
func golden(t *testing.T, pattern string, render func(t *testing.T, input string) string) {
	files, _ := filepath.Glob(pattern)
	if len(files) == 0 {
		t.Fatalf("no files %s", pattern)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			input, old, _ := strings.Cut(string(text), ruler)
			input = strings.TrimSuffix(input, "\n")
			got := render(t, input)
			if *update {
				if err := os.WriteFile(file, []byte(input+ruler+got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(old, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", file, diff)
			}
		})
	}
}

// TestReadable shows what learners read of the failures that a worker reports.
func TestReadable(t *testing.T) {
	golden(t, "testdata/failed/*.txt", func(t *testing.T, input string) string {
		m, err := link.ParseMessage(strings.ReplaceAll(input, "\n", ""))
		if err != nil {
			t.Fatal(err)
		}
		f, err := link.Decode[link.Failed](m)
		if err != nil {
			t.Fatal(err)
		}
		return printed(keeper.Readable(f))
	})
}

// TestDeaths shows what learners read of the end of a worker. The input is how
// it ended, then what it said.
func TestDeaths(t *testing.T) {
	golden(t, "testdata/deaths/*.txt", func(t *testing.T, input string) string {
		how, words, _ := strings.Cut(input, "\n")
		exit := keeper.Exit{Signal: strings.TrimPrefix(how, "signal ")}
		if code, ok := strings.CutPrefix(how, "exit "); ok {
			n, err := strconv.Atoi(code)
			if err != nil {
				t.Fatal(err)
			}
			exit = keeper.Exit{Code: n}
		}
		lost := map[string]int{"cache": 3, "n": 4}
		card := keeper.DeathCard(exit, words, "\tm[k]++", lost, "cache", "n")
		return printed(keeper.Diagnose(exit, words, "\tm[k]++", lost, "cache", "n")) +
			"card:\n" + card.Data["text/plain"].(string) + "\n"
	})
}

var colour = regexp.MustCompile("\x1b\\[([0-9;]*)m")

// printed is an error as text; colours are in ‹›.
func printed(e *session.Error) string {
	text := fmt.Sprintf("name: %s\nmessage: %s\n", e.Name, e.Message)
	for _, block := range e.Traceback {
		text += "--\n" + colour.ReplaceAllString(block, "‹$1›") + "\n"
	}
	return strings.ReplaceAll(text, "‹0›", "‹›")
}
