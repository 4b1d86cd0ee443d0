// Package worker runs the cells of one notebook: it checks, lowers, loads and
// runs them, keeps their variables and processes alive between them, and sends
// over the link what they print, show and end with. It is the only importer of
// the interpreter. It knows nothing of Jupyter, opens no socket and no file but
// those that cells open, and keeps nothing that must outlive it: the other end
// of the link does.
//
// What ends a compiled program costs a cell its run and nothing else: panics in
// goroutines, os.Exit, deadlock, endless recursion, concurrent map writes. Only
// memory that is used up and faults of Go's runtime cost the worker.
//
// Four kinds of goroutines work together. Serve reads frames and answers at once
// what is no cell; jobs run the cells, one after the other, each in a goroutine
// that acts as the notebook process; a watch looks after stacks and deadlocks; the
// learner's own goroutines carry a label that says which cell and process they
// belong to.
package worker
