// Package worker runs the cells of one notebook: it checks, lowers, loads and
// runs them, keeps their variables and processes alive between them, and sends
// over the link what they print, show and end with. It is the only importer of
// the interpreter. It knows nothing of Jupyter, opens no file and no socket, and
// keeps nothing that must outlive it: the other end of the link does.
package worker
