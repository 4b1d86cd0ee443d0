package main

import "strings"

// inPage reports whether the package is in the tables of a kernel inside a web
// page too, which has to be small: what the lessons use, and this module's own.
// Adding a package adds to every download.
func inPage(path string) bool {
	return lessonPackages[path] || strings.HasPrefix(path, module)
}

var lessonPackages = set(`
	bufio bytes cmp container/heap container/list container/ring context
	encoding/base64 encoding/binary encoding/csv encoding/hex encoding/json errors
	fmt hash hash/crc32 hash/fnv html image image/color io io/fs iter log log/slog
	maps math math/bits math/cmplx math/rand math/rand/v2 os path path/filepath
	reflect regexp runtime runtime/debug slices sort strconv strings sync
	sync/atomic text/tabwriter time unicode unicode/utf16 unicode/utf8
`)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}
