package wire

// NewForgetfulSigner remembers size signatures at least and twice as many at
// most.
func NewForgetfulSigner(key []byte, size int) *Signer {
	s := NewSigner(key)
	s.seen = newMemory(size)
	return s
}
