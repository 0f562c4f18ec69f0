package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"
)

type runCommand struct {
	Size    string   `help:"How much data: full (500,000 customers), tenth or hundredth." enum:"full,tenth,hundredth" default:"full"`
	Works   []string `help:"What to measure." enum:"page,invite,accept,report" default:"page,invite,accept,report"`
	Only    []string `help:"Measure only the contenders whose names contain one of these." placeholder:"NAME"`
	Rounds  int      `help:"How often each is measured, by turns with the others." default:"5"`
	Seconds int      `help:"How long each time, in seconds." default:"10"`
	Quick   bool     `help:"Less than a minute, for a continuous integration: a hundredth of the data, one short round, no peers, nothing written. Only wrong answers fail."`
	Peers   bool     `help:"Measure Mercurius and PostGraphile too; they need Node.js and the npm registry." default:"true" negatable:""`
	Keep    string   `help:"A directory to keep the data set in, and its database, for the next run; none: both are removed." placeholder:"DIR"`
	Out     string   `help:"The directory for the table, the plot and the figures." default:"bench/results"`

	DatabaseURL string `help:"A PostgreSQL server with the rights to create databases." env:"TEST_DATABASE_URL" name:"database-url" required:""`
	RedisURL    string `help:"A Redis server." env:"TEST_REDIS_URL" name:"redis-url" required:""`
}

// Run measures.
func (c *runCommand) Run(ctx context.Context) (err error) {
	if c.Quick {
		c.Size, c.Rounds, c.Seconds, c.Peers = hundredth, 1, 1, false
	}
	for _, program := range []string{"wrk", "go"} {
		if _, err := exec.LookPath(program); err != nil {
			return fmt.Errorf("%s is missing; on Debian it is in the package of that name", program)
		}
	}
	b := &bench{runCommand: *c, data: sizes[c.Size], began: time.Now()}
	defer func() { err = errors.Join(err, b.end(context.WithoutCancel(ctx))) }()
	if err := b.prepare(ctx); err != nil {
		return err
	}
	works, err := b.works(ctx)
	if err != nil {
		return err
	}
	if err := b.measure(ctx, works); err != nil {
		return err
	}
	var flames map[string][]byte
	if !b.Quick {
		if flames, err = b.flames(ctx, works); err != nil {
			return err
		}
	}
	for _, p := range []place{b.postgres.place, b.sqlite.place} {
		if err := b.checkPlans(ctx, p); err != nil {
			return err
		}
	}
	if b.idle, err = b.measureIdle(ctx, b.postgres.place); err != nil {
		return err
	}
	return b.report(ctx, works, flames)
}

// bench is one run.
type bench struct {
	runCommand

	data  dataset
	began time.Time
	// dir has all that is written on the way.
	dir    string
	binary string
	// binarySize is in bytes.
	binarySize       int64
	postgres, sqlite filled
	// hundredth is PostgreSQL with a hundredth of the data, for growth.
	hundredth filled
	idle      idle
	// ending undoes what was started and made, the last first.
	ending []func(context.Context) error
}

// sayf tells how far the run has come.
func (b *bench) sayf(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "bench: %5.0fs  %s\n", time.Since(b.began).Seconds(), fmt.Sprintf(format, args...))
}

func (b *bench) atEnd(undo func(context.Context) error) { b.ending = append(b.ending, undo) }

func (b *bench) end(ctx context.Context) error {
	var err error
	for _, undo := range slices.Backward(b.ending) {
		err = errors.Join(err, undo(ctx))
	}
	return err
}

// prepare builds the server and the data.
func (b *bench) prepare(ctx context.Context) (err error) {
	if err := b.makeDirectory(); err != nil {
		return err
	}
	b.sayf("building")
	if b.binary, b.binarySize, err = buildAccord(ctx, b.dir); err != nil {
		return err
	}
	if b.postgres, err = b.fillPostgreSQL(ctx, b.Size); err != nil {
		return err
	}
	if b.growth() {
		if b.hundredth, err = b.fillPostgreSQL(ctx, growth); err != nil {
			return err
		}
	}
	b.sqlite, err = b.fillSQLite(ctx)
	return err
}

// growth reports whether page and invite are measured on a hundredth of the data too.
func (b *bench) growth() bool { return b.Size != hundredth }

func (b *bench) makeDirectory() (err error) {
	if b.Keep != "" {
		b.dir = b.Keep
		return os.MkdirAll(b.dir, 0o700)
	}
	b.dir, err = os.MkdirTemp("", "accord-bench-*")
	b.atEnd(func(context.Context) error { return os.RemoveAll(b.dir) })
	return err
}

// serve starts a server of ours on a place, and ends it with the run.
func (b *bench) serve(ctx context.Context, p place) (*accord, error) {
	a, err := serveAccord(ctx, b.binary, b.dir, p)
	if err == nil {
		b.ends(a.process)
	}
	return a, err
}

func (b *bench) ends(p *process) {
	b.atEnd(func(context.Context) error { return p.stop() })
}

// measure runs every work for every contender, by turns, in each round in the other direction.
func (b *bench) measure(ctx context.Context, works []*work) error {
	warm := time.Duration(min(2, b.Seconds)) * time.Second
	if !b.Quick { // whose figures say little, and whose customers are few
		if err := b.each(works, "warms up", func(c *contender) error { _, err := c.run(ctx, 0, warm); return err }); err != nil {
			return err
		}
	}
	for round := range b.Rounds {
		for _, w := range works {
			slices.Reverse(w.contenders)
		}
		err := b.each(works, fmt.Sprintf("round %d of %d", round+1, b.Rounds), func(c *contender) error {
			return c.measure(ctx, round, time.Duration(b.Seconds)*time.Second)
		})
		if err != nil {
			return err
		}
	}
	for _, w := range works {
		if w.check == nil {
			continue
		}
		if err := w.check(ctx); err != nil {
			return fmt.Errorf("%s: %w", w.name, err)
		}
	}
	return nil
}

// each does something with every contender of every work, and tells what came of it.
func (b *bench) each(works []*work, what string, do func(*contender) error) error {
	for _, w := range works {
		for _, c := range w.contenders {
			if err := do(c); err != nil {
				return fmt.Errorf("%s: %s: %w", w.name, c.name, err)
			}
			b.sayf("%s: %s: %s%s", what, w.name, c.name, c.last())
		}
	}
	return nil
}

// file is a file of the run.
func (b *bench) file(name string) string { return filepath.Join(b.dir, name) }
