package main

import (
	"context"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// TestStop: SIGTERM lets a request at work finish, ends the subscriptions, writes the views down, and exits with 0.
func TestStop(t *testing.T) {
	t.Parallel()
	s := demo(t, shared(t))
	token := s.request(t, brightcloud)
	stream, socket := s.sse(t, brightcloud, ""), s.socket(t, s.token(t, brightcloud), "")
	stream.settle(t, s, brightcloud)
	socket.settle(t, s, brightcloud)
	const views = 5
	for range views {
		s.do(t, "", previewLink, map[string]any{"token": token})
	}

	release := lockCustomers(t, s.database)
	accepted := make(chan answer, 1)
	go func() { accepted <- s.ask(t, harbourFoods, acceptLink, map[string]any{"token": token}) }()
	waitForLock(t, s.database, 1)
	talk := s.talk(t, s.token(t, harbourFoods))
	talk.ask(t, "1", acceptLink, map[string]any{"token": token})
	waitForLock(t, s.database, 2)
	s.terminate(t)
	s.log(t, "stopping", func(l logLine) bool { return strings.HasPrefix(l.Msg, "stopping") })
	if how := stream.over(t); how != "broken off: <nil>" { // so that its client comes again
		t.Errorf("the stream: %s", how)
	}
	if how := socket.over(t); how != "closed with 1001" { // though others wait for answers
		t.Errorf("the WebSocket: %s", how)
	}
	if conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(s.base, "http://")); err == nil {
		_ = conn.Close()
		t.Error("a server that stops takes new connections")
	}
	select {
	case a := <-accepted:
		t.Fatalf("the request did not wait: %s", a.body)
	case <-s.ended:
		t.Fatal("the server did not wait for the request")
	default:
	}
	release()
	if a := <-accepted; a.at("acceptRelationship.relationship.status") != "ACTIVE" {
		t.Errorf("the request at work: %d %s", a.status, a.body)
	}
	if told := talk.rest(t); !slices.Equal(told, []string{"next", "complete", "1001"}) {
		t.Errorf("the mutation at work on a WebSocket: %q", told)
	}
	if code := s.exitCode(t); code != 0 {
		t.Fatalf("exit code %d", code)
	}

	again := s.beside(t)
	a := again.do(t, brightcloud, countRelationships, nil)
	if got := a.at("viewer.partner.invite.viewCount"); number(t, got) != views {
		t.Errorf("%s views are written down, want %d", got, views)
	}
}

// TestStopAtOnce with views of the last moment, on SQLite.
func TestStopAtOnce(t *testing.T) {
	t.Parallel()
	s := demo(t, place{})
	token := s.request(t, brightcloud)
	for range 3 {
		s.do(t, "", previewLink, map[string]any{"token": token})
	}
	if code := s.stop(t); code != 0 {
		t.Fatalf("exit code %d", code)
	}
	if got := s.beside(t).do(t, brightcloud, countRelationships, nil).at("viewer.partner.invite.viewCount"); got != "3" {
		t.Errorf("%s views are written down, want 3", got)
	}
}

// lockCustomers has whoever writes for a customer wait, until it is released.
func lockCustomers(t testing.TB, database string) (release func()) {
	t.Helper()
	conn := connect(t, database)
	begun, err := conn.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := begun.Exec(t.Context(), `LOCK TABLE customers IN EXCLUSIVE MODE`); err != nil { // reading goes on
		t.Fatal(err)
	}
	return func() {
		if err := begun.Rollback(t.Context()); err != nil {
			t.Error(err)
		}
	}
}

// waitForLock waits until so many statements wait for a lock.
func waitForLock(t testing.TB, database string, statements int) {
	t.Helper()
	conn := connect(t, database)
	eventually(t, "statements wait for the lock", func() bool {
		var waiting int
		err := conn.QueryRow(t.Context(), `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`).Scan(&waiting)
		if err != nil {
			t.Fatal(err)
		}
		return waiting >= statements
	})
}

func connect(t testing.TB, database string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second) //nolint:usetesting // the test's is over
		defer cancel()
		_ = conn.Close(ctx) // a lock that is held goes with it
	})
	return conn
}
