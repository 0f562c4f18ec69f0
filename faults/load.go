package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"
)

// loadOptions say how much is asked, of what, and how.
type loadOptions struct {
	// clients is how many ask at once.
	clients int
	// limit ends the load after so many mutations; 0 is no limit.
	limit int
	seed  uint64
	// mix says what is done how often; everyday when nil.
	mix mix
	// deadline is how long a request may last: a client's own patience, longer than the server's.
	deadline time.Duration
	// position has clients send the position of their last write with what they read.
	position bool
	// rate is how many calls a second all clients together send at the most; 150 when 0.
	rate float64
}

func (o loadOptions) complete() loadOptions {
	if o.mix == nil {
		o.mix = everyday
	}
	if o.rate == 0 {
		o.rate = 150
	}
	if o.deadline == 0 {
		o.deadline = 15 * time.Second
	}
	return o
}

// drive has clients do a seeded mix until ctx ends or, where there is a limit, so many mutations were sent; meanwhile it follows the live
// events of the operator and of a partner. What was begun is settled where that takes no longer than a moment. An error is that there was no
// beginning at all: what servers answer later is in the history.
func drive(ctx context.Context, w *world, targets []target, h *history, o loadOptions) error {
	o = o.complete()
	transport := &http.Transport{MaxIdleConnsPerHost: o.clients + 2, MaxConnsPerHost: 0}
	defer transport.CloseIdleConnections()
	limiter := rate.NewLimiter(rate.Limit(o.rate), o.clients)
	newClient := func(number int) *client {
		return &client{
			number: number, world: w, targets: targets, history: h, options: o, at: number % len(targets),
			http: &http.Client{Transport: transport}, pace: limiter.Wait,
		}
	}
	first := newClient(0)
	run, err := w.open(ctx, first)
	if err == nil {
		err = first.settleWatch(ctx)
	}
	if err != nil {
		return fmt.Errorf("the load cannot begin: %w", err)
	}
	following, stop := context.WithCancel(ctx)
	var watchers, clients sync.WaitGroup
	for i, c := range w.watched() {
		watchers.Go(func() { newWatcher(c, targets, h, i).follow(following) })
	}
	var sent atomic.Int64
	for i := range o.clients {
		clients.Go(func() { newClient(i).work(ctx, run, &sent) })
	}
	clients.Wait()
	stop()
	watchers.Wait()
	return nil
}

// watched are those whose live events are followed: whoever sees all, and one that sees its own.
func (w *world) watched() []*company { return []*company{w.operator, w.partners[0]} }

// settleWatch gives watchers the event from which on they are owed all: the latest one of the watched partner's, which the operator sees too.
func (c *client) settleWatch(ctx context.Context) error {
	if len(c.history.watchers()) > 0 {
		return nil
	}
	asked := c.try(ctx, c.world.partners[0], call{Operation: "latest"}, queries["latest"], nil)
	c.history.add(asked.call)
	var viewer struct {
		Partner struct {
			History struct {
				Nodes []delivery `json:"nodes"`
			} `json:"history"`
		} `json:"partner"`
	}
	if json.Unmarshal(asked.data["viewer"], &viewer) != nil || len(viewer.Partner.History.Nodes) != 1 {
		return errors.New("the server tells of no event of a partner's that has made a link")
	}
	for _, tenant := range c.world.watched() {
		c.history.deliver(tenant.key, viewer.Partner.History.Nodes[0])
	}
	return nil
}

// work does what the client intends, until the load is over.
func (c *client) work(ctx context.Context, run int, sent *atomic.Int64) {
	intentions := newIntentions(c.world, c.options, run, c.number)
	for ctx.Err() == nil && (c.options.limit == 0 || sent.Load() < int64(c.options.limit)) {
		in := intentions.next()
		if c.pace(ctx) != nil {
			return
		}
		if mutation := c.do(ctx, in, intentions.tag(in)); mutation {
			sent.Add(1)
		}
	}
}

// open learns the ids of the world and makes the default links, once, and gives the number of the run.
func (w *world) open(ctx context.Context, c *client) (run int, err error) {
	w.runs++
	if w.book.opened {
		return w.runs, nil
	}
	for _, company := range w.companies() {
		if err := c.learnIDs(ctx, company); err != nil {
			return 0, err
		}
	}
	for i := range w.slots {
		if !c.request(ctx, intention{slot: i, all: true}, fmt.Sprint(defaultTag, i), "") {
			return 0, errors.New("no default link was made")
		}
	}
	w.book.opened = true
	return w.runs, nil
}

// defaultTag begins the keys under which default links are asked for.
const defaultTag = "default"

const whoAmI = `{ viewer { user { id } partner { id } customer { id relationships(first: 100) { nodes { id partner { id } } } } } }`
