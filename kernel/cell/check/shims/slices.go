//go:build ignore

package slices

func Insert[S ~[]E, E any](s S, i int, v ...E) S {
	_ = s[i:]
	if len(v) == 0 {
		return s
	}
	if i == len(s) {
		return append(s, v...)
	}
	r := make(S, len(s)+len(v))
	copy(r, s[:i])
	copy(r[i:], v)
	copy(r[i+len(v):], s[i:])
	return r
}

func Replace[S ~[]E, E any](s S, i, j int, v ...E) S {
	_ = s[i:j]
	r := make(S, 0, len(s)-(j-i)+len(v))
	r = append(r, s[:i]...)
	r = append(r, v...)
	return append(r, s[j:]...)
}

func overlaps[E any](a, b []E) bool { return false }

func startIdx[E any](haystack, needle []E) int { panic("slices: startIdx without overlaps") }
