package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"
)

// acceptWork prepares accept, on copies of the data: what is accepted cannot be accepted again.
func (b *bench) acceptWork(ctx context.Context) (*work, error) {
	w := &work{name: "accept"}
	var checks []func(context.Context) error
	for _, f := range []filled{b.postgres, b.sqlite} {
		p, remove, err := b.copied(ctx, f)
		if err != nil {
			return nil, err
		}
		b.atEnd(func(context.Context) error { return remove() })
		p.name += "-accept"
		a, err := b.serve(ctx, p)
		if err != nil {
			return nil, err
		}
		_, links, err := a.prepareReads(ctx, b.data)
		if err != nil {
			return nil, err
		}
		t := &turns{bench: b, accord: a, place: p, links: links}
		if f.name == "postgres" {
			w.contenders = append(w.contenders, &contender{name: sqlAlone, run: t.pgbench})
		}
		w.contenders = append(w.contenders, &contender{name: "accord on " + f.name, process: a.process, run: t.accept})
		checks = append(checks, t.check)
	}
	w.check = func(ctx context.Context) error {
		var err error
		for _, check := range checks {
			err = errors.Join(err, check(ctx))
		}
		return err
	}
	return w, nil
}

// turns are those who accept in one database, by turns, each customer once.
type turns struct {
	bench  *bench
	accord *accord
	place  place
	links  []string
	// next is the first customer that has not accepted yet; done is how many acceptances were counted.
	next int
	done int64
}

// prepared is how many acceptances a turn has at hand: more than any machine makes of them, as long as there are customers.
func (t *turns) prepared(d time.Duration) (last int, err error) {
	last = min(t.next+int(d.Seconds())*2_000, t.bench.data.admins())
	if last-t.next < concurrency {
		return 0, errors.New("all customers have accepted: ask for fewer --rounds or --seconds, or a larger --size")
	}
	return last, nil
}

func (t *turns) accept(ctx context.Context, seed int, d time.Duration) (load, error) {
	last, err := t.prepared(d)
	if err != nil {
		return load{}, err
	}
	requests, err := t.accord.acceptances(t.bench.data, t.links, t.next, last)
	if err != nil {
		return load{}, err
	}
	file := t.bench.file("accept.requests")
	if err := writeRequests(file, requests); err != nil {
		return load{}, err
	}
	done, err := wrk(ctx, t.accord.base, "once", file, seed, d)
	// Beside those that were on their way when the time was up, wrk takes some that it does not send, to see whether they differ.
	t.next += int(done.Requests) + 2*concurrency
	t.done += done.Requests
	return done, err
}

// pgbench accepts what is prepared for the turn, however long that takes: it has no way to stop when there are no more customers.
func (t *turns) pgbench(ctx context.Context, seed int, d time.Duration) (load, error) {
	last, err := t.prepared(d)
	if err != nil {
		return load{}, err
	}
	each := strconv.Itoa((last - t.next) / concurrency)
	done, err := pgbench(ctx, t.place.database, "accept", seed, [2]string{"-t", each}, fmt.Sprintf("first=%d", t.next-concurrency), "turn=0")
	t.next = last
	t.done += done.Requests
	return done, err
}

// check holds what was counted to what is in the database: wrk leaves a request of each client unread when the time is up.
func (t *turns) check(ctx context.Context) error {
	n, err := accepted(ctx, t.place.database)
	if err == nil && (n < t.done || n > t.done+int64(concurrency*(t.bench.Rounds+1))) {
		err = fmt.Errorf("%d acceptances were counted, and %d are in the database of %s", t.done, n, t.place.name)
	}
	return err
}

// dropDatabase removes a database.
func dropDatabase(ctx context.Context, server, name string) (err error) {
	db, err := sql.Open("pgx", server)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	_, err = db.ExecContext(ctx, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)")
	return err
}
