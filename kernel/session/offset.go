package session

import "unicode/utf8"

// byteOffset turns a cursor in code points, as clients count since 5.2, into
// bytes of code. A cursor outside of the code is moved to its nearer end.
func byteOffset(code string, cursor int) int {
	offset := 0
	for ; cursor > 0 && offset < len(code); cursor-- {
		_, n := utf8.DecodeRuneInString(code[offset:])
		offset += n
	}
	return offset
}

// codePoints turns an offset in bytes of code into code points.
func codePoints(code string, offset int) int {
	return utf8.RuneCountInString(code[:min(max(offset, 0), len(code))])
}
