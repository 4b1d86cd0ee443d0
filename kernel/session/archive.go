package session

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// What is kept of old sessions.
const (
	keptSessions  = 500
	keptBytes     = 20 << 20
	longestOutput = 64 << 10 // of one entry
	longestEntry  = 4 << 20
)

// An archive is a folder with the history of all sessions, one file each:
// N.jsonl, whose lines are entries. "" is no folder: nothing is found in it.
type archive string

func (a archive) path(number int) string {
	return filepath.Join(string(a), fmt.Sprintf("%d.jsonl", number))
}

// create makes the file of a new session, with a number that no other kernel
// has, also not one that starts at the same time.
func (a archive) create() (*os.File, int, error) {
	if err := os.MkdirAll(string(a), 0o700); err != nil {
		return nil, 0, err
	}
	for number := a.newest() + 1; ; number++ {
		f, err := os.OpenFile(a.path(number), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if err == nil || !os.IsExist(err) {
			return f, number, err
		}
	}
}

// line encodes an entry for a file; nil if it is too long to be kept.
func line(e entry) []byte {
	if e.Output != nil && len(*e.Output) > longestOutput {
		cut := strings.ToValidUTF8((*e.Output)[:longestOutput], "")
		e.Output = &cut
	}
	b, err := json.Marshal(e)
	if err != nil || len(b) > longestEntry {
		return nil
	}
	return append(b, '\n')
}

// read gives the entries of an old session. A line that can't be read, such as
// the last one of a kernel that was killed, is skipped.
func (a archive) read(number int) []entry {
	if a == "" {
		return nil
	}
	f, err := os.Open(a.path(number))
	if err != nil {
		return nil
	}
	defer f.Close()
	var list []entry
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, longestEntry+1)
	for lines.Scan() {
		e := entry{Session: number}
		if json.Unmarshal(lines.Bytes(), &e) == nil {
			list = append(list, e)
		}
	}
	return list
}

// numbers lists the sessions from old to new.
func (a archive) numbers() []int {
	if a == "" {
		return nil
	}
	files, err := os.ReadDir(string(a))
	if err != nil {
		return nil
	}
	var numbers []int
	for _, f := range files {
		name, ok := strings.CutSuffix(f.Name(), ".jsonl")
		if n, err := strconv.Atoi(name); ok && err == nil && n > 0 {
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	return numbers
}

// newest is the highest number, 0 for none.
func (a archive) newest() int {
	numbers := a.numbers()
	if len(numbers) == 0 {
		return 0
	}
	return numbers[len(numbers)-1]
}

// prune removes the oldest sessions when there are too many, or too much in
// them.
func (a archive) prune(sessions int, bytes int64) {
	numbers := a.numbers()
	for i, number := range slices.Backward(numbers) {
		if info, err := os.Stat(a.path(number)); err == nil {
			bytes -= info.Size()
		}
		if len(numbers)-i > sessions || bytes < 0 {
			os.Remove(a.path(number))
		}
	}
}
