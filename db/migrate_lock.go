package db

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"time"

	"github.com/pressly/goose/v3/lock"
)

// turn is the lock that lets one process migrate at a time, goose's own, so that builds of any age exclude each other. Whoever waits for
// it does so for as long as its context lets it: how long the other process rightly takes, nobody knows before.
type turn struct {
	lock.SessionLocker

	waits waiter
}

func newTurn(log *slog.Logger) (*turn, error) {
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return nil, err
	}
	return &turn{locker, waiter{log: log, what: "another process, which is migrating"}}, nil
}

// askAgain is how often the lock is asked for.
const askAgain = time.Second

// SessionLock implements lock.SessionLocker. It asks again and again, where one statement could wait: CREATE INDEX CONCURRENTLY of the
// process that has the lock would wait for that statement to end, and so both for ever.
func (t *turn) SessionLock(ctx context.Context, conn *sql.Conn) error {
	for {
		var mine bool
		if err := conn.QueryRowContext(ctx, "SELECT pg_try_advisory_lock($1)", lock.DefaultLockID).Scan(&mine); err != nil {
			return fmt.Errorf("the lock of migrations cannot be asked for: %w", err)
		}
		if mine {
			return nil
		}
		t.waits.tell(ctx)
		select {
		case <-time.After(askAgain):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// tellAgain is how often it is told that something still waits.
const tellAgain = time.Minute

// waiter tells an operator, who sees a process that seems to do nothing, what a migration waits for: at once, and from time to time.
type waiter struct {
	log   *slog.Logger
	what  string
	began time.Time
	told  time.Time
}

func (w *waiter) tell(ctx context.Context, args ...any) {
	now := time.Now()
	if w.began.IsZero() {
		w.began = now
	}
	if now.Sub(w.told) < tellAgain {
		return
	}
	w.told = now
	w.log.InfoContext(ctx, "a migration waits", append(args, "for", w.what, "waited", w.waited().Round(time.Second).String())...)
}

// waited is how long ago it was told of for the first time.
func (w *waiter) waited() time.Duration { return time.Since(w.began) }
