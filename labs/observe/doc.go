// Package observe turns what a System of processes does into pictures: message
// charts, mailboxes, link graphs. It looks through the runtime's public API
// only; drawing is separate from looking, and pure. Every picture is a value
// whose String tells the same story in words.
package observe
