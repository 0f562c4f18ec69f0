package main

import (
	"errors"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"time"
)

// TestKilledAtAnyMoment: SIGKILL loses nothing that was acknowledged, on SQLite, and does nothing twice: whoever repeats a write with
// its key gets the first answer (R26), whether that was acknowledged before or is in doubt.
func TestKilledAtAnyMoment(t *testing.T) {
	t.Parallel()
	s := demo(t, place{})
	writers := crowd(t, s, 8)
	for range 5 {
		var acknowledged atomic.Int64
		enough, after := 1+rand.Int64N(150), rand.N(5*time.Millisecond)
		killed := make(chan struct{})
		reached := make(chan struct{}, 1)
		go func() {
			defer close(killed)
			<-reached
			<-time.After(after) // somewhere in the writes that follow
			s.kill(t)
		}()
		all(t, s, writers, func(_ *writer, ok bool) bool {
			if ok && acknowledged.Add(1) == enough {
				reached <- struct{}{}
			}
			return ok
		})
		<-killed
		for _, w := range writers {
			if refused := refusedError(""); errors.As(w.failed, &refused) {
				t.Errorf("answered before it was killed: %s", refused)
			}
		}
		s = demo(t, s.place)
		all(t, s, writers, func(w *writer, ok bool) bool { // what is in doubt is sent again
			if !ok {
				t.Errorf("after the restart: %v", w.failed)
			}
			return false
		})
		kept(t, s.place, writers)
	}
	repeated(t, s, writers)
	kept(t, s.place, writers)
}
