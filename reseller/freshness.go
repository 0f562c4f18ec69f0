package reseller

import (
	"context"
	"strconv"
	"sync"
)

// LogPosition is a place in the database's log of changes. Whoever reads from that place on sees what was committed up to it. 0 is before
// all; positions of one database can be compared, and mean nothing else.
type LogPosition int64

// logPositionBase is in which base positions are written: short, and nobody takes them for numbers of something.
const logPositionBase = 36

// String writes a position as clients keep it and send it back.
func (p LogPosition) String() string { return strconv.FormatInt(int64(p), logPositionBase) }

// ParseLogPosition reads what String has written.
//
// Refusals: CodeValidationFailed.
func ParseLogPosition(text string) (LogPosition, error) {
	n, err := strconv.ParseInt(text, logPositionBase, 64)
	if err != nil || n < 0 || LogPosition(n).String() != text {
		return 0, Invalid(nil, "This is no position: send back what extensions.position of an answer said, unchanged, or 0 to read from any replica.")
	}
	return LogPosition(n), nil
}

// Freshness says how new what one operation reads has to be, and tells how new it was: where the database has replicas, of which each is
// a moment behind. It is safe for concurrent use.
type Freshness struct {
	// after is what is to be seen; without replicas reads come from where writes go.
	after    LogPosition
	replicas bool

	mu      sync.Mutex
	reached LogPosition
	// known tells that a position was noted, and forgotten that something was answered of which none is known.
	known, forgotten bool
	chosen           bool
	source           any
}

// Newest is for an operation that writes, or that is to see all that was committed before it.
func Newest() *Freshness { return &Freshness{} }

// AtLeast is for an operation that is to see what was committed up to a position, and may read from a replica.
func AtLeast(after LogPosition) *Freshness {
	return &Freshness{after: after, replicas: true}
}

type freshnessKey struct{}

// WithFreshness gives a context for one operation; nil is for what is kept for others as well, and has to be the newest.
func WithFreshness(ctx context.Context, f *Freshness) context.Context {
	return context.WithValue(ctx, freshnessKey{}, f)
}

// FreshnessFrom gives the freshness of the context's operation; nil where nothing was said.
func FreshnessFrom(ctx context.Context) *Freshness {
	f, _ := ctx.Value(freshnessKey{}).(*Freshness)
	return f
}

// Source is where the operation reads from: one place for all of its reads, which the store chooses by the position that it has to have
// reached, and of which it tells what it had when it was asked last. nil is where writes go.
func (f *Freshness) Source(choose func(after LogPosition) (source any, has LogPosition)) any {
	if f == nil || !f.replicas {
		return nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.chosen {
		var has LogPosition
		f.source, has = choose(f.after)
		f.chosen, f.known, f.reached = true, true, max(f.reached, f.after, has)
	}
	return f.source
}

// Leave gives the source up: the rest of the operation reads from where writes go.
func (f *Freshness) Leave() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.chosen, f.source = true, nil
}

// Reach notes that what the operation has written, or read, is seen from a position on.
func (f *Freshness) Reach(p LogPosition) {
	if f == nil {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.reached, f.known = max(f.reached, p), true
}

// Forget notes that the operation answers with something of which it is not known from which position on it is seen.
func (f *Freshness) Forget() {
	if f == nil {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.forgotten = true
}

// Reached is the highest position noted; known is false where there was none, as without replicas, or where that does not tell of all.
func (f *Freshness) Reached() (p LogPosition, known bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.reached, f.known && !f.forgotten
}

// Position gives a position in the database's log from which on all is seen that was committed before. ErrNotFound without replicas.
func (a *App) Position(ctx context.Context) (LogPosition, error) { return a.store.Position(ctx) }
