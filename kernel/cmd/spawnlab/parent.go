package main

import (
	"context"
	"strconv"
	"time"
)

// watchParent gives a channel that is closed when the front end that started
// the kernel has died. Without JPY_PARENT_PID, which says who that was, it never
// is: a launcher may start a kernel and end. ctx ends the watching.
func watchParent(ctx context.Context, getenv func(string) string) <-chan struct{} {
	orphaned := make(chan struct{})
	if parent, err := strconv.Atoi(getenv("JPY_PARENT_PID")); err == nil && parent > 1 {
		go func() {
			if awaitOrphan(ctx, parent) {
				close(orphaned)
			}
		}()
	}
	return orphaned
}

// orphan decides by the id of the parent process, at first and now. Where a
// script stands between front end and kernel the parent is not the front end;
// then only the end of that script tells. (ipykernel, parentpoller.py.)
func orphan(frontEnd, first, now int) bool {
	if first != frontEnd {
		return now == 1
	}
	return now != frontEnd
}

// parentInterval is how often the parent is looked at.
const parentInterval = time.Second
