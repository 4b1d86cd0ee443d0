package session

import (
	"strings"
	"unicode/utf8"
)

// glob reports whether the whole of s matches pattern, in which * stands for
// any text, ? for any character and [a-c] or [^a-c] for one of, or none of, some
// characters. Letters are told apart by case. (SQLite's GLOB, which ipython
// searches with.)
func glob(pattern, s string) bool {
	// The last * seen, and where in s it began to match.
	star, at := -1, 0
	i, j := 0, 0
	for j < len(s) {
		if i < len(pattern) && pattern[i] == '*' {
			star, at = i, j
			i++
			continue
		}
		if width, rest := globOne(pattern[i:], s[j:]); width > 0 {
			i, j = i+width, j+rest
			continue
		}
		if star < 0 {
			return false
		}
		_, n := utf8.DecodeRuneInString(s[at:])
		at += n
		i, j = star+1, at
	}
	for i < len(pattern) && pattern[i] == '*' {
		i++
	}
	return i == len(pattern)
}

// globOne matches the first element of pattern with the first character of s:
// the bytes of both, or zeros.
func globOne(pattern, s string) (element, char int) {
	p, width := utf8.DecodeRuneInString(pattern)
	c, n := utf8.DecodeRuneInString(s)
	switch {
	case width == 0:
		return 0, 0
	case p == '?':
		return width, n
	case p == '[':
		end, ok := globSet(pattern, c)
		if end > 0 && ok {
			return end, n
		}
		if end > 0 {
			return 0, 0
		}
	}
	if p == c {
		return width, n
	}
	return 0, 0
}

// globSet matches c with the set that pattern begins with and gives the set's
// length in bytes, 0 if the set does not end.
func globSet(pattern string, c rune) (end int, ok bool) {
	rest := pattern[1:]
	next := func() (r rune) {
		r, n := utf8.DecodeRuneInString(rest)
		rest = rest[n:]
		return r
	}
	negated := strings.HasPrefix(rest, "^")
	if negated {
		next()
	}
	for first := true; rest != ""; first = false {
		low := next()
		if low == ']' && !first {
			return len(pattern) - len(rest), ok != negated
		}
		high := low
		if strings.HasPrefix(rest, "-") && len(rest) > 1 && rest[1] != ']' {
			next()
			high = next()
		}
		ok = ok || low <= c && c <= high
	}
	return 0, false
}
