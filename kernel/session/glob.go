package session

import "unicode/utf8"

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
	set := []rune(pattern)[1:]
	i := 0
	negated := len(set) > 0 && set[0] == '^'
	if negated {
		i++
	}
	for first := i; i < len(set); i++ {
		if set[i] == ']' && i > first {
			return 1 + len(string(set[:i+1])), ok != negated
		}
		low, high := set[i], set[i]
		if i+2 < len(set) && set[i+1] == '-' && set[i+2] != ']' {
			high = set[i+2]
			i += 2
		}
		ok = ok || low <= c && c <= high
	}
	return 0, false
}
