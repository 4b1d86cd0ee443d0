package session

import "time"

// A failure is a cell that failed and stops those behind it: "run all" sends its
// cells one by one, and some are still on their way when the first has failed.
// Dates are of the client's clock, so that the clocks need not agree.
type failure struct {
	by     *request
	known  time.Time // before this no client can have known of it
	latest time.Time // date of the latest request that it stopped
	at     time.Time // when the latest was stopped, by our clock
}

// newFailure is the failure of r, answered at a time of our clock.
func newFailure(r *request, at time.Time) failure {
	made := r.made()
	return failure{by: r, known: made.Add(at.Sub(r.received)), latest: made, at: at}
}

const (
	// failureMemory is how long after a failure requests may still arrive that
	// were made before it was known.
	failureMemory = time.Second
	// burst is the longest pause between two cells of one "run all": notebooks
	// send them from a busy browser, which has no time to read an answer.
	burst = 100 * time.Millisecond
)

// stops reports whether r was made by a client that could not know of the
// failure yet, and must not run: it was sent before, or it belongs to the burst
// of a notebook that runs many cells. Scripts, which name no cells, send the
// next request because they have read the answer.
func (f *failure) stops(r *request) bool {
	if f.by == nil || r.Header.Session != f.by.Header.Session || r.received.Sub(f.at) > failureMemory {
		return false
	}
	made := r.made()
	if made.IsZero() {
		return false
	}
	if made.Before(f.known) || f.inBurst(r, made) {
		f.latest, f.at = made, r.received
		return true
	}
	return false
}

// inBurst reports whether r came from a notebook right behind the latest cell
// that was stopped. A notebook that runs one cell again names the same one.
func (f *failure) inBurst(r *request, made time.Time) bool {
	key, failed := cellKey(r), cellKey(f.by)
	return key != "" && failed != "" && key != failed && made.Sub(f.latest) < burst
}

// made is the date that the client gave to the request; zero if it is none.
func (r *request) made() time.Time {
	t, _ := time.Parse(time.RFC3339Nano, r.Header.Date)
	return t
}
