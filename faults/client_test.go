package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"
)

// answers are what a server of a test's says, one after the other and the last one for ever; an empty one breaks the connection.
type answers struct {
	mu   sync.Mutex
	says []string
	// keys and positions are those that came.
	keys, positions []string
}

// ServeHTTP implements http.Handler.
func (a *answers) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var asked struct {
		Variables struct {
			Input struct {
				IdempotencyKey string `json:"idempotencyKey"`
			} `json:"input"`
		} `json:"variables"`
	}
	text, _ := io.ReadAll(r.Body)
	_ = json.Unmarshal(text, &asked) // of what is none the test tells
	a.mu.Lock()
	defer a.mu.Unlock()
	a.keys = append(a.keys, asked.Variables.Input.IdempotencyKey)
	a.positions = append(a.positions, r.Header.Get(positionHeader))
	says := a.says[0]
	if len(a.says) > 1 {
		a.says = a.says[1:]
	}
	if says == "" {
		panic(http.ErrAbortHandler)
	}
	_, _ = io.WriteString(w, says)
}

// clientOf is a client that asks servers which say the given.
func clientOf(t *testing.T, servers ...*answers) *client {
	t.Helper()
	c := &client{world: &world{}, history: newHistory(), options: loadOptions{deadline: time.Minute, position: true}, http: &http.Client{}, elsewhere: 1}
	for _, a := range servers {
		s := httptest.NewServer(a)
		t.Cleanup(s.Close)
		c.targets = append(c.targets, address(s.URL))
	}
	return c
}

const (
	doneAnswer    = `{"data":{"done":{"relationship":{"id":"rel_1","version":2},"userErrors":[]}},"extensions":{"position":"0/16B3748"}}`
	refusedAnswer = `{"data":{"done":{"relationship":null,"userErrors":[{"code":"NO_RELATIONSHIP","message":"no"}]}}}`
	awayAnswer    = `{"data":null,"errors":[{"message":"later","extensions":{"code":"UNAVAILABLE"}}]}`
	ownAnswer     = `{"data":{"nodes":[{"id":"rel_1","version":2}]}}`
)

func (c *client) outcomes(operation string) (all []outcome) {
	for _, k := range c.history.calls() {
		if k.Operation == operation {
			all = append(all, k.Outcome)
		}
	}
	return all
}

// TestR26_AClientTriesUnderTheSameKeyUntilItKnows: on one server after the other.
func TestR26_AClientTriesUnderTheSameKeyUntilItKnows(t *testing.T) {
	t.Parallel()
	first, second := &answers{says: []string{"", awayAnswer}}, &answers{says: []string{awayAnswer, doneAnswer, ownAnswer}}
	c := clientOf(t, first, second)
	p, err := c.mutate(t.Context(), &company{key: "alpha"}, call{Operation: "proposeRelationshipEnd", Key: "k"}, map[string]any{})
	if err != nil || idOf(p.Relationship) != "rel_1" {
		t.Fatalf("%+v %v", p, err)
	}
	if got := c.outcomes("proposeRelationshipEnd"); !slices.Equal(got, []outcome{unknown, unknown, unknown, acknowledged}) {
		t.Errorf("outcomes %v", got)
	}
	if keys := slices.Concat(first.keys, second.keys); !slices.Equal(keys, []string{"k", "k", "k", "k", ""}) {
		t.Errorf("keys %q", keys)
	}
	all := errands(c.history.calls())
	if len(all) != 1 || all[0].outcome() != acknowledged || len(all[0].tries) != 4 {
		t.Errorf("errands %+v", all)
	}
}

// TestAClientLooksForWhatItHasWritten: at once, with the position that it was told.
func TestAClientLooksForWhatItHasWritten(t *testing.T) {
	t.Parallel()
	first, second := &answers{says: []string{doneAnswer}}, &answers{says: []string{ownAnswer}}
	c := clientOf(t, first, second)
	if _, err := c.mutate(t.Context(), &company{}, call{Operation: "proposeRelationshipEnd", Key: "k"}, map[string]any{}); err != nil {
		t.Fatal(err)
	}
	calls := c.history.calls()
	own := calls[len(calls)-1]
	if own.Operation != "own" || own.Instance != 1 || !own.MayLag || !slices.Equal(own.Told.Sights, []sight{{ID: "rel_1", Version: 2}}) {
		t.Errorf("it looks by %+v", own)
	}
	if !slices.Equal(second.positions, []string{"0/16B3748"}) {
		t.Errorf("it sends the positions %q", second.positions)
	}
}

