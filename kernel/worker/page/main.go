//go:build js

// Page is the worker for js/wasm: it serves the link over the standard streams
// of its JavaScript host. What it weighs is watched, so that the kernel can move
// into a web page.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/spawnlab/spawnlab/kernel/worker"
)

func main() {
	if err := worker.Serve(context.Background(), os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
