package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"runtime/debug"
	"time"

	_ "modernc.org/sqlite" // the driver
)

// The kinds of databases, as evidence names them.
const (
	postgres = "postgres"
	sqlite   = "sqlite"
)

// stage is a scenario while it is played.
type stage struct {
	*run

	scenario  scenario
	cluster   *cluster
	redis     *redisServers
	proxy     *proxy
	disk      disk
	instances []*instance
	world     *world
	history   *history
	// database is the address of the scenario's database, or its file, and databaseName the name that it has in PostgreSQL.
	database, databaseName string
	// normal, broken, mended and over are when the ordinary time began, the fault was injected, it was undone, and the load ended.
	normal, broken, mended, over time.Duration
	// settled is when all was quiet.
	settled time.Duration
	// downs are the times in which an instance was down.
	downs []down
	// goodbyes are what terminated instances left behind.
	goodbyes []goodbye
	// soaked is what each instance took at the start of a soak and at its end.
	soaked  []soaked
	undoing []func(context.Context) error
}

// down is a time in which an instance was down.
type down struct {
	instance int
	from, to time.Duration
}

// result is what a scenario has shown.
type result struct {
	scenario scenario
	// failure is why it could not be played to its end; nothing is known then.
	failure error
	cells   map[string]cell
	calls   int
	// times says what took how long.
	times string
}

// cell is what one truth or promise came to.
type cell struct {
	kept bool
	// figure is what was measured; violations say what was not kept, each a sentence.
	figure     string
	violations []string
}

// playAll plays the scenarios one after the other. One that fails keeps none of the others from being played.
func (r *run) playAll(ctx context.Context, all []scenario) []result {
	var results []result
	for number, s := range all {
		if ctx.Err() != nil {
			break
		}
		r.sayf("%d of %d: %s: %s", number+1, len(all), s.name, s.story)
		one := r.play(ctx, s)
		for _, line := range one.complaints() {
			r.sayf("    %s", line)
		}
		r.sayf("    %s, %d calls, %s", one.verdict(), one.calls, one.times)
		results = append(results, one)
	}
	return results
}

// play plays one scenario, and ends what it started.
func (r *run) play(ctx context.Context, s scenario) (one result) {
	began := time.Now()
	ctx, cancel := context.WithTimeout(ctx, s.limit(r.Short))
	defer cancel()
	st := &stage{run: r, scenario: s, history: newHistory()}
	one = result{scenario: s, cells: map[string]cell{}}
	defer func() {
		if panicked := recover(); panicked != nil {
			one.failure = fmt.Errorf("panic: %v\n%s", panicked, debug.Stack())
		}
		one.failure = errors.Join(one.failure, undoAll(context.WithoutCancel(ctx), &st.undoing))
		one.calls, one.times = len(st.history.calls()), st.timetable(time.Since(began))
	}()
	if err := st.set(ctx); err != nil {
		one.failure = fmt.Errorf("cannot be set up: %w", err)
		return one
	}
	if err := st.perform(ctx); err != nil {
		one.failure = err
		return one
	}
	one.failure = st.judge(ctx, one.cells)
	return one
}

// timetable tells what took how long. The history has begun before everything else.
func (st *stage) timetable(whole time.Duration) string {
	return fmt.Sprintf("%.1f s: ready after %.1f s, broken for %.1f s, quiet %.1f s after the load, then checked",
		whole.Seconds(), st.normal.Seconds(), (st.mended - st.broken).Seconds(), (st.settled - st.over).Seconds())
}

func (st *stage) atEnd(undo func(context.Context) error) { st.undoing = append(st.undoing, undo) }

// set starts and makes what the scenario needs.
func (st *stage) set(ctx context.Context) (err error) {
	if st.scenario.database == postgres {
		err = st.setPostgres(ctx)
	} else {
		err = st.setSQLite(ctx)
	}
	if err != nil {
		return err
	}
	if st.scenario.redis != "" {
		st.redis, err = st.run.redis(ctx, st.scenario.redis)
		st.atEnd(func(context.Context) error { return st.redis.end() })
		if err != nil {
			return err
		}
	}
	for number := range st.scenario.instances {
		if err := st.addInstance(ctx, number); err != nil {
			return err
		}
	}
	return nil
}

