package cachetest

import (
	"sync"
	"time"
)

// Clock is a clock that stands still until it is moved. The zero value is not ready; use NewClock.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// NewClock makes a clock that stands at a moment of 2026.
func NewClock() *Clock {
	return &Clock{now: time.Date(2026, time.March, 4, 5, 6, 7, 8_000, time.UTC)}
}

// Now tells the time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Advance moves the clock.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}