// TestR11_HalfOfTheQuestionsForHoldersSeeAllThereIs: they name no position, and bound the order of holders.
func TestR11_HalfOfTheQuestionsForHoldersSeeAllThereIs(t *testing.T) {
	t.Parallel()
	server := &answers{says: []string{`{"data":{"customer":{"delegations":[{"service":{"code":"AZURE"},"holder":null}]}}}`}}
	c := clientOf(t, server)
	c.position = "0/1"
	for c.elsewhere = range 2 {
		c.ask(t.Context(), &company{}, call{Operation: "holders"}, nil)
	}
	if calls := c.history.calls(); calls[0].MayLag || !calls[1].MayLag || !slices.Equal(server.positions, []string{"", "0/1"}) {
		t.Errorf("with the positions %q: %+v", server.positions, calls)
	}
}

// TestR26_AClientRepeatsWhatWasAcknowledged now and then, to another server.
func TestR26_AClientRepeatsWhatWasAcknowledged(t *testing.T) {
	t.Parallel()
	servers := []*answers{{says: []string{doneAnswer, ownAnswer}}, {says: []string{doneAnswer}}}
	c := clientOf(t, servers...)
	c.elsewhere = 8
	if _, err := c.mutate(t.Context(), &company{}, call{Operation: "proposeRelationshipEnd", Key: "k"}, map[string]any{}); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(servers[1].keys, []string{"k"}) {
		t.Errorf("the other server got the keys %q", servers[1].keys)
	}
}

// TestAClientGivesUpAfterItsLoad: what nobody answers does not keep a load that is over for ever.
func TestAClientGivesUpAfterItsLoad(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := pause(ctx, 0, time.Now().Add(-2*lastPatience)); !errors.Is(err, context.Canceled) {
		t.Errorf("it goes on: %v", err)
	}
	if err := pause(ctx, 0, time.Now()); err != nil {
		t.Errorf("it settles nothing: %v", err)
	}
}

// TestOutcomes: what tells that nothing was done is a refusal, and what tells of neither settles nothing.
func TestOutcomes(t *testing.T) {
	t.Parallel()
	for says, want := range map[string]struct {
		outcome outcome
		code    string
	}{
		doneAnswer: {acknowledged, ""}, refusedAnswer: {refused, "NO_RELATIONSHIP"}, awayAnswer: {unknown, "UNAVAILABLE"}, "": {unknown, networkCode},
		`<html>502</html>`: {unknown, networkCode},
		`{"data":null}`:    {unknown, nothingCode}, `{"data":{"done":null}}`: {unknown, nothingCode},
		`{"errors":[{"extensions":{"code":"RATE_LIMITED"}}]}`:                                                      {refused, "RATE_LIMITED"},
		`{"data":null,"errors":[{"extensions":{"code":"INTERNAL"}}]}`:                                              {unknown, "INTERNAL"},
		`{"data":{"done":{"relationship":null,"userErrors":[]}},"errors":[{"extensions":{"code":"UNAVAILABLE"}}]}`: {unknown, "UNAVAILABLE"},
		`{"data":{"done":{"userErrors":[]}},"errors":[{"extensions":{"code":"LIMIT_EXCEEDED"}}]}`:                  {unknown, "LIMIT_EXCEEDED"},
	} {
		c := clientOf(t, &answers{says: []string{says}})
		if got := c.try(t.Context(), &company{}, call{Operation: "proposeRelationshipEnd", Key: "k"}, "", nil); got.Outcome != want.outcome || got.Code != want.code || (got.Trouble != "") != (got.Code == networkCode) || got.TurnedAway != (got.Code == "RATE_LIMITED") {
			t.Errorf("%s: %s %q (%s), want %s %q", says, got.Outcome, got.Code, got.Trouble, want.outcome, want.code)
		}
	}
}

// TestASeedRepeatsWhatEachClientIntends, whatever it is answered; another seed, or client, intends something else.
func TestASeedRepeatsWhatEachClientIntends(t *testing.T) {
	t.Parallel()
	w := &world{slots: make([]linkSlot, 6), partners: make([]*company, 6)}
	draw := func(seed uint64, client int) (all []intention) {
		i := newIntentions(w, loadOptions{clients: 8, seed: seed}.complete(), 1, client)
		for range 2000 {
			all = append(all, i.next())
		}
		return all
	}
	same := func(a, b []intention) bool {
		return slices.EqualFunc(a, b, func(x, y intention) bool {
			return x.act == y.act && x.customer == y.customer && x.slot == y.slot && x.pick == y.pick && slices.Equal(x.services, y.services)
		})
	}
	if !same(draw(1, 3), draw(1, 3)) || same(draw(1, 3), draw(2, 3)) || same(draw(1, 3), draw(1, 4)) {
		t.Error("a seed and a client do not settle what is intended")
	}
	seats, acts := map[int]bool{}, map[string]bool{}
	for client := range 8 {
		for _, in := range draw(1, client) {
			if seats[in.seats] {
				t.Fatalf("two intentions order %d seats", in.seats)
			}
			seats[in.seats], acts[in.act] = true, true
		}
	}
	if len(acts) != len(everyday) {
		t.Errorf("of %d acts only %d are intended", len(everyday), len(acts))
	}
}
