package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"syscall"
	"time"
)

// goodbye is what is known of an instance that was ended in order.
type goodbye struct {
	instance int
	// began is when nobody had asked it yet, at when it was told to end, and left when it had.
	began, at, left time.Duration
	exit            int
	// worked is how many operations it has worked on, by its log.
	worked int
	// held is the key of a mutation that was at work when it was told to end.
	held string
	// socket is how the WebSocket ended.
	socket string
}

// terminateInstances ends one instance after the other in order while it is asked, with a WebSocket open and an operation at work that is not
// done at once, and starts it again.
func terminateInstances(ctx context.Context, st *stage) error {
	began := make([]time.Duration, len(st.instances))
	for round := range st.times() {
		i := st.instances[round%len(st.instances)]
		g, err := st.terminate(ctx, i, round)
		if err != nil {
			return err
		}
		g.began, began[i.number] = began[i.number], g.left
		st.goodbyes = append(st.goodbyes, *g)
		if err := i.start(ctx); err != nil {
			return err
		}
		st.downs = append(st.downs, down{instance: i.number, from: g.at, to: st.history.now()})
	}
	return nil
}

// terminate ends an instance, and tells how it went.
func (st *stage) terminate(ctx context.Context, i *instance, round int) (*goodbye, error) {
	closed, err := st.follow(ctx, i.base())
	if err != nil {
		return nil, err
	}
	g := &goodbye{instance: i.number, held: fmt.Sprint("held", round)}
	let, err := st.hold(ctx, i, round, g.held)
	if err != nil {
		return nil, err
	}
	g.at = st.history.now()
	if err := errors.Join(i.signal(syscall.SIGTERM), rest(ctx, heldUp), let()); err != nil {
		return nil, err
	}
	select {
	case <-i.ended:
	case <-time.After(stopPatience):
		return nil, fmt.Errorf("%s did not end within %s", i.name, stopPatience)
	}
	g.left, g.exit, g.socket = st.history.now(), i.exitCode(), <-closed
	g.worked, err = i.worked()
	return g, err
}

// heldUp is how long an operation is held up after its server was told to end: long enough for one that does not wait to be gone, and not as
// long as a server waits for a lock.
const heldUp = 500 * time.Millisecond

// hold has an instance work on a mutation that cannot be done before it is let go, since it needs the row of a customer of whom nobody else
// asks. Letting go returns when the mutation is settled.
func (st *stage) hold(ctx context.Context, i *instance, round int, key string) (let func() error, err error) {
	database, err := sql.Open("pgx", st.database)
	if err != nil {
		return nil, err
	}
	st.atEnd(func(context.Context) error { return database.Close() })
	tx, err := database.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	row := tx.QueryRowContext(ctx, "SELECT pg_backend_pid() FROM customers WHERE domain = $1 FOR UPDATE", st.world.customers[heldCustomer].key+".example")
	var holder int
	if err := row.Scan(&holder); err != nil {
		return nil, errors.Join(err, tx.Rollback())
	}
	settled := make(chan struct{})
	go func() {
		defer close(settled)
		st.acceptOf(ctx, i, round, key)
	}()
	let = func() error {
		err := tx.Rollback()
		<-settled
		return err
	}
	if err := awaitWaiter(ctx, database, holder); err != nil {
		return nil, errors.Join(err, let())
	}
	return let, nil
}

// acceptOf has the customer accept a link, of another partner's than the round before, at an instance and on a connection of its own: one that
// others have used could be closed between two requests, which is no cut.
func (st *stage) acceptOf(ctx context.Context, i *instance, round int, key string) {
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	c := &client{
		number: st.Clients, world: st.world, targets: st.targets(), history: st.history, options: st.scenario.load(st.runCommand).complete(),
		at: i.number, http: &http.Client{Transport: transport},
	}
	c.elsewhere = i.number + 1
	c.accept(ctx, intention{act: "replace", slot: round % 2, customer: heldCustomer, all: true}, key)
}

// awaitWaiter waits until somebody waits for what a transaction has locked.
func awaitWaiter(ctx context.Context, database *sql.DB, holder int) error {
	return waitFor(ctx, startPatience, func(ctx context.Context) error {
		var waiting int
		err := database.QueryRowContext(ctx, "SELECT count(*) FROM pg_stat_activity WHERE $1 = ANY(pg_blocking_pids(pid))", holder).Scan(&waiting)
		if err == nil && waiting == 0 {
			err = errors.New("nobody waits for the customer's row")
		}
		return err
	})
}

// cutOff finds operations that the instance had begun and that were not answered, as their clients know it: its log does not tell of what was
// at work when it ended. What was sent a moment before it was told to end it may not have read yet.
func (g goodbye) cutOff(calls []call) (cut []call) {
	for _, c := range calls {
		begun := c.Instance == g.instance && c.Sent >= g.began && c.Written > 0 && c.Written < g.at-unread
		if begun && c.Code == networkCode {
			cut = append(cut, c)
		}
	}
	return cut
}

// unread is how long what is written to a connection may lie there, on a busy machine, before a server reads it.
const unread = 100 * time.Millisecond

// answered counts the answers of the instance in the life that it has ended.
func (g goodbye) answered(calls []call) (n int) {
	for _, c := range calls {
		if c.Instance == g.instance && c.Sent >= g.began && c.Sent < g.left && c.Code != networkCode {
			n++
		}
	}
	return n
}

// heldAnswered tells whether the operation that was held up was answered, by the instance that had it and after it was told to end.
func (g goodbye) heldAnswered(calls []call) bool {
	for _, c := range calls {
		if c.Key == g.held && c.Instance == g.instance && c.Sent < g.at {
			return c.Outcome == acknowledged && c.Answered > g.at
		}
	}
	return false
}

// noneCutOff holds the log of each life that was ended against what clients got, and looks for what they did not get.
func (st *stage) noneCutOff() cell {
	one, calls, answered, worked, held := cell{kept: len(st.goodbyes) > 0}, st.history.calls(), 0, 0, 0
	complain := func(format string, args ...any) {
		one.kept, one.violations = false, append(one.violations, fmt.Sprintf(format, args...))
	}
	for _, g := range st.goodbyes {
		answers := g.answered(calls)
		answered, worked = answered+answers, worked+g.worked
		if answers != g.worked {
			complain("instance %d has worked on %d operations, and clients have %d answers of it", g.instance, g.worked, answers)
		}
		if g.heldAnswered(calls) {
			held++
		} else {
			complain("instance %d has not answered %s, which was at work when it was told to end", g.instance, g.held)
		}
		for _, c := range g.cutOff(calls) {
			complain("cut off: %s", c.described())
		}
	}
	one.figure = fmt.Sprintf("%d of %d answered, %d of which were held up", answered, worked, held)
	return one
}

// saidGoodbye looks at how WebSockets were closed.
func (st *stage) saidGoodbye() cell {
	one := cell{kept: len(st.goodbyes) > 0, figure: "1001"}
	for _, g := range st.goodbyes {
		if g.socket != "1001" {
			one.kept, one.figure = false, g.socket
		}
	}
	return one
}

// exitedWell looks at how instances ended, and tells of the last one that did not end well, or else of the one that took longest.
func (st *stage) exitedWell() cell {
	one, code, longest := cell{kept: len(st.goodbyes) > 0}, 0, time.Duration(0)
	for _, g := range st.goodbyes {
		longest = max(longest, g.left-g.at)
		if g.exit != 0 {
			one.kept, code = false, g.exit
		}
	}
	one.figure = fmt.Sprintf("%d, after at most %s", code, milliseconds(longest))
	return one
}
