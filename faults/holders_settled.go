package main

import (
	"context"
	"slices"
)

// holdings are what a call tells of the registers of its customer.
func (w *world) holdings(c call) (all []holding) {
	if c.Wanted.Customer == "" || c.MayLag || c.Outcome == refused && c.Code != "SERVICE_ALREADY_DELEGATED" {
		return nil
	}
	if c.Operation == "holders" {
		for service, holder := range c.Told.Holders {
			all = append(all, holding{register: register{c.Wanted.Customer, service}, name: "a query", reads: &holder})
		}
		return all
	}
	partners := w.transactingOf(c.Wanted.Partners)
	if len(partners) == 0 {
		return nil
	}
	for _, service := range c.Wanted.Services {
		if h, tells := w.holding(c, service, partners); tells {
			all = append(all, h)
		}
	}
	return all
}

// transactingOf gives the transacting ones among partners; of all where none is named.
func (w *world) transactingOf(ids []string) (transacting []string) {
	for _, p := range w.partners {
		if p.transacting() && (len(ids) == 0 || slices.Contains(ids, p.id)) {
			transacting = append(transacting, p.id)
		}
	}
	return transacting
}

// holding is what a mutation about partners tells of a service, if it does.
func (w *world) holding(c call, service string, partners []string) (h holding, tells bool) {
	h = holding{register: register{c.Wanted.Customer, service}, name: c.Operation + " " + c.Key, refused: c.Outcome == refused, replaces: c.Wanted.Replace}
	h.granted, h.ended = w.transacting(c.Told.Granted, service), w.transacting(c.Told.Ended, service)
	if holder, named := c.Told.Holders[service]; named {
		h.reads = &holder
	}
	switch c.Operation {
	case "acceptRelationship":
		h.takes = partners[0]
	case "removeDelegatedAdmin", "confirmRelationshipEnd":
		h.frees = partners
	case "relinquishDelegatedAdmin":
		// Under a relationship that has ended there is nothing to give up, whoever holds the service by then.
		h.frees = partners
		return h, h.ended != ""
	default:
		return h, false
	}
	return h, true
}

// transacting gives the transacting partner of the privileges for a service; empty for none.
func (w *world) transacting(some []privilege, service string) string {
	for _, p := range some {
		if p.Service == service && w.company(p.Partner).transacting() {
			return p.Partner
		}
	}
	return ""
}

// settle gives one call for each thing that was asked, with what is known of its outcome by now. Of what nobody could answer the tables tell
// whether it was done and what came of it, and only when it took effect stays open.
func (e evidence) settle(ctx context.Context) (settled []call, err error) {
	calls := e.history.calls()
	for _, c := range calls {
		if !c.mutation() && c.Outcome == acknowledged {
			settled = append(settled, c)
		}
	}
	var open []call
	for _, asked := range errands(calls) {
		c := asked.final
		c.Sent, c.Outcome = asked.sent(), asked.outcome()
		if c.Outcome == unknown {
			open = append(open, c)
		} else {
			settled = append(settled, c)
		}
	}
	if len(open) == 0 {
		return settled, nil
	}
	done, err := e.doneAfterAll(ctx, open)
	return append(settled, done...), err
}

// doneAfterAll gives those calls that were done, with what the events tell of them.
func (e evidence) doneAfterAll(ctx context.Context, open []call) (done []call, err error) {
	keys, err := e.keys(ctx)
	if err != nil {
		return nil, err
	}
	events, err := e.events(ctx)
	if err != nil {
		return nil, err
	}
	privileges, err := e.privileges(ctx)
	if err != nil {
		return nil, err
	}
	byID := map[rowID]privilege{}
	for _, p := range privileges {
		byID[p.id] = privilege{"dap_" + string(p.id), p.service, "par_" + string(p.partner), "cus_" + string(p.customer)}
	}
	changes := changesOf(events)
	for _, c := range open {
		row, kept := keys[c.Key]
		if !kept {
			continue
		}
		for _, change := range changes.at[moment{row.user, row.at}] {
			for _, event := range changes.events[change] {
				switch event.kind {
				case "DELEGATED_ADMIN_GRANTED":
					c.Told.Granted = append(c.Told.Granted, byID[event.delegation])
				case "DELEGATED_ADMIN_ENDED":
					c.Told.Ended = append(c.Told.Ended, byID[event.delegation])
				}
			}
		}
		done = append(done, c)
	}
	return done, nil
}
