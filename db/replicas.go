package db

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jmoiron/sqlx"

	"accord/db/postgres"
	"accord/reseller"
)

const (
	// pollEvery is how often it is asked how far the database and its replicas are. Whoever has just written reads from the database itself
	// for so long.
	pollEvery = 200 * time.Millisecond
	// pollPatience is how long an answer is waited for; a replica that gives none is left out.
	pollPatience = time.Second
)

// Replicas are read from as far as an operation may (reseller.AtLeast): replicas of the database, by their addresses, which are left out
// while they are further behind than the lag, or cannot be reached. WatchReplicas has to run for that. PostgreSQL alone has them.
func Replicas(urls []string, lag time.Duration) Option {
	return func(s *Store) { s.replicaURLs, s.replicaLag = urls, lag }
}

// ReplicaState tells of a replica at a moment.
type ReplicaState struct {
	// Name is "replica-1", "replica-2", … in the order in which they were named.
	Name string
	// Lag is how old what it has is at most; less than 0 while that is not known.
	Lag time.Duration
	// Used tells that operations may read from it.
	Used bool
}

// replicas are those of a database, and how far that is itself.
type replicas struct {
	all []*replica
	lag time.Duration

	mu sync.Mutex
	// written are where the log of the database was at moments of the past that are not further back than the lag, oldest first.
	written []moment
}

// moment is where the log was.
type moment struct {
	at       time.Time
	position reseller.LogPosition
}

// replica is one of them.
type replica struct {
	name string
	// db is read from, and asked is the connection on which it is asked how far it is, which waits for no reads.
	db, asked *sqlx.DB
	// replayed is how far it was when it was last asked; 0 while it is left out.
	replayed atomic.Int64
	// life ends when the replica does not answer, and with it what is read from it; then it has another one.
	life atomic.Pointer[life]
	// since is, in nanoseconds, since when it may lack something: the last moment of which it is known to have all; 0 is not known.
	since atomic.Int64
}

// life is a time in which a replica answers.
type life struct {
	context.Context //nolint:containedctx // it is one, that ends when the time does

	end context.CancelCauseFunc
}

// errSilent is why reads from a replica end that does not answer.
var errSilent = errors.New("the replica answers no more")

// renew ends what is read from the replica, and begins another life of it.
func (r *replica) renew() {
	ctx, end := context.WithCancelCause(context.Background())
	if before := r.life.Swap(&life{ctx, end}); before != nil {
		before.end(errSilent)
	}
}

func (s *Store) openReplicas(of string) error {
	if len(s.replicaURLs) == 0 {
		return nil
	}
	s.replicas = &replicas{lag: s.replicaLag}
	database, err := postgres.OpenReplica(of, s.limit, 1)
	if err != nil {
		return err
	}
	s.asked = sqlx.NewDb(database, "pgx")
	s.pools["asked"] = s.asked
	for i, url := range s.replicaURLs {
		read, err := postgres.OpenReplica(url, s.limit, s.readers)
		if err != nil {
			return fmt.Errorf("replica %d: %w", i+1, err)
		}
		asked, err := postgres.OpenReplica(url, s.limit, 1)
		if err != nil {
			return errors.Join(err, read.Close())
		}
		r := &replica{name: fmt.Sprintf("replica-%d", i+1), db: sqlx.NewDb(read, "pgx"), asked: sqlx.NewDb(asked, "pgx")}
		r.renew()
		s.replicas.all = append(s.replicas.all, r)
		s.pools[r.name] = r.db
		s.pools[r.name+"-asked"] = r.asked
	}
	return nil
}

// of is the replica from which the operation of the context reads; nil is none.
func (rs *replicas) of(ctx context.Context) *replica {
	if rs == nil {
		return nil
	}
	r, _ := reseller.FreshnessFrom(ctx).Source(rs.choose).(*replica)
	return r
}

// answering gives the context of a read, which ends also when the replica does that it reads from.
func (rs *replicas) answering(ctx context.Context) (answered context.Context, done func()) {
	r := rs.of(ctx)
	if r == nil {
		return ctx, func() {}
	}
	now := r.life.Load()
	answered, end := context.WithCancelCause(ctx)
	stop := context.AfterFunc(now, func() { end(context.Cause(now)) })
	return answered, func() {
		stop()
		end(nil)
	}
}

// choose gives one of the replicas that have reached a position, at random, and what it has; nil when none has.
func (rs *replicas) choose(after reseller.LogPosition) (source any, has reseller.LogPosition) {
	first := rand.N(len(rs.all)) //nolint:gosec // spreading reads needs no secret randomness
	for i := range rs.all {
		r := rs.all[(first+i)%len(rs.all)]
		if has := reseller.LogPosition(r.replayed.Load()); has > 0 && has >= after {
			return r, has
		}
	}
	return nil, 0
}

func (r *replica) usable() bool { return r.replayed.Load() > 0 }

