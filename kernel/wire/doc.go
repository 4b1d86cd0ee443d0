// Package wire turns Jupyter multipart frames into signed messages and back.
// It knows bytes, HMAC and the shape of a message only: no sockets, no message
// contents, no evaluation. Bytes from outside never make it panic.
package wire
