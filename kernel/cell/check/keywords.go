package check

import (
	"go/token"
	"go/types"
)

// keywordsAndBuiltins are the words that Go itself has.
func keywordsAndBuiltins() []string {
	words := types.Universe.Names()
	for t := token.BREAK; t <= token.VAR; t++ {
		words = append(words, t.String())
	}
	return words
}
