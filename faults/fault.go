package main

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// held is how long a fault lasts.
func (st *stage) held() time.Duration { return pick(st.Short, 1500*time.Millisecond, 12*time.Second) }

// times is how often something is done again.
func (st *stage) times() int {
	if st.Short {
		return 2
	}
	return 10
}

// moment is a random one within a fault, so that what happens then is not always the same.
func (st *stage) moment() time.Duration {
	return time.Duration(st.random.Int64N(int64(st.held() / time.Duration(st.times()))))
}

// killInstances kills one instance after the other, and starts it again.
func killInstances(ctx context.Context, st *stage) error {
	for n := range st.times() {
		i := st.instances[n%len(st.instances)]
		if err := rest(ctx, st.moment()); err != nil {
			return err
		}
		gone := down{instance: i.number, from: st.history.now()}
		i.kill()
		if err := rest(ctx, st.moment()); err != nil {
			return err
		}
		if err := i.start(ctx); err != nil {
			return err
		}
		gone.to = st.history.now()
		st.downs, st.mended = append(st.downs, gone), gone.to
	}
	return nil
}

// resetConnections breaks off all connections to the database.
func resetConnections(ctx context.Context, st *stage) error {
	broken := 0
	for range 2 * st.times() {
		broken += st.proxy.reset()
		if err := rest(ctx, st.moment()); err != nil {
			return err
		}
	}
	broken += st.proxy.reset()
	if broken == 0 {
		return errors.New("there was no connection to reset")
	}
	return nil
}

// cutCable has everything that is sent vanish, for longer than an operation may take.
func cutCable(ctx context.Context, st *stage) error {
	st.proxy.set(hole)
	err := rest(ctx, max(st.held(), st.scenario.requestTimeout()+time.Second))
	st.proxy.set(whole)
	return err
}

// killPostgres kills the primary and starts it again.
func killPostgres(ctx context.Context, st *stage) error {
	st.cluster.primary.kill()
	if err := rest(ctx, st.held()); err != nil {
		return err
	}
	if err := st.cluster.primary.start(ctx); err != nil {
		return err
	}
	st.mended = st.history.now()
	return nil
}

// disturbReplicas has both replicas stop where they are, go on, and then kills one and starts it again. Each time it waits until the servers
// have noticed: else nothing would be proven.
func disturbReplicas(ctx context.Context, st *stage) error {
	both := []*node{st.cluster.synchronous, st.cluster.other}
	if err := st.readFrom(ctx, len(both)); err != nil {
		return err
	}
	for _, change := range []struct {
		statement string
		used      int
	}{{"SELECT pg_wal_replay_pause()", 0}, {"SELECT pg_wal_replay_resume()", len(both)}} {
		for _, n := range both {
			if err := execute(ctx, n.url("postgres"), change.statement); err != nil {
				return err
			}
		}
		if err := errors.Join(rest(ctx, st.held()/2), st.readFrom(ctx, change.used)); err != nil {
			return err
		}
	}
	st.cluster.other.kill()
	if err := errors.Join(rest(ctx, st.held()/2), st.readFrom(ctx, 1)); err != nil {
		return err
	}
	if err := st.cluster.other.start(ctx); err != nil {
		return err
	}
	return errors.Join(st.cluster.replicated(ctx), st.readFrom(ctx, len(both)))
}

// readFrom waits until every instance reads from so many replicas, by its own account.
func (st *stage) readFrom(ctx context.Context, replicas int) error {
	for _, i := range st.instances {
		if err := waitFor(ctx, startPatience, func(ctx context.Context) error {
			taken, err := i.takes(ctx)
			if used := taken["accord_database_replica_used"]; err == nil && used != float64(replicas) {
				err = fmt.Errorf("instance %d reads from %.0f replicas, and should from %d", i.number, used, replicas)
			}
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}

// promote kills the primary for good. The next scenario gets another cluster.
func promote(ctx context.Context, st *stage) error {
	st.run.cluster = nil
	st.atEnd(func(context.Context) error { return st.cluster.end() })
	return st.cluster.promote(ctx)
}

// clockSteps are by how much the clocks of instances are wrong, one after the other: those of two instances by turns, in opposite directions, so
// that what one has written comes to another from the future.
var clockSteps = [][2]time.Duration{{time.Hour, -time.Hour}, {-time.Hour, time.Hour}, {}}

// stepClocks has the clocks of instances step away from each other, change sides and be right again.
func stepClocks(ctx context.Context, st *stage) error {
	for _, by := range clockSteps {
		for n, i := range st.instances {
			if err := i.step(by[n%len(by)]); err != nil {
				return err
			}
		}
		if err := rest(ctx, st.held()/2); err != nil {
			return err
		}
	}
	return nil
}
