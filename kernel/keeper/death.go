package keeper

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// workerStopped is the error name of a cell whose worker died.
const workerStopped = "WorkerStopped"

// A death says in plain words why a worker ended, and what helps.
type death struct {
	name        string // of the error: workerStopped or interrupted
	what        string // one line, lower case
	advice      string // what to do, may be ""
	said        string // Go's own line, may be ""
	count, line int    // Cell In[count], line; 0: not known
}

// A cause is one way to die: what Go says, and what it means.
type cause struct {
	said   *regexp.Regexp
	what   string // may refer to submatches of said
	advice string
}

const guardAdvice = "Share the map through one process, or guard it with a sync.Mutex."

// causes are tried in order on the worker's last words.
var causes = []cause{
	{
		regexp.MustCompile(`(?m)^fatal error: concurrent map writes`),
		"two goroutines wrote to the same map at the same time", guardAdvice,
	},
	{
		regexp.MustCompile(`(?m)^fatal error: concurrent map read and map write`),
		"one goroutine read a map while another wrote to it", guardAdvice,
	},
	{
		regexp.MustCompile(`(?m)^fatal error: concurrent map iteration and map write`),
		"one goroutine ranged over a map while another wrote to it", guardAdvice,
	},
	{
		regexp.MustCompile(`(?m)^(?:runtime: goroutine stack exceeds|fatal error: stack overflow)`),
		"a recursion never ended and used up the stack",
		"Check that every path of the recursion reaches its base case.",
	},
	{
		regexp.MustCompile(`(?m)^(?:fatal error: runtime: (?:cannot allocate|out of) memory|fatal error: out of memory|runtime: out of memory|fatal error: runtime: failed to create new OS thread|fatal error: .*cannot allocate memory)`),
		"memory was used up", memoryAdvice,
	},
	{
		regexp.MustCompile(`(?m)^fatal error: all goroutines are asleep - deadlock!`),
		"every goroutine waited for another one (deadlock)",
		"Check who should send, close or unlock what the others wait for.",
	},
	{
		regexp.MustCompile(`(?m)^fatal error: sync: (.*)`),
		"a lock was used wrongly: $1", "Lock and Unlock must come in pairs.",
	},
	{
		regexp.MustCompile(`(?m)^(?:SIGSEGV: |SIGBUS: |unexpected fault address|fatal error: unexpected signal|fatal error: fault)`),
		"code outside the cells touched memory that it must not touch", reportAdvice,
	},
	{
		regexp.MustCompile(`(?m)^panic: (.*)`),
		"a panic in a goroutine that a library started: $1",
		"Recover inside the function that you hand to the library.",
	},
	{
		regexp.MustCompile(`(?m)^fatal error: (.*)`),
		"Go's runtime gave up: $1", reportAdvice,
	},
}

const (
	memoryAdvice = "Look for a slice, map or channel that only grows, or for a loop that spawns without end."
	reportAdvice = "If it happens again with the same cell, please report it with that cell."
)

// diagnose tells why a worker ended from how it ended and what it said.
func diagnose(exit Exit, words string) death {
	d := death{name: workerStopped}
	d.count, d.line = whereOf(words)
	for _, c := range causes {
		if m := c.said.FindStringSubmatchIndex(words); m != nil {
			d.what = strings.TrimSpace(string(c.said.ExpandString(nil, c.what, words, m)))
			d.advice, d.said = c.advice, lineAt(words, m[0])
			return d
		}
	}
	d.what, d.advice = silent(exit)
	return d
}

// silent tells what a worker's end means that said nothing.
func silent(exit Exit) (what, advice string) {
	switch {
	case exit.Signal == "killed":
		return "the system killed it, most likely because memory was used up", memoryAdvice
	case exit.Signal != "":
		return "it got the signal “" + exit.Signal + "”", ""
	case exit.Code == 0:
		return "it ended by itself", ""
	}
	return fmt.Sprintf("it ended with exit code %d", exit.Code), ""
}

// cellLine is how positions in cells read in what Go says.
var cellLine = regexp.MustCompile(`\bcell(\d+):(\d+)`)

// whereOf finds the cell line nearest to the fault, zeros when there is none.
func whereOf(words string) (count, line int) {
	m := cellLine.FindStringSubmatch(words)
	if m == nil {
		return 0, 0
	}
	count, _ = strconv.Atoi(m[1])
	line, _ = strconv.Atoi(m[2])
	return count, line
}

// lineAt is the line of text that starts at i.
func lineAt(text string, i int) string {
	line, _, _ := strings.Cut(text[i:], "\n")
	return strings.TrimSpace(line)
}
