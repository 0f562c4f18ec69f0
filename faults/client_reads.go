package main

import (
	"context"
	"encoding/json"
)

// ask sends a query, and keeps what came of it. Queries are not tried again. With the position of the client's last write a replica may answer
// that has come so far; every other question for holders goes without it, and sees all there is.
func (c *client) ask(ctx context.Context, as *company, k call, variables map[string]any) {
	k.MayLag = c.position != "" && (k.Operation != "holders" || c.elsewhere%2 != 0)
	done := c.try(ctx, as, k, queries[k.Operation], variables)
	if done.Outcome == unknown {
		c.at = (c.at + 1) % len(c.targets)
	}
	if done.Outcome == acknowledged {
		switch k.Operation {
		case "holders":
			done.Told.Holders = holdersOf(done.data)
		case "own":
			done.Told.Sights = sightsOf(done.data)
		}
	}
	c.history.add(done.call)
}

func holdersOf(data map[string]json.RawMessage) map[string]string {
	var customer struct {
		Delegations []struct {
			Service coded   `json:"service"`
			Holder  *object `json:"holder"`
		} `json:"delegations"`
	}
	if json.Unmarshal(data["customer"], &customer) != nil || customer.Delegations == nil {
		return nil
	}
	holders := map[string]string{}
	for _, d := range customer.Delegations {
		holders[d.Service.Code] = idOf(d.Holder)
	}
	return holders
}

func sightsOf(data map[string]json.RawMessage) (found []sight) {
	var nodes []*struct {
		ID        string `json:"id"`
		Version   int    `json:"version"`
		Privilege string `json:"privilege"`
	}
	if json.Unmarshal(data["nodes"], &nodes) != nil {
		return nil
	}
	for _, n := range nodes {
		if n != nil {
			found = append(found, sight{ID: n.ID, Version: n.Version, Ended: n.Privilege == "ENDED"})
		}
	}
	return found
}

// lookForOwn reads what the client has just written, at once and from an instance at random.
func (c *client) lookForOwn(ctx context.Context, as *company, done call) {
	if len(done.Told.Sights) == 0 {
		return
	}
	ids := make([]string, len(done.Told.Sights))
	for i, s := range done.Told.Sights {
		ids[i] = s.ID
	}
	before := c.at
	c.at = c.elsewhere % len(c.targets)
	c.ask(ctx, as, call{Operation: "own", Wanted: wanted{Sights: done.Told.Sights}}, map[string]any{"ids": ids})
	c.at = before
}

// repeat sends now and then what was acknowledged once more, to another instance: nothing more may come of it (R26).
func (c *client) repeat(ctx context.Context, as *company, k call, input map[string]any) {
	if c.elsewhere%8 != 0 {
		return
	}
	before := c.at
	c.at = (c.at + 1) % len(c.targets)
	again := c.try(ctx, as, k, changes[k.Operation], map[string]any{"input": input})
	c.at = before
	c.history.add(again.call)
}
