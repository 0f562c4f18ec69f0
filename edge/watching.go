package edge

import (
	"context"
	"sync"
	"time"
)

// What watches over an open connection waits without a goroutine: there are thousands of connections, to most of which nothing happens,
// and a goroutine's stack is larger than all that a connection needs beside.

// every calls watch again and again, so long after the last time, until it returns false or ctx ends.
func (h *Handler) every(ctx context.Context, interval time.Duration, watch func() bool) {
	var mu sync.Mutex
	var timer *time.Timer
	mu.Lock()
	defer mu.Unlock()
	timer = time.AfterFunc(interval, h.watching(ctx, func() {
		if !watch() {
			return
		}
		mu.Lock()
		defer mu.Unlock()
		if ctx.Err() == nil {
			timer.Reset(interval)
		}
	}))
	context.AfterFunc(ctx, func() {
		mu.Lock()
		defer mu.Unlock()
		timer.Stop()
	})
}

// watching gives what is called by a timer, or when a context ends: its panic does not end the process.
func (h *Handler) watching(ctx context.Context, watch func()) func() {
	return func() {
		defer func() {
			if panicked := recover(); panicked != nil {
				_ = h.shown(ctx, panicked) // which logs it
			}
		}()
		watch()
	}
}
