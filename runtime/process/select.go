package process

import "time"

// A Case is one clause of [Self.Select].
type Case struct {
	match   func(any) bool
	do      func(any)
	after   time.Duration
	elapsed func()
}

// NewCase returns a case that takes the messages that match accepts and gives
// them to do. [On] and [When] are its typed forms.
func NewCase(match func(any) bool, do func(any)) Case { return Case{match: match, do: do} }

// After returns the case that is taken when no message has been for d since
// Select was entered. With a d of 0 Select only looks through the mailbox. do
// may be nil.
func After(d time.Duration, do func()) Case {
	if do == nil {
		do = func() {}
	}
	return Case{after: d, elapsed: do}
}

// Select is Elixir's receive block: it goes through the mailbox from the oldest
// message, tries the cases in order on each, and runs the first one that
// matches; other messages stay, in order. It waits until there is one, or an
// [After] has elapsed. At most one After is allowed.
func (s *Self) Select(cases ...Case) {
	until, elapsed := s.limitOf(cases)
	hit := 0
	m, ok := s.receiveMatch(func(m any) bool {
		for i := range cases {
			if cases[i].match != nil && cases[i].match(m) {
				hit = i
				return true
			}
		}
		return false
	}, until)
	if ok {
		cases[hit].do(m)
	} else {
		elapsed()
	}
}

// limitOf returns when the wait ends and what is run then.
func (s *Self) limitOf(cases []Case) (until deadline, elapsed func()) {
	for _, c := range cases {
		if c.elapsed == nil {
			continue
		}
		if elapsed != nil {
			panic(&argError{"Select", ErrBadArg, "two After cases"})
		}
		until, elapsed = s.sys.deadlineIn(c.after), c.elapsed
	}
	return until, elapsed
}
