// Package keeper starts, watches and replaces the worker, the process that
// runs learner code, and presents it to the session as one lasting evaluator.
// It keeps what must outlive a worker: the source of the accepted cells and a
// mirror of their types. It knows the link and what a learner should read; it
// knows neither Jupyter's messages nor how a cell is evaluated, and it runs no
// learner code.
package keeper
