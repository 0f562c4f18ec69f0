package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"slices"
	"sync/atomic"
	"time"
)

// target is a server to ask. Its base address is read before every request, since it may come back at another port.
type target interface{ base() string }

// positionHeader tells a server which writes the asker knows of, for answers of replicas.
const positionHeader = "Accord-Position"

// doneNothing are the codes of top-level errors that say that nothing was done.
var doneNothing = []string{"RATE_LIMITED", "LIMIT_EXCEEDED", "UNAUTHENTICATED", "VALIDATION_FAILED"}

// response is an answer of the server.
type response struct {
	Data   map[string]json.RawMessage `json:"data"`
	Errors []struct {
		Message    string `json:"message"`
		Extensions struct {
			Code string `json:"code"`
		} `json:"extensions"`
	} `json:"errors"`
	Extensions struct {
		Position string `json:"position"`
	} `json:"extensions"`
}

// post sends a document to a target, and gives what it answers. An error is one of the network, or of what is no GraphQL server.
func post(ctx context.Context, client *http.Client, at target, token, position, document string, variables map[string]any) (*response, error) {
	body, err := json.Marshal(map[string]any{"query": document, "variables": variables})
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, at.base()+"/graphql", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+token)
	if position != "" {
		r.Header.Set(positionHeader, position)
	}
	answer, err := client.Do(r)
	if err != nil {
		return nil, err
	}
	defer func() { _ = answer.Body.Close() }() // read to its end
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, err
	}
	var read response
	if err := json.Unmarshal(text, &read); err != nil {
		return nil, fmt.Errorf("%s answers %s, which is no GraphQL: %w", at.base(), answer.Status, err)
	}
	return &read, nil
}

// judge tells how a call has ended, by what was answered. The payload is the mutation's, or nil.
func judge(r *response, err error, refusals []refusal) (outcome, string) {
	switch {
	case err != nil:
		return unknown, networkCode
	case len(r.Errors) > 0:
		code := r.Errors[0].Extensions.Code
		if slices.Contains(doneNothing, code) && len(r.Data) == 0 {
			return refused, code
		}
		return unknown, code
	case len(refusals) > 0:
		return refused, refusals[0].Code
	case answersNothing(r.Data):
		return unknown, nothingCode
	}
	return acknowledged, ""
}

// answersNothing tells of data of which nothing is there, though no error says why. Nobody asks for what it may not see.
func answersNothing(data map[string]json.RawMessage) bool {
	for _, field := range data {
		if string(field) != "null" {
			return false
		}
	}
	return true
}

// refusal is one of a payload's userErrors.
type refusal struct {
	Code    string  `json:"code"`
	Message string  `json:"message"`
	Service *coded  `json:"service"`
	Holder  *object `json:"holder"`
}

type (
	coded struct {
		Code string `json:"code"`
	}
	object struct {
		ID      string `json:"id"`
		Version int    `json:"version"`
		// Token is an invite's.
		Token string `json:"token"`
	}
	// privilegeNode is a delegated admin privilege in an answer.
	privilegeNode struct {
		ID       string  `json:"id"`
		Service  coded   `json:"service"`
		Partner  *object `json:"partner"`
		Customer *object `json:"customer"`
	}
)

func (n privilegeNode) privilege() privilege {
	return privilege{n.ID, n.Service.Code, idOf(n.Partner), idOf(n.Customer)}
}

// payload is what any mutation answers.
type payload struct {
	Relationship    *object         `json:"relationship"`
	Invite          *object         `json:"invite"`
	Subscription    *object         `json:"subscription"`
	Customer        *object         `json:"customer"`
	Granted         []privilegeNode `json:"granted"`
	Displaced       []privilegeNode `json:"displaced"`
	Ended           []privilegeNode `json:"ended"`
	AlreadyAccepted bool            `json:"alreadyAccepted"`
	UserErrors      []refusal       `json:"userErrors"`
}

// told gives what a payload says.
func (p payload) told(services []string) told {
	t := told{Unchanged: p.AlreadyAccepted}
	for _, o := range []struct {
		object *object
		id     *string
	}{{p.Relationship, &t.Relationship}, {p.Invite, &t.Invite}, {p.Subscription, &t.Subscription}, {p.Customer, &t.Customer}} {
		if o.object != nil {
			*o.id = o.object.ID
			t.Sights = append(t.Sights, sight{ID: o.object.ID, Version: o.object.Version})
		}
	}
	for _, d := range p.Granted {
		t.Granted = append(t.Granted, d.privilege())
		t.Sights = append(t.Sights, sight{ID: d.ID})
	}
	for _, d := range append(p.Displaced, p.Ended...) {
		t.Ended = append(t.Ended, d.privilege())
		t.Sights = append(t.Sights, sight{ID: d.ID, Ended: true})
	}
	for _, e := range p.UserErrors {
		if e.Code == "SERVICE_ALREADY_DELEGATED" && e.Service != nil && slices.Contains(services, e.Service.Code) {
			if t.Holders == nil {
				t.Holders = map[string]string{}
			}
			t.Holders[e.Service.Code] = idOf(e.Holder)
		}
	}
	return t
}

