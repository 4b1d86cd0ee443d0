// Shifts, integer arithmetic, overflow and conversions.
package main

import (
	"fmt"
	"math"
	"time"
)

type bits uint8

const (
	a bits = 1 << iota
	b
	c
)

type flags uint

func (f flags) has(g flags) bool { return f&g != 0 }

func main() {
	for _, n := range []uint{0, 1, 7, 8, 31, 32, 63, 64, 100} {
		fmt.Println(n, int8(1)<<n, int16(-1)>>n, int32(1)<<n, int64(-5)>>n, uint8(255)>>n, uint16(1)<<n, uint32(0xffffffff)>>n, uint64(1)<<n, 1<<n == 1, uintptr(1)<<n)
	}
	var s8 int8 = 127
	s8++
	var u8 uint8 = 0
	u8--
	var i32 int32 = math.MaxInt32
	i32 += 2
	fmt.Println(s8, u8, i32, -s8, ^u8, u8+100, (s8-1)/-1, s8/-1)
	n := 3
	var x int64 = 1 << n
	var f float64 = float64(1 << 3)
	y := 1.0
	_ = y
	var u uint16 = 1<<n | 1<<(n+1)
	u <<= 2
	u >>= 1
	u &^= 4
	u ^= 0xff
	fmt.Println(x, f, u, 7&^2, 5|2, 6^3, -7/2, -7%3, 7%-3, -7>>1)
	fmt.Println(a, b, c, a|c, (a|b)&b, (a|b)<<n)
	var fl flags = 5
	fmt.Println(fl.has(4), fl.has(2), fl<<uint8(2))
	d := time.Second << 2
	d >>= 1
	d += 500 * time.Millisecond
	fmt.Println(d, time.Duration(n)*time.Minute, d/time.Millisecond)
	func() {
		defer func() { fmt.Println(recover()) }()
		m := -1
		fmt.Println(1 << m)
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		var z int8
		fmt.Println(5 / z)
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		z := uint(0)
		fmt.Println(5 % z)
	}()
	big := 300
	fmt.Println(int8(big), uint8(big), int64(math.MaxInt64), uint64(math.MaxUint64), uint32(1<<31))
	fl64 := 3.99
	fmt.Println(int(fl64), int(-fl64), uint8(fl64), float32(0.1), int64(float32(16777217)))
	var r rune = 'é'
	var by byte = 'A'
	fmt.Println(r, by, string(r), string(rune(by)), []byte("hé"), []rune("hé"), string([]rune{104, 233}))
	h := uint32(2166136261)
	for _, ch := range []byte("hash me") {
		h ^= uint32(ch)
		h *= 16777619
	}
	fmt.Println(h)
	seed := uint64(42)
	for range 3 {
		seed ^= seed << 13
		seed ^= seed >> 7
		seed ^= seed << 17
	}
	fmt.Println(seed, seed%100, int64(seed))
	arr := [4]int{1, 2, 3, 4}
	var idx uint8 = 2
	fmt.Println(arr[idx], arr[idx<<0], arr[1:][idx])
	fmt.Println(math.MinInt64, -math.MaxInt64-1, math.Inf(1), -math.Inf(1), math.NaN() == math.NaN())
	zero := 0.0
	fmt.Println(1/zero, -1/zero, zero/zero != zero/zero, math.Signbit(-zero), 1/(-zero))
	fmt.Println(min(3, 1, 2), max(2.5, 1), min("b", "a"), max(int8(3), 4), min(zero, -1), max(math.NaN(), 1))
}
