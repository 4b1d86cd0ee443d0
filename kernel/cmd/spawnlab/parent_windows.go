package main

import (
	"context"
	"syscall"
	"time"
)

// awaitOrphan waits until the front end has died; false if ctx ends first. On
// Windows the number is an inherited handle of the front end's process.
// (jupyter_client, launcher.py.)
func awaitOrphan(ctx context.Context, handle int) bool {
	for ctx.Err() == nil {
		wait := uint32(parentInterval / time.Millisecond)
		switch event, err := syscall.WaitForSingleObject(syscall.Handle(handle), wait); {
		case err != nil:
			return false // no such handle: nobody to watch
		case event == syscall.WAIT_OBJECT_0:
			return true
		}
	}
	return false
}
