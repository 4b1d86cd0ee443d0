// Package link is the language that front and worker speak: frames over an
// ordered byte stream in each direction. It knows bytes and the shape of the
// frames; it knows neither Jupyter nor Go evaluation, starts nothing and holds
// no file descriptors or process ids.
package link

// Version is the version of the frames. Front and worker may differ by one:
// unknown kinds and fields are skipped.
const Version = 1

// MaxFrame is the longest frame in bytes; a longer one is an error of the
// stream.
const MaxFrame = 64 << 20

// A Kind says what a frame holds.
type Kind byte

// Frames from the front to the worker.
const (
	KindHello Kind = 1 + iota
	KindEval
	KindReplay
	KindInterrupt
	KindInput
	KindCommDown
	KindControl
	KindStatsRequest
	KindPing
	KindShutdown
)

// Frames from the worker to the front.
const (
	KindReady Kind = 64 + iota
	KindAccepted
	KindOutput
	KindDisplay
	KindUpdate
	KindClear
	KindResult
	KindFailed
	KindCard
	KindVerdict
	KindDone
	KindInputRequest
	KindCommUp
	KindStats
	KindPong
	KindLog
)

// Hello opens a link.
type Hello struct {
	Version     int    `json:"version"`
	Session     string `json:"session"`
	Folder      string `json:"folder"`       // of the notebook
	MemoryLimit int64  `json:"memory_limit"` // bytes, 0: none
	OutputLimit int64  `json:"output_limit"` // bytes a cell, 0: default
	DepthLimit  int    `json:"depth_limit"`  // calls, 0: default
	Seed        uint64 `json:"seed"`         // 0: none
}

// Eval asks for the evaluation of a cell. The answer ends with a Done.
type Eval struct {
	Cell        string            `json:"cell"`          // execution id
	Key         string            `json:"key,omitempty"` // of the notebook cell, stays when it is run again
	Count       int               `json:"count"`
	Code        string            `json:"code"`
	Silent      bool              `json:"silent,omitempty"`
	Store       bool              `json:"store,omitempty"`
	Graded      bool              `json:"graded,omitempty"`
	Expressions map[string]string `json:"expressions,omitempty"`
}

// Replay gives a new worker the accepted cells, in order: declarations are
// loaded, variables are poisoned, no statement runs. The answer is a Done with
// the Cell of the Replay.
type Replay struct {
	Cell  string `json:"cell"`
	Cells []Eval `json:"cells"`
}

// Interrupt ends the foreground of a cell; processes live on.
type Interrupt struct {
	Cell string `json:"cell"`
}

// Input answers an InputRequest. EOF: the person closed the input.
type Input struct {
	Request int    `json:"request"`
	Value   string `json:"value"`
	EOF     bool   `json:"eof,omitempty"`
	Err     string `json:"error,omitempty"`
}

// Comm is a widget message in either direction. Cell is set on the way up.
type Comm struct {
	Cell    string         `json:"cell,omitempty"`
	Kind    string         `json:"kind"` // open, msg, close
	ID      string         `json:"id"`
	Target  string         `json:"target,omitempty"`
	Data    map[string]any `json:"data,omitempty"`
	Meta    map[string]any `json:"meta,omitempty"`
	Buffers [][]byte       `json:"buffers,omitempty"`
}

// Control asks for something that is served while a cell runs.
type Control struct {
	Verb   string         `json:"verb"` // kill, suspend, resume
	Target string         `json:"target"`
	Args   map[string]any `json:"args,omitempty"`
}

// Ready is the worker's first frame, after it has read Hello.
type Ready struct {
	Version int    `json:"version"`
	Go      string `json:"go"`
	Self    string `json:"self"` // PID of the notebook process
}

// Accepted says that a cell compiled and became part of the session. It is
// sent before the cell's statements run.
type Accepted struct {
	Cell     string   `json:"cell"`
	Declared []string `json:"declared,omitempty"`
	Notes    []string `json:"notes,omitempty"` // redefinitions, what still uses older versions
}

// Output is text that learner code printed.
type Output struct {
	Cell    string `json:"cell"`
	Process string `json:"process,omitempty"` // PID, "" for plain code
	Stream  string `json:"stream"`            // stdout or stderr
	Text    string `json:"text"`
}

// Bundle is a value in several MIME types. Display, Update and Result carry it.
type Bundle struct {
	Cell      string         `json:"cell"`
	Data      map[string]any `json:"data"`
	Metadata  map[string]any `json:"metadata,omitempty"`
	DisplayID string         `json:"display_id,omitempty"`
}

// Clear empties a cell's output, at once or when the next output comes.
type Clear struct {
	Cell string `json:"cell"`
	Wait bool   `json:"wait"`
}

// Failed says why a cell did not end well.
type Failed struct {
	Cell     string    `json:"cell"`
	Kind     string    `json:"kind"` // compile, panic, exit, interrupt, deadlock, unsupported, internal
	Name     string    `json:"name"`
	Message  string    `json:"message"`
	Frames   []Frame   `json:"frames,omitempty"`   // innermost first
	Problems []Problem `json:"problems,omitempty"` // of a compile error, all of them
	ExitCode int       `json:"exit_code,omitempty"`
	Notes    []string  `json:"notes,omitempty"`
}

// Frame is one learner function on the stack of a crash.
type Frame struct {
	Func   string `json:"func"`
	Count  int    `json:"count"` // Cell In[Count]
	Line   int    `json:"line"`
	Source string `json:"source,omitempty"` // the text of the line
}

// Problem is one compile error.
type Problem struct {
	Count  int    `json:"count"`
	Line   int    `json:"line"`
	Column int    `json:"column"` // in bytes, from 1
	Width  int    `json:"width"`  // bytes to underline, at least 1
	Msg    string `json:"msg"`
	Hint   string `json:"hint,omitempty"`
	Source string `json:"source,omitempty"`
}

// Card is a crash report of a process or a goroutine: display data, never
// stderr.
type Card struct {
	Cell    string         `json:"cell"`
	Process string         `json:"process,omitempty"`
	Kind    string         `json:"kind"` // process, goroutine, notebook
	Reason  string         `json:"reason"`
	Frames  []Frame        `json:"frames,omitempty"`
	Data    map[string]any `json:"data"` // MIME bundle
}

// Verdict is a check's marks, signed by the worker's session key.
type Verdict struct {
	Cell   string  `json:"cell"`
	Check  string  `json:"check"`
	Points float64 `json:"points"`
	Max    float64 `json:"max"`
	Sum    string  `json:"signature"`
}

// Done ends the foreground of a cell. Everything that belongs to it came
// before.
type Done struct {
	Cell        string            `json:"cell"`
	OK          bool              `json:"ok"`
	Expressions map[string]Bundle `json:"expressions,omitempty"`
	Errors      map[string]string `json:"errors,omitempty"` // of expressions
	CompileNS   int64             `json:"compile_ns"`
	RunNS       int64             `json:"run_ns"`
}

// InputRequest asks for a line of text; the answer is an Input.
type InputRequest struct {
	Request  int    `json:"request"`
	Cell     string `json:"cell"`
	Prompt   string `json:"prompt"`
	Password bool   `json:"password,omitempty"`
}

// Stats answers a stats request.
type Stats struct {
	Goroutines int    `json:"goroutines"`
	Processes  int    `json:"processes"`
	HeapBytes  int64  `json:"heap_bytes"`
	Cell       string `json:"cell,omitempty"` // that runs now
}

// Log is a remark for the person who debugs the kernel.
type Log struct {
	Text string `json:"text"`
}
