package session

// For the tests of pure functions.
var (
	Glob       = glob
	ByteOffset = byteOffset
	CodePoints = codePoints
	WholeRunes = wholeRunes
)

const (
	RememberedExecutions = rememberedExecutions
	TextSize             = textSize
	TextDelay            = textDelay
)

// Prune removes old sessions from a history folder.
func Prune(dir string, sessions int, bytes int64) { archive(dir).prune(sessions, bytes) }
