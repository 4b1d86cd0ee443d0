package session

import (
	"context"
	"errors"
)

// ErrNoStdin says that the client of an execution takes no questions: it said
// so (allow_stdin is false), is gone, or is not known. Learners may read it.
var ErrNoStdin = errors.New("this front end does not allow input")

// An Evaluator runs cells of one language. The session knows Jupyter and
// nothing of the language; the evaluator knows the language and nothing of
// Jupyter. All methods but Execute may be called at any time from any
// goroutine, also while a cell runs; Execute is called one cell at a time.
type Evaluator interface {
	// Language describes the language for kernel_info.
	Language() Language
	// Start begins evaluation; everything the evaluator has to say between
	// calls goes to out, until Close. It returns before the evaluator is ready:
	// Execute waits for that.
	Start(out Output) error
	// Execute runs one cell and returns when its foreground has ended; all
	// output of the foreground has been given to Output before. Background
	// output of the same cell may follow at any time.
	Execute(cell Cell) Result
	// Interrupt ends the running cell soon; without one it does nothing.
	Interrupt()
	// Complete, Inspect and IsComplete answer from what the evaluator knows of
	// the accepted cells; offsets are bytes of code.
	Complete(code string, cursor int) Completion
	Inspect(code string, cursor, detail int) Inspection
	IsComplete(code string) Completeness
	// Comm delivers a widget message from the front end. An "open" whose target
	// the evaluator serves is in Comms when Comm returns; the session closes
	// any other, as the protocol demands for unknown targets.
	Comm(CommMessage)
	// Comms lists the open comms, of both sides: id to target name.
	Comms() map[string]string
	// Close ends the evaluator and all its processes and waits for that, at
	// most until ctx ends.
	Close(ctx context.Context) error
}

// Output takes what an evaluator has to say. Implementations are safe for
// concurrent use and may block (back-pressure). cell is the Cell.ID of the
// execution that owns the output, also long after it ended; "" or an unknown
// one means the newest execution.
type Output interface {
	// Stream is text on stdout or stderr.
	Stream(cell string, name string, text string)
	Display(cell string, b Bundle)
	// Update replaces every output shown with b.DisplayID.
	Update(cell string, b Bundle)
	Clear(cell string, wait bool)
	// Input asks the person at the notebook for a line; ctx ends the wait, and
	// an evaluator that is interrupted must end it. ErrNoStdin when the client
	// of that execution allows none, io.EOF when the person closed the input.
	// Questions are asked one at a time.
	Input(ctx context.Context, cell, prompt string, password bool) (string, error)
	// Comm sends a widget message to the front end.
	Comm(cell string, m CommMessage)
}

// A Cell is one execution request.
type Cell struct {
	ID    string // unique for each execution; the msg_id of its request
	Key   string // the same for all executions of one notebook cell, "" if unknown
	Count int    // In[Count]
	Code  string
	// Silent: no output, nothing stored. Store: the cell counts and is kept.
	Silent, Store bool
	// Expressions are evaluated after the code succeeded (user_expressions).
	Expressions map[string]string
}

// A Result says how a cell ended.
type Result struct {
	// Err is nil when the cell ended well.
	Err *Error
	// Value is the value to display as Out[n], nil for none. The session
	// publishes it.
	Value *Bundle
	// Page is documentation for the front end's pager, nil for none.
	Page        *Bundle
	Expressions map[string]Expression
}

// An Error is what the learner reads. Name and Message are one short line
// each; Traceback is the whole text, a string for each block, with ANSI colours.
type Error struct {
	Name, Message string
	Traceback     []string
}

// An Expression is the outcome of a user expression: a value or an error.
type Expression struct {
	Value *Bundle
	Err   *Error
}

// A Bundle is one value in several MIME types; Data always has text/plain.
// Values are strings, or anything that encodes to JSON.
type Bundle struct {
	Data      map[string]any
	Metadata  map[string]any
	DisplayID string
}

// A CommMessage is a comm_open, comm_msg or comm_close.
type CommMessage struct {
	Kind    string // "open", "msg" or "close"
	ID      string
	Target  string // of an open
	Data    map[string]any
	Meta    map[string]any
	Buffers [][]byte
}

// A Language is the language_info of kernel_info_reply, and its banner.
type Language struct {
	Name, Version, MIMEType, FileExtension, Lexer, CodeMirror, Exporter string
	Banner                                                              string
	HelpLinks                                                           [][2]string // text, URL
}

// A Completion replaces the bytes Start to End of the code by one of Matches.
type Completion struct {
	Start, End int
	Matches    []Match
}

// A Match is one completion: its text, and for the menu its kind ("function",
// "module", "instance", "class", "keyword", "property", "path") and signature.
type Match struct {
	Text, Kind, Signature string
}

// An Inspection is documentation for what stands at the cursor.
type Inspection struct {
	Found bool
	Data  map[string]any
}

// A Completeness says whether code may be run: Status is "complete",
// "incomplete", "invalid" or "unknown"; Indent is for the next line of an
// incomplete one.
type Completeness struct {
	Status, Indent string
}