func idOf(o *object) string {
	if o == nil {
		return ""
	}
	return o.ID
}

// client is one that asks, as many users.
type client struct {
	number  int
	world   *world
	targets []target
	history *history
	options loadOptions
	http    *http.Client
	// pace waits until the next call may be sent.
	pace func(context.Context) error
	// at is the number of the target that it asks; it turns to the next one when a connection breaks.
	at int
	// elsewhere chooses the target from which it reads what it has just written.
	elsewhere int
	// position is what the last mutation's answer has told of the database's.
	position string
}

// errUnsettled is why a client has given up.
var errUnsettled = errors.New("nobody could say whether it was done")

// answered is what came of a call: its outcome, and of a mutation its payload, of a query its data.
type answered struct {
	call

	payload payload
	data    map[string]json.RawMessage
}

// try sends a call once.
func (c *client) try(ctx context.Context, as *company, k call, document string, variables map[string]any) answered {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), c.options.deadline)
	defer cancel()
	k.Client, k.Instance, k.Tenant, k.User = c.number, c.at, as.key, as.user
	position := ""
	if k.MayLag {
		position = c.position
	}
	var written atomic.Int64 // by a goroutine of the connection's, which may outlast the call
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteRequest: func(w httptrace.WroteRequestInfo) {
		if w.Err == nil {
			written.Store(int64(c.history.now()))
		}
	}})
	k.Sent = c.history.now()
	r, err := post(ctx, c.http, c.targets[c.at], as.token, position, document, variables)
	k.Answered, k.Written = c.history.now(), time.Duration(written.Load())
	var p payload
	if err == nil && len(r.Data["done"]) > 0 {
		err = json.Unmarshal(r.Data["done"], &p)
	}
	k.Outcome, k.Code = judge(r, err, p.UserErrors)
	k.TurnedAway = k.Outcome == refused && len(r.Errors) > 0
	if err != nil {
		k.Trouble = err.Error()
	}
	if k.mutation() && k.Outcome != unknown {
		k.Told = p.told(k.Wanted.Services)
		k.Told.Position = r.Extensions.Position
	}
	a := answered{call: k, payload: p}
	if r != nil {
		a.data = r.Data
	}
	return a
}

// mutate has something done: under one key, on one instance after the other, until somebody says whether it was. It gives what was
// answered, nothing where that is a refusal.
func (c *client) mutate(ctx context.Context, as *company, k call, input map[string]any) (payload, error) {
	input["idempotencyKey"] = k.Key
	began, wait := time.Now(), firstWait
	for {
		done := c.try(ctx, as, k, changes[k.Operation], map[string]any{"input": input})
		c.history.add(done.call)
		switch done.Outcome {
		case refused:
			return payload{}, nil
		case acknowledged:
			if c.options.position {
				c.position = cmp.Or(done.Told.Position, c.position)
			}
			c.lookForOwn(ctx, as, done.call)
			c.repeat(ctx, as, k, input)
			return done.payload, nil
		case unknown:
		}
		c.at = (c.at + 1) % len(c.targets)
		if time.Since(began) > settlePatience {
			return payload{}, errUnsettled
		}
		if err := pause(ctx, wait, began); err != nil {
			return payload{}, err
		}
		wait = min(2*wait, longestWait)
	}
}

const (
	// firstWait and longestWait are between the tries of one key, whose number settlePatience bounds.
	firstWait, longestWait = 50 * time.Millisecond, time.Second
	settlePatience         = 90 * time.Second
	// lastPatience is how long a client goes on to settle what it has begun once its load is over.
	lastPatience = 10 * time.Second
)

// pause waits between two tries; after ctx ended it does so for a while only.
func pause(ctx context.Context, wait time.Duration, began time.Time) error {
	if ctx.Err() != nil && time.Since(began) > lastPatience {
		return ctx.Err()
	}
	<-time.After(wait) // though ctx has ended: what was begun is settled
	return nil
}
