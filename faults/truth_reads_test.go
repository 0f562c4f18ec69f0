package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"
)

func acceptances(p *planted) ([]string, error) { return checkAcceptances(p.Context(), p.evidence) }
func ownWrites(p *planted) ([]string, error)   { return checkOwnWrites(p.Context(), p.evidence) }
func reports(p *planted) ([]string, error)     { return checkReports(p.Context(), p.evidence) }
func deliveries(p *planted) ([]string, error)  { return checkDeliveries(p.Context(), p.evidence) }

// address is a target that stays where it is.
type address string

func (a address) base() string { return string(a) }

// servedBy puts a server of the test's in the place of Accord.
func (p *planted) servedBy(handle http.HandlerFunc) {
	s := httptest.NewServer(handle)
	p.Cleanup(s.Close)
	p.targets = []target{address(s.URL)}
}

// TestR8_LinksCountWhoAccepted: as many as there are rows, and as many rows as acceptances.
func TestR8_LinksCountWhoAccepted(t *testing.T) {
	t.Parallel()
	insert := func(p *planted, customer int) {
		p.insert(`INSERT INTO acceptances VALUES (?, ?)`, row(theInvite), row(customer))
	}
	for name, test := range map[string]struct {
		rows, count int
		outcome     outcome
		want        []string
	}{
		"one":                      {rows: 1, count: 1},
		"nobody knows":             {rows: 1, count: 1, outcome: unknown},
		"counted twice":            {rows: 1, count: 2, want: []string{"tells of 2 acceptances; there are 1"}},
		"not there":                {rows: 0, count: 0, want: []string{"does not tell of it"}},
		"of a refused one":         {rows: 1, count: 1, outcome: refused, want: []string{"which nobody has asked for"}},
		"of one that did not come": {rows: 2, count: 2, want: []string{"which nobody has asked for"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := plant(t)
			c := accepted(tag(1))
			c.Outcome = test.outcome
			p.history.add(c)
			p.history.add(call{Operation: "requestRelationship", Key: tag(2), Told: told{Invite: apiID("ivt", theInvite)}})
			for n := range test.rows {
				insert(p, theCustomer+100*n)
			}
			p.servedBy(func(w http.ResponseWriter, _ *http.Request) {
				_, _ = fmt.Fprintf(w, `{"data":{"nodes":[{"id":%q,"acceptCount":%d}]}}`, apiID("ivt", theInvite), test.count)
			})
			p.violated(acceptances, test.want...)
		})
	}
}

// TestEverybodyReadsWhatItHasWritten: all of it, at its version or a later one.
func TestEverybodyReadsWhatItHasWritten(t *testing.T) {
	t.Parallel()
	wrote := []sight{{ID: "rel_1", Version: 3}, {ID: "dap_1", Ended: true}}
	for name, test := range map[string]struct {
		found []sight
		code  string
		want  []string
	}{
		"all":                       {found: wrote},
		"later":                     {found: []sight{{ID: "dap_1", Ended: true}, {ID: "rel_1", Version: 9}}},
		"nothing":                   {want: []string{"rel_1, read from instance 2", "dap_1, read from instance 2"}},
		"an earlier version":        {found: []sight{{ID: "rel_1", Version: 2}, wrote[1]}, want: []string{"reads at version 2"}},
		"not ended yet":             {found: []sight{wrote[0], {ID: "dap_1"}}, want: []string{"reads as active"}},
		"nobody answered, as it is": {code: networkCode},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := plant(t)
			c := call{Operation: "own", Instance: 2, Code: test.code, Wanted: wanted{Sights: wrote}, Told: told{Sights: test.found}}
			if test.code != "" {
				c.Outcome = unknown
			}
			p.history.add(c)
			p.violated(ownWrites, test.want...)
		})
	}
}

// TestReportsAreHeldAgainstTheRows: what accord reports verify names is a violation, and that it cannot look is an error.
func TestReportsAreHeldAgainstTheRows(t *testing.T) {
	t.Parallel()
	p := plant(t)
	says := func(script string) {
		p.world.binary = filepath.Join(t.TempDir(), "accord")
		// What another test starts meanwhile would have the file open for writing too, and a file like that is not run.
		syscall.ForkLock.RLock()
		err := os.WriteFile(p.world.binary, []byte("#!/bin/sh\n"+script), 0o700)
		syscall.ForkLock.RUnlock()
		if err != nil {
			t.Fatal(err)
		}
	}
	says(`[ "$1 $2" = "reports verify" ] && echo "The reports of 6 partners are what the rows tell."`)
	p.violated(reports)
	says(`echo "partner x, relationships begun: reports say 2, the rows say 1"; echo "accord: 1 figures" >&2; exit 1`)
	p.violated(reports, "reports say 2")
	says(`echo "accord: the database is away" >&2; exit 1`)
	if _, err := reports(p); err == nil || !strings.Contains(err.Error(), "the database is away") {
		t.Errorf("the reason is not told: %v", err)
	}
}

