package process

import "sync/atomic"

// A state is the part of a process that is read on every runtime call, in one
// word, so that one atomic addition begins a call, counts it as a reduction and
// learns whether the process is dead:
//
//	bits  0–17  runtime calls in flight
//	bits 18–23  flags
//	bits 24–63  reductions (wraps after 10^12)
//
// A process that is told to die while one of its calls is in flight is finished
// by that call's end: nothing it does can be seen after its death.
type state struct{ word atomic.Uint64 }

const (
	oneCall   = 1
	callsMask = 1<<18 - 1

	dying     = 1 << 18 // dead for everyone; the reason is set
	finished  = 1 << 19 // somebody has taken on to tell links and monitors
	unwinding = 1 << 20 // its goroutine is being ended

	reductionShift = 24
	oneReduction   = 1 << reductionShift

	// After 2^budgetBits reductions a process lets others run, as on the BEAM
	// after 4,000. Where Go cannot preempt (one thread, no signals) nothing else
	// would make it.
	budgetBits = 12
)

func (s *state) isDying() bool { return s.word.Load()&dying != 0 }

// begin counts a call in and reports whether the process is alive, and whether
// it has used up its budget of reductions.
func (s *state) begin() (alive, spent bool) {
	w := s.word.Add(oneCall + oneReduction)
	return w&dying == 0, isSpent(w, oneCall+oneReduction)
}

// end counts a call out and reports whether the process is dying.
func (s *state) end() bool { return s.word.Add(^uint64(oneCall-1))&dying != 0 }

// condemn sets dying.
func (s *state) condemn() { s.word.Or(dying) }

// finish reports whether the caller is the one that must finish the process:
// it is dying, no call is in flight, and nobody else was told so.
func (s *state) finish() bool {
	for {
		w := s.word.Load()
		if w&dying == 0 || w&finished != 0 || w&callsMask != 0 {
			return false
		}
		if s.word.CompareAndSwap(w, w|finished) {
			return true
		}
	}
}

// unwind sets unwinding and reports whether it was set before.
func (s *state) unwind() bool { return s.word.Or(unwinding)&unwinding != 0 }

// tick counts n reductions and reports whether the budget is used up.
func (s *state) tick(n uint64) (spent bool) {
	return isSpent(s.word.Add(n<<reductionShift), n<<reductionShift)
}

// isSpent reports whether adding what was added, to get w, passed a multiple of
// budget reductions.
func isSpent(w, added uint64) bool {
	return (w^(w-added))>>(reductionShift+budgetBits) != 0
}

func (s *state) reductions() uint64 { return s.word.Load() >> reductionShift }
