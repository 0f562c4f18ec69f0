package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"accord/internal/programs"

	"github.com/redis/go-redis/v9"
)

type runCommand struct {
	Short   bool          `help:"About 90 seconds, for a continuous integration: every fault once and for a moment, nothing written."`
	Only    []string      `help:"Only the scenarios of these names." placeholder:"NAME,…"`
	List    bool          `help:"List the scenarios, and do nothing."`
	Seed    uint64        `help:"What all randomness comes from: the load and the moments of the faults. 0: another one each time; it is printed." placeholder:"N"`
	Accepts int           `help:"How many acceptances each store is given in the scenarios of the name." default:"100000"`
	Soak    time.Duration `help:"How long the scenario of that name takes." default:"1h"`
	Clients int           `help:"How many clients work at once." default:"12"`
	Keep    bool          `help:"Keep the logs of all servers although nothing failed."`
	Timeout time.Duration `help:"How long the whole may take; then everything is ended. 0: five minutes for the short form, two hours for the long one." placeholder:"TIME"`
	Out     string        `help:"The directory for the table of the long form." default:"faults/results"`
}

// run is one run of the bench.
type run struct {
	runCommand

	began time.Time
	// data has what is removed in any case, logs what is kept for whoever wants to know why something failed.
	data, logs string
	binary     string
	guard      *guard
	programs   servers
	// cluster is PostgreSQL, once it has been started; a scenario may leave it broken, and then it is nil again.
	cluster *cluster
	// sqlite is the file that scenarios get a copy of; nil until it has been made.
	sqlite *template
	random *rand.Rand
	// counts keeps the names of logs apart.
	counts map[string]int
	// ending undoes what was started and made, the last first.
	ending []func(context.Context) error
}

// Limits of a whole run.
const (
	shortTimeout = 5 * time.Minute
	longTimeout  = 2 * time.Hour
	// endPatience is how long a run may take to end everything once its time is up; then the guard does it.
	endPatience = 2 * time.Minute
)

// Run starts what is needed, injects the faults of every scenario, and tells what held.
func (c *runCommand) Run(ctx context.Context) (err error) {
	chosen, err := c.choose(scenarios())
	if err != nil {
		return err
	}
	if c.List {
		return list(os.Stdout, chosen)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, c.timeout(), fmt.Errorf("not done within %s (--timeout)", c.timeout()))
	defer cancel()
	ended := context.AfterFunc(ctx, func() { endHard(endPatience) })
	defer ended()
	r, err := c.begin()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.end(context.WithoutCancel(ctx), err != nil)) }()
	err = r.work(ctx, chosen)
	if cause := context.Cause(ctx); cause != nil {
		return cause // what else went wrong came of that
	}
	return err
}

// work builds the server, plays the scenarios and tells what held.
func (r *run) work(ctx context.Context, chosen []scenario) error {
	if err := r.build(ctx); err != nil {
		return err
	}
	results := r.playAll(ctx, chosen)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return r.report(ctx, results)
}

// endHard ends this process when it has not ended itself in time; the guard then ends the others.
func endHard(patience time.Duration) {
	time.Sleep(patience) //nolint:forbidigo // whoever is waited for ends the process
	fmt.Fprintln(os.Stderr, "faults: the run does not end by itself; it is cut off")
	os.Exit(1)
}

func (c *runCommand) timeout() time.Duration {
	switch {
	case c.Timeout > 0:
		return c.Timeout
	case c.Short:
		return shortTimeout
	}
	return longTimeout
}

// choose gives the scenarios that were asked for, in their order.
func (c *runCommand) choose(all []scenario) ([]scenario, error) {
	known := func(name string) bool {
		return slices.ContainsFunc(all, func(s scenario) bool { return s.name == name })
	}
	for _, name := range c.Only {
		if !known(name) {
			return nil, fmt.Errorf("there is no scenario %q; --list lists them", name)
		}
	}
	return slices.DeleteFunc(all, func(s scenario) bool {
		if len(c.Only) > 0 {
			return !slices.Contains(c.Only, s.name)
		}
		return s.asked || c.Short && s.long
	}), nil
}

// begin makes the directories and starts the guard.
func (c *runCommand) begin() (*run, error) {
	if c.Seed == 0 {
		c.Seed = rand.Uint64() >> 11 //nolint:gosec // nobody is to be surprised by it
	}
	redis.SetLogger(quietRedis{})
	found, err := findPrograms()
	if err != nil {
		return nil, err
	}
	r := &run{
		runCommand: *c, began: time.Now(), programs: found, counts: map[string]int{},
		random: rand.New(rand.NewPCG(c.Seed, 0)), //nolint:gosec // the same one again, if asked
	}
	for name, dir := range map[string]*string{"accord-faults-*": &r.data, "accord-faults-logs-*": &r.logs} {
		if *dir, err = os.MkdirTemp("", name); err != nil {
			return nil, err
		}
	}
	if err := os.Chmod(r.data, 0o711); err != nil { //nolint:gosec // PostgreSQL passes through as another user
		return nil, err
	}
	if r.guard, err = startGuard(); err != nil {
		return nil, err
	}
	r.guard.remove(r.data)
	r.sayf("seed %d", r.Seed)
	return r, nil
}

// sayf tells how far the run has come.
func (r *run) sayf(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "faults: %5.1fs  %s\n", time.Since(r.began).Seconds(), fmt.Sprintf(format, args...))
}

func (r *run) atEnd(undo func(context.Context) error) { r.ending = append(r.ending, undo) }

// end undoes everything, and keeps the logs where something failed.
func (r *run) end(ctx context.Context, failed bool) error {
	err := undoAll(ctx, &r.ending)
	if failed || err != nil || r.Keep {
		r.sayf("the logs are in %s; the seed was %d", r.logs, r.Seed)
	} else {
		r.guard.remove(r.logs)
	}
	return errors.Join(err, r.guard.end())
}

// undoAll runs what undoes, the last first, and forgets it.
func undoAll(ctx context.Context, undoing *[]func(context.Context) error) error {
	var err error
	for _, undo := range slices.Backward(*undoing) {
		err = errors.Join(err, undo(ctx))
	}
	*undoing = nil
	return err
}

// build builds the server with the clock that can be put forward and back.
func (r *run) build(ctx context.Context) error {
	r.sayf("building")
	r.binary = filepath.Join(r.data, "accord")
	p, err := r.launch("go build", exec.Command("go", "build", "-tags", "faults", "-o", r.binary, "."), nil) //nolint:gosec,noctx // a name of our own; ended below
	if err != nil {
		return err
	}
	select {
	case <-p.ended:
	case <-ctx.Done():
		p.kill()
		return context.Cause(ctx)
	}
	if p.left != nil {
		return fmt.Errorf("go build: %w:\n%s", p.left, p.tail())
	}
	return nil
}

// logFile is the file for the log of another life of a process.
func (r *run) logFile(name string) string {
	r.counts[name]++
	return filepath.Join(r.logs, fmt.Sprintf("%s-%d.log", strings.ReplaceAll(name, " ", "-"), r.counts[name]))
}

// servers are the programs that are started: PostgreSQL's directory, and Redis.
type servers struct{ postgres, redis string }

// findPrograms looks for what a run starts.
func findPrograms() (p servers, err error) {
	if p.postgres, err = programs.PostgreSQL("initdb", "postgres", "pg_basebackup"); err == nil {
		p.redis, err = programs.Redis()
	}
	return p, err
}
