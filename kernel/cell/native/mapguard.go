package native

import (
	"runtime"
	"sync/atomic"
)

// mapGuard notices overlapping operations on one map before Go's own check
// does, which would end the whole worker. Each map has a stripe by its
// address; a stripe serves one map at a time. The word of a stripe is the
// map's address, then a bit for a writer, then the number of readers.
type mapGuard struct{ stripes [1024]atomic.Uint64 }

const (
	readerBits = 15
	writerBit  = 1 << readerBits
	readerMask = writerBit - 1
	addrShift  = readerBits + 1
)

func (g *mapGuard) stripe(p uintptr) *atomic.Uint64 {
	return &g.stripes[uint64(p)*0x9E3779B97F4A7C15>>54]
}

// read claims the map for reading; text is what Go says when it is being
// written.
func (g *mapGuard) read(p uintptr, text string) *atomic.Uint64 {
	s := g.stripe(p)
	addr := uint64(p) << addrShift
	for {
		w := s.Load()
		switch {
		case w == 0:
			if s.CompareAndSwap(0, addr|1) {
				return s
			}
		case w&^(writerBit|readerMask) != addr || w&readerMask == readerMask:
			runtime.Gosched()
		case w&writerBit != 0:
			here().fatal(text)
		default:
			if s.CompareAndSwap(w, w+1) {
				return s
			}
		}
	}
}

// write claims the map for writing.
func (g *mapGuard) write(p uintptr) *atomic.Uint64 {
	s := g.stripe(p)
	addr := uint64(p) << addrShift
	for {
		w := s.Load()
		switch {
		case w == 0:
			if s.CompareAndSwap(0, addr|writerBit) {
				return s
			}
		case w&^(writerBit|readerMask) != addr:
			runtime.Gosched()
		case w&writerBit != 0:
			here().fatal("concurrent map writes")
		default:
			here().fatal("concurrent map read and map write")
		}
	}
}

// doneReading gives a claim of read back.
func doneReading(s *atomic.Uint64) {
	for {
		w := s.Load()
		next := w - 1
		if w&readerMask == 1 {
			next = 0
		}
		if s.CompareAndSwap(w, next) {
			return
		}
	}
}

// doneWriting gives a claim of write back.
func doneWriting(s *atomic.Uint64) { s.Store(0) }

const (
	readText    = "concurrent map read and map write"
	iterateText = "concurrent map iteration and map write"
)