// addInstance starts one more server.
func (st *stage) addInstance(ctx context.Context, number int) error {
	clock := filepath.Join(st.data, fmt.Sprintf("clock-%s-%d", st.scenario.name, number))
	env := []string{"DATABASE_URL=" + st.database, "ACCORD_FAULTS_CLOCK=" + clock}
	if st.proxy != nil {
		env[0] = "DATABASE_URL=" + throughProxy(st.database, st.proxy.address())
	}
	if st.scenario.replicas > 0 {
		env = append(env, "DATABASE_REPLICA_URL="+st.cluster.replicaURLs(st.databaseName, st.scenario.replicas))
	}
	if st.redis != nil {
		env = append(env, "REDIS_URL="+st.redis.url())
	}
	i := &instance{run: st.run, number: number, clock: clock, env: st.environment(env...), args: st.scenario.args()}
	st.instances = append(st.instances, i)
	st.atEnd(func(context.Context) error { return i.end() })
	return i.start(ctx)
}

// perform has clients work, injects the fault, and waits until all is quiet.
func (st *stage) perform(ctx context.Context) error {
	working, stop := context.WithCancel(ctx)
	defer stop()
	driven := make(chan error, 1)
	go func() { driven <- drive(working, st.world, st.targets(), st.history, st.scenario.load(st.runCommand)) }()
	err := st.breakAndMend(ctx, driven)
	stop()
	st.over = st.history.now()
	select {
	case drove := <-driven:
		err = errors.Join(err, drove)
	case <-ctx.Done():
		return errors.Join(err, fmt.Errorf("the load does not end: %w", ctx.Err()))
	}
	err = errors.Join(err, st.quiet(ctx))
	st.settled = st.history.now()
	return err
}

// breakAndMend is what happens while clients are at work.
func (st *stage) breakAndMend(ctx context.Context, driven <-chan error) error {
	if st.scenario.fault == nil { // the load itself is all, and ends by itself
		return waitFor(ctx, longTimeout, func(context.Context) error {
			if len(driven) == 0 {
				return errors.New("the load is not done")
			}
			return nil
		})
	}
	if err := st.awaitLoad(ctx, driven); err != nil {
		return err
	}
	st.normal = st.history.now()
	if err := rest(ctx, st.scenario.ordinary(st.Short)); err != nil {
		return err
	}
	st.broken = st.history.now()
	if err := st.scenario.fault(ctx, st); err != nil {
		return fmt.Errorf("the fault cannot be injected: %w", err)
	}
	if st.mended == 0 {
		st.mended = st.history.now()
	}
	return rest(ctx, st.scenario.afterwards(st.Short))
}

// awaitLoad waits until clients have been answered.
func (st *stage) awaitLoad(ctx context.Context, driven <-chan error) error {
	return waitFor(ctx, startPatience, func(context.Context) error {
		if len(driven) > 0 {
			return final{errors.New("the load has ended before the fault")}
		}
		if answered := len(st.history.calls()); answered < warmUp {
			return fmt.Errorf("%d calls have been answered", answered)
		}
		return nil
	})
}

// warmUp is how many calls come before the ordinary time: the first ones fill caches and open connections.
const warmUp = 60

// quiet waits until all is up again and well.
func (st *stage) quiet(ctx context.Context) error {
	for _, i := range st.instances {
		if err := waitFor(ctx, startPatience, i.ready); err != nil {
			return fmt.Errorf("all should be well again: %w", err)
		}
	}
	return nil
}

func (st *stage) targets() []target {
	all := make([]target, len(st.instances))
	for n, i := range st.instances {
		all[n] = i
	}
	return all
}

// judge checks the truths and the promises.
func (st *stage) judge(ctx context.Context, cells map[string]cell) (err error) {
	driver, source := "pgx", st.database
	if st.scenario.database == sqlite {
		driver, source = "sqlite", "file:"+sqliteFile(st.database)+"?mode=ro"
	}
	database, err := sql.Open(driver, source)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, database.Close()) }()
	e := evidence{world: st.world, history: st.history, database: database, dialect: st.scenario.database, targets: st.targets()}
	for _, t := range truths() {
		violations, err := t.check(ctx, e)
		if err != nil {
			return fmt.Errorf("the truth %q cannot be checked: %w", t.name, err)
		}
		cells[t.name] = cell{kept: len(violations) == 0, figure: fmt.Sprintf("%d", len(violations)), violations: violations}
	}
	for _, p := range st.scenario.promises {
		cells[p.name] = p.check(st)
	}
	return nil
}

// rest lets time pass, which is what a fault is made of.
func rest(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
