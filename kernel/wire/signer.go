package wire

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"sync"
)

// digestSize is the length of a signature before it is written in hex.
const digestSize = sha256.Size

// A Signer encodes and decodes the messages of one connection key (HMAC-SHA256,
// the protocol's signature scheme "hmac-sha256"). It is safe for concurrent
// use. All channels of a kernel share one, so that a message recorded on one
// cannot be replayed on another.
type Signer struct {
	macs *sync.Pool // of hash.Hash; nil: messages are not signed
	seen *memory
}

// NewSigner makes a signer for a connection key. With an empty key messages
// are neither signed nor checked, as the protocol has it.
func NewSigner(key []byte) *Signer {
	if len(key) == 0 {
		return &Signer{}
	}
	key = append([]byte(nil), key...)
	return &Signer{
		macs: &sync.Pool{New: func() any { return hmac.New(sha256.New, key) }},
		seen: newMemory(replayMemory),
	}
}

// Encode gives the frames of m behind those of the route (a topic for IOPub).
// The raw parts must be valid JSON objects or nil.
func (s *Signer) Encode(m Message, route ...[]byte) [][]byte {
	header, err := json.Marshal(m.Header)
	if err != nil {
		panic(err) // a struct of strings
	}
	frames := make([][]byte, 0, len(route)+6+len(m.Buffers))
	frames = append(frames, route...)
	frames = append(frames, []byte(Delimiter), nil, header)
	for _, part := range []json.RawMessage{m.Parent, m.Metadata, m.Content} {
		frames = append(frames, orEmpty(part))
	}
	frames[len(route)+1] = s.signature(frames[len(route)+2:])
	return append(frames, m.Buffers...)
}

// Decode reads one message; frames before the delimiter are skipped. A message
// with a wrong signature gives ErrSignature, one whose signature was accepted
// before gives ErrReplayed (the last 32,768 at least are remembered), others
// that are no messages give ErrNoDelimiter, ErrShort or ErrMalformed.
func (s *Signer) Decode(frames [][]byte) (Message, error) {
	_, message := SplitRoute(frames)
	if message == nil {
		return Message{}, ErrNoDelimiter
	}
	if len(message) < 6 {
		return Message{}, fmt.Errorf("%w: %d after the route, want at least 6", ErrShort, len(message))
	}
	if err := s.verify(message[1], message[2:6]); err != nil {
		return Message{}, err
	}
	return parse(message[2:])
}

// signature gives the signature frame for the four signed parts.
func (s *Signer) signature(parts [][]byte) []byte {
	if s.macs == nil {
		return []byte{}
	}
	digest := s.digest(parts)
	return hex.AppendEncode(make([]byte, 0, 2*digestSize), digest[:])
}

// verify checks a signature in constant time and accepts it once.
func (s *Signer) verify(signature []byte, parts [][]byte) error {
	if s.macs == nil {
		return nil
	}
	var claimed [digestSize]byte
	if len(signature) != 2*digestSize {
		return ErrSignature
	}
	if _, err := hex.Decode(claimed[:], signature); err != nil {
		return ErrSignature
	}
	digest := s.digest(parts)
	if !hmac.Equal(claimed[:], digest[:]) {
		return ErrSignature
	}
	if !s.seen.add(digest) {
		return ErrReplayed
	}
	return nil
}

func (s *Signer) digest(parts [][]byte) (sum [digestSize]byte) {
	mac := s.macs.Get().(hash.Hash)
	defer s.macs.Put(mac)
	mac.Reset()
	for _, part := range parts {
		mac.Write(part)
	}
	mac.Sum(sum[:0])
	return sum
}

// orEmpty keeps null out of the frames: clients index into every part.
func orEmpty(part json.RawMessage) json.RawMessage {
	if len(part) == 0 || string(part) == "null" {
		return json.RawMessage("{}")
	}
	return part
}