// TestR25_LiveEventsComeOnceAndInOrder: from the first that came on, whatever came before it.
func TestR25_LiveEventsComeOnceAndInOrder(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		got  []int64
		want []string
	}{
		"all":                     {got: []int64{1, 2, 3, 4}},
		"from the middle":         {got: []int64{3, 4}},
		"none":                    {got: []int64{1}, want: []string{eventID(2) + " 0 times", eventID(3) + " 0 times", eventID(4) + " 0 times"}},
		"one lost":                {got: []int64{1, 2, 4}, want: []string{eventID(3) + " 0 times"}},
		"one twice":               {got: []int64{1, 2, 2, 3, 4}, want: []string{eventID(2) + " 2 times"}},
		"out of order":            {got: []int64{1, 3, 2, 4}, want: []string{eventID(3) + " out of order"}},
		"one of others":           {got: []int64{1, 2, 3, 4, 9}, want: []string{eventID(9) + " out of order"}},
		"one of others, at first": {got: []int64{9, 1, 2, 3, 4}, want: []string{"which it does not see"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := plant(t)
			for at := range int64(4) {
				p.event(1, at, "INVITE_CREATED", theInvite, "")
			}
			p.insert(`INSERT INTO events (seq, kind, change_id, partner_id, recorded_at) VALUES (9, 'INVITE_CREATED', ?, ?, 1)`, row(2), row(theBeta))
			for _, seq := range test.got {
				p.history.deliver("alpha", delivery{ID: eventID(seq)})
			}
			p.servedBy(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "text/event-stream")
				_ = http.NewResponseController(w).Flush() // a server's writer can
				<-r.Context().Done()
			})
			p.hurry()
			p.violated(deliveries, test.want...)
		})
	}
}

// hurry has watchers that lack events give up soon.
func (p *planted) hurry() { p.catchUp = 50 * time.Millisecond }

// TestR25_AWatcherReadsOnToTheEnd: what it has not got yet when the load is over comes afterwards, from its last cursor on, by either
// transport, and again where a server breaks off.
func TestR25_AWatcherReadsOnToTheEnd(t *testing.T) {
	t.Parallel()
	p := plant(t)
	for at := range int64(4) {
		p.event(1, at, "INVITE_CREATED", theInvite, "")
	}
	p.history.deliver("operator", delivery{ID: eventID(1), Cursor: "1"})
	came := make(chan string, 10)
	p.servedBy(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Upgrade") == "" {
			_, _ = fmt.Fprintf(w, ":\n\nevent: next\ndata: %s\n\n", eventAfter(came, "stream", r.Body))
			return
		}
		socket, err := websocket.Accept(w, r, &websocket.AcceptOptions{Subprotocols: []string{"graphql-transport-ws"}})
		if err != nil {
			t.Error(err)
			return
		}
		defer func() { _ = socket.CloseNow() }()
		var greeting, subscribe socketMessage
		if err := errors.Join(wsjson.Read(r.Context(), socket, &greeting), wsjson.Read(r.Context(), socket, &subscribe)); err != nil {
			t.Error(err)
			return
		}
		payload := eventAfter(came, "socket", bytes.NewReader(subscribe.Payload))
		for _, m := range []socketMessage{{Type: "connection_ack"}, {ID: "1", Type: "next", Payload: []byte(payload)}, {ID: "1", Type: "complete"}} {
			_ = wsjson.Write(r.Context(), socket, m) // who has all is gone by then
		}
	})
	p.catchUp = time.Minute
	p.violated(deliveries)
	for _, want := range []string{"stream after 1", "socket after 2", "stream after 3"} {
		if got := <-came; got != want {
			t.Errorf("it came by a %s, want a %s", got, want)
		}
	}
}

// eventAfter is the answer with the event after the cursor that a body asks for, and tells of it.
func eventAfter(came chan<- string, by string, body io.Reader) string {
	var asked struct {
		Variables struct {
			Since int64 `json:"since,string"`
		} `json:"variables"`
	}
	if err := json.NewDecoder(body).Decode(&asked); err != nil {
		return err.Error()
	}
	came <- fmt.Sprintf("%s after %d", by, asked.Variables.Since)
	return fmt.Sprintf(`{"data":{"relationshipEvents":{"id":%q,"cursor":"%d"}}}`, eventID(asked.Variables.Since+1), asked.Variables.Since+1)
}

// TestSummaryCountsWhatIsAsAskedFor: reads and writes each on their own.
func TestSummaryCountsWhatIsAsAskedFor(t *testing.T) {
	t.Parallel()
	h := newHistory()
	for n := range 100 {
		h.add(call{Key: tag(n), Sent: time.Second, Answered: time.Second + time.Duration(n+1)*time.Millisecond})
	}
	h.add(call{Operation: "list", Sent: time.Second, Answered: 1500 * time.Millisecond, Outcome: unknown, Code: "UNAVAILABLE"})
	h.add(call{Operation: "list", Sent: 2 * time.Second, Answered: 3 * time.Second})
	f := summary(h, func(c call) bool { return c.Answered < 2*time.Second })
	if f.Outcomes[acknowledged] != 100 || f.Outcomes[unknown] != 1 || f.Codes["UNAVAILABLE"] != 1 {
		t.Errorf("counts: %+v", f)
	}
	if want := (durations{100, 51 * time.Millisecond, 100 * time.Millisecond, 100 * time.Millisecond}); f.Writes != want || f.Reads.Max != 500*time.Millisecond {
		t.Errorf("durations: %+v, want writes %+v", f, want)
	}
}