// leave has the operation of the context read from the database itself, and others no more from the replica, until it is asked again how
// far it is. It reports whether the operation read from one.
func (rs *replicas) leave(ctx context.Context) bool {
	r := rs.of(ctx)
	if r == nil {
		return false
	}
	r.replayed.Store(0)
	reseller.FreshnessFrom(ctx).Leave()
	return true
}

// WatchReplicas asks the database and its replicas how far they are, until ctx ends. Without replicas it returns at once.
func (s *Store) WatchReplicas(ctx context.Context) {
	if s.replicas == nil {
		return
	}
	poll := time.NewTicker(pollEvery)
	defer poll.Stop()
	for ctx.Err() == nil {
		s.pollReplicas(ctx)
		select {
		case <-poll.C:
		case <-ctx.Done():
		}
	}
}

// pollReplicas asks once. The database is asked first, so that a replica that has all of it is known to lack nothing since. If it gives no
// answer, the replicas go on as far as their lag allows.
func (s *Store) pollReplicas(ctx context.Context) {
	at := time.Now()
	now, err := s.ask(ctx, s.asked, s.dialect.Replicas.Flushed)
	if err == nil {
		s.replicas.note(moment{at, now.Position})
	}
	var asked sync.WaitGroup
	for _, r := range s.replicas.all {
		asked.Go(func() {
			found, failed := s.ask(ctx, r.asked, s.dialect.Replicas.Replayed)
			if failed == nil && err == nil && !found.Following {
				failed = errors.New("it does not follow the database") // but may be one of another history of it
			}
			s.replicas.poll(ctx, r, found.Position, failed)
		})
	}
	asked.Wait()
}

// whereabouts are what the database, or a replica, tells of itself.
type whereabouts struct {
	// Position is up to where the log is written down, or replayed.
	Position reseller.LogPosition `db:"position"`
	// Following tells that a replica is being sent what is written.
	Following bool `db:"following"`
}

// ask asks where the database or a replica is, on a connection that waits for nothing else.
func (s *Store) ask(ctx context.Context, on *sqlx.DB, statement string) (found whereabouts, err error) {
	ctx, cancel := context.WithTimeout(ctx, pollPatience)
	defer cancel()
	err = on.GetContext(ctx, &found, statement)
	return found, err
}

// note keeps where the log of the database is, and forgets what is further back than the lag but for the last of it.
func (rs *replicas) note(now moment) {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	rs.written = append(rs.written, now)
	for len(rs.written) > 1 && now.at.Sub(rs.written[1].at) > rs.lag {
		rs.written = rs.written[1:]
	}
}

// poll takes what a replica has answered, and leaves it out if that is nothing, or it lags behind.
func (rs *replicas) poll(ctx context.Context, r *replica, position reseller.LogPosition, err error) {
	if ctx.Err() != nil {
		return
	}
	since := rs.since(position)
	if err == nil && !since.IsZero() {
		r.since.Store(since.UnixNano())
	}
	lag := r.lag(time.Now())
	used := err == nil && position > 0 && lag >= 0 && lag <= rs.lag
	if used != r.usable() {
		slog.InfoContext(ctx, "a replica of the database is used, or left out", "replica", r.name, "used", used, "lag", lag.String(), "error", err)
	}
	if !used {
		position = 0
	}
	r.replayed.Store(int64(position))
	if err != nil {
		r.renew()
	}
}

// since is the last moment at which the database had no more than a position; zero where none is kept, as for a replica that has not followed
// yet to where the database was when this process began to ask, and may lack a step of the schema.
func (rs *replicas) since(position reseller.LogPosition) (at time.Time) {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	for _, m := range rs.written {
		if m.position <= position {
			at = m.at
		}
	}
	return at
}

// lag is how old what a replica has is at most; less than 0 while that is not known.
func (r *replica) lag(now time.Time) time.Duration {
	since := r.since.Load()
	if since == 0 {
		return -1
	}
	return max(0, now.Sub(time.Unix(0, since)))
}

// Replicas tells of the replicas; there are none without.
func (s *Store) Replicas() (states []ReplicaState) {
	if s.replicas == nil {
		return nil
	}
	for _, r := range s.replicas.all {
		states = append(states, ReplicaState{Name: r.name, Lag: r.lag(time.Now()), Used: r.usable()})
	}
	return states
}

// Position implements reseller.Store.
func (s *Store) Position(ctx context.Context) (reseller.LogPosition, error) {
	if s.replicas == nil {
		return 0, reseller.ErrNotFound
	}
	var position reseller.LogPosition
	err := s.get(reseller.WithFreshness(ctx, nil), &position, s.dialect.Replicas.Written)
	return position, err
}

// InviteView implements reseller.Store: what is read here is kept for others, and so never old.
func (s *Store) InviteView(ctx context.Context, id reseller.ID) (reseller.InviteView, error) {
	return s.reader.InviteView(reseller.WithFreshness(ctx, nil), id)
}
