// Complex numbers.
package main

import (
	"fmt"
	"math/cmplx"
)

type phasor complex64

func (p phasor) conj() phasor { return phasor(complex(real(p), -imag(p))) }

func main() {
	a := 1 + 2i
	b := complex(3, -4)
	var c complex64 = 2i
	fmt.Println(a+b, a-b, a*b, a/b, -a, a == b, a != b, a == 1+2i)
	fmt.Println(real(a), imag(b), real(c), imag(c), c*c, c/2)
	a += b
	a *= 2
	a -= 1i
	fmt.Println(a, complex64(a), complex128(c)+a)
	p := phasor(1 + 1i)
	fmt.Println(p.conj(), p*p.conj(), -p)
	fmt.Printf("%v %.1f %T %T %T\n", a, b, a, c, p)
	z := complex(0, 0)
	for i := 0; i < 5; i++ {
		z = z*z + complex(-0.5, 0.5)
	}
	fmt.Printf("%.4f %.4f\n", z, cmplx.Abs(z))
	var x any = a
	_, ok := x.(complex128)
	fmt.Println(ok, x == any(a))
	m := map[complex128]string{1i: "i"}
	m[complex(0, 1)] += "!"
	fmt.Println(m, len(m))
	f := 2.5
	w := complex(f, f*2)
	fmt.Println(w, cmplx.Conj(w), w*(1+0i), 2*w)
	var arr [2]complex128
	arr[1] += w
	fmt.Println(arr)
	func() {
		defer func() { fmt.Println(recover()) }()
		var zero complex128
		fmt.Println(1 / zero)
	}()
	switch w {
	case 2.5 + 5i:
		fmt.Println("case")
	default:
		fmt.Println("default")
	}
}
