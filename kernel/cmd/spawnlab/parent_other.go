//go:build !windows

package main

import (
	"context"
	"os"
	"time"
)

// awaitOrphan waits until the front end has died; false if ctx ends first.
func awaitOrphan(ctx context.Context, frontEnd int) bool {
	first := os.Getppid()
	look := time.NewTicker(parentInterval)
	defer look.Stop()
	for {
		select {
		case <-ctx.Done():
			return false
		case <-look.C:
			if orphan(frontEnd, first, os.Getppid()) {
				return true
			}
		}
	}
}
