package main

import "testing"

func done(p *planted) ([]string, error) { return checkDone(p.Context(), p.evidence) }
func left(p *planted) ([]string, error) { return checkLeft(p.Context(), p.evidence) }
func once(p *planted) ([]string, error) { return checkOnce(p.Context(), p.evidence) }

// accepted is an acceptance that was acknowledged, with a privilege granted and another displaced.
func accepted(key string) call {
	c := call{Operation: "acceptRelationship", Tenant: "customer00", Key: key, Wanted: wanted{Invite: apiID("ivt", theInvite), Customer: apiID("cus", theCustomer)}}
	c.Told = told{Relationship: apiID("rel", theRelationship), Granted: []privilege{held(thePrivilege, theAlpha)}, Ended: []privilege{held(theOther, theBeta)}}
	c.Sent, c.Answered = span(1, 2)
	return c
}

// did plants what an acceptance leaves.
func (p *planted) did(key string) {
	const at = 7
	p.remembered("acceptRelationship", key, at)
	p.event(1, at, "RELATIONSHIP_CREATED", theRelationship, "")
	p.event(1, at, "DELEGATED_ADMIN_ENDED", theOther, "")
	p.event(1, at, "DELEGATED_ADMIN_GRANTED", thePrivilege, "")
}

// TestR25_WhatWasAcknowledgedIsThere: under its key, and with exactly the events of one change.
func TestR25_WhatWasAcknowledgedIsThere(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		plant func(*planted)
		want  []string
	}{
		"all of it": {plant: func(p *planted) { p.did(tag(1)) }},
		"nothing":   {plant: func(*planted) {}, want: []string{"is not there"}},
		"the key and the relationship": {plant: func(p *planted) {
			p.remembered("acceptRelationship", tag(1), 7)
			p.event(2, 5, "RELATIONSHIP_CREATED", theRelationship, "")
		}, want: []string{"has no event"}},
		"one that never began": {plant: func(p *planted) {
			p.did(tag(1))
			p.insert(`DELETE FROM events WHERE kind = 'RELATIONSHIP_CREATED'`)
		}, want: []string{"has begun 0 times"}},
		"one that has begun twice": {plant: func(p *planted) {
			p.did(tag(1))
			p.event(2, 8, "RELATIONSHIP_CREATED", theRelationship, "")
		}, want: []string{"has begun 2 times"}},
		"an event more":    {plant: func(p *planted) { p.did(tag(1)); p.event(1, 7, "SUBSCRIPTION_CANCELLED", theSubscription, "") }, want: []string{"has an event"}},
		"another object's": {plant: func(p *planted) { p.did(tag(1)); p.event(1, 7, "DELEGATED_ADMIN_GRANTED", 77, "") }, want: []string{"has an event"}},
		"an event in a change of its own": {plant: func(p *planted) {
			p.did(tag(1))
			p.event(2, 7, "DELEGATED_ADMIN_ENDED", theOther, "")
		}, want: []string{"several changes"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := plant(t)
			p.history.add(accepted(tag(1)))
			test.plant(p)
			p.violated(done, test.want...)
		})
	}
}

// TestR25_EachMutationLeavesItsEvents: every kind of mutation has some that it must leave, and says which is missing.
func TestR25_EachMutationLeavesItsEvents(t *testing.T) {
	t.Parallel()
	all := told{
		Relationship: apiID("rel", theRelationship), Invite: apiID("ivt", theInvite), Subscription: apiID("sub", theSubscription), Customer: apiID("cus", theCustomer),
	}
	for operation, event := range map[string]struct {
		kind   string
		object int
	}{
		"requestRelationship": {"INVITE_CREATED", theInvite}, "proposeRelationshipEnd": {"RELATIONSHIP_END_PROPOSED", theRelationship},
		"withdrawRelationshipEnd": {"RELATIONSHIP_END_WITHDRAWN", theRelationship}, "confirmRelationshipEnd": {"RELATIONSHIP_ENDED", theRelationship},
		"declineRelationship": {"INVITE_DECLINED", theInvite}, "provisionSubscription": {"SUBSCRIPTION_ORDERED", theSubscription},
		"changeSeats": {"SUBSCRIPTION_SEATS_CHANGED", theSubscription}, "cancelSubscription": {"SUBSCRIPTION_CANCELLED", theSubscription},
	} {
		t.Run(operation, func(t *testing.T) {
			t.Parallel()
			p := plant(t)
			p.history.add(call{Operation: operation, Key: tag(1), Told: all, Wanted: wanted{Invite: apiID("ivt", theInvite)}})
			p.remembered(operation, tag(1), 7)
			p.violated(done, event.kind)
			p.event(1, 7, event.kind, event.object, "")
			p.violated(done)
		})
	}
	p := plant(t)
	p.history.add(call{Operation: "createCustomer", Key: tag(1), Told: all})
	p.remembered("createCustomer", tag(1), 7)
	p.event(1, 7, "RELATIONSHIP_CREATED", theRelationship, "")
	p.violated(done, "CUSTOMER_REGISTERED")
	p.insert(`INSERT INTO events (kind, change_id, actor_id, customer_id, recorded_at) VALUES ('CUSTOMER_REGISTERED', ?, ?, ?, 7)`, row(1), row(theUser), row(theCustomer))
	p.violated(done)
}

// TestR25_WhatWasRefusedLeavesNothing: nothing is remembered, no change has its mark, and there is no change that nobody has asked for.
func TestR25_WhatWasRefusedLeavesNothing(t *testing.T) {
	t.Parallel()
	refusal := call{Operation: "proposeRelationshipEnd", Tenant: "customer00", Key: tag(1), Outcome: refused, Code: "NO_RELATIONSHIP"}
	for name, test := range map[string]struct {
		plant func(*planted)
		want  []string
	}{
		"nothing":        {plant: func(*planted) {}},
		"others' doings": {plant: func(p *planted) { p.history.add(accepted(tag(2))); p.did(tag(2)) }},
		"an import's": {plant: func(p *planted) {
			p.insert(`INSERT INTO events (kind, change_id, recorded_at, after) VALUES ('PARTNER_REGISTERED', ?, 1, '')`, row(9))
		}},
		"remembered": {plant: func(p *planted) { p.remembered("proposeRelationshipEnd", tag(1), 7) }, want: []string{"is remembered as done"}},
		"a change": {plant: func(p *planted) {
			p.event(1, 7, "RELATIONSHIP_END_PROPOSED", theRelationship, `{"reason":"`+tag(1)+`"}`)
		}, want: []string{"left the changes", "is that of no request"}},
		"a change of nobody's": {plant: func(p *planted) { p.event(1, 7, "DELEGATED_ADMIN_ENDED", thePrivilege, "") }, want: []string{"is that of no request"}},
		"an unknown key":       {plant: func(p *planted) { p.remembered("changeSeats", tag(9), 7) }, want: []string{"for which nobody has asked"}},
		"done after all, by a try that nobody answered": {plant: func(p *planted) {
			first := refusal
			first.Outcome = unknown
			first.Key = tag(3)
			p.history.add(first)
			second := refusal
			second.Key = tag(3)
			p.history.add(second)
			p.remembered("proposeRelationshipEnd", tag(3), 7)
			p.event(1, 7, "RELATIONSHIP_END_PROPOSED", theRelationship, `{"reason":"`+tag(3)+`"}`)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := plant(t)
			p.history.add(refusal)
			test.plant(p)
			p.violated(left, test.want...)
		})
	}
}

// TestR26_OneKeyHasOneEffect: however often it was tried, there is one change, and its repetitions are answered alike.
func TestR26_OneKeyHasOneEffect(t *testing.T) {
	t.Parallel()
	again := func(change func(*call)) call {
		c := accepted(tag(1))
		c.Sent, c.Answered = span(3, 4)
		change(&c)
		return c
	}
	for name, test := range map[string]struct {
		again call
		plant func(*planted)
		want  []string
	}{
		"answered alike":      {again: again(func(*call) {})},
		"at another version":  {again: again(func(c *call) { c.Told.Sights = []sight{{ID: apiID("rel", theRelationship), Version: 9}} })},
		"not answered":        {again: again(func(c *call) { c.Outcome, c.Code = unknown, networkCode })},
		"refused":             {again: again(func(c *call) { c.Outcome, c.Code = refused, "NOT_FOUND" }), want: []string{"repetition refused with NOT_FOUND"}},
		"with another object": {again: again(func(c *call) { c.Told.Granted = nil }), want: []string{"and its repetition with"}},
		"done twice":          {again: again(func(*call) {}), plant: func(p *planted) { p.event(2, 8, "INVITE_DECLINED", theInvite, `{"reason":"`+tag(1)+`"}`) }, want: []string{"was done 2 times"}},
		"ordered twice": {
			again: call{Operation: "changeSeats", Key: tag(2), Wanted: wanted{Seats: 77}}, want: []string{"was done 2 times"},
			plant: func(p *planted) {
				p.event(2, 8, "SUBSCRIPTION_SEATS_CHANGED", theSubscription, `{"seats":77}`)
				p.event(2, 8, "SUBSCRIPTION_SEATS_CHANGED", theSubscription, `{"seats":77}`)
				p.event(3, 9, "SUBSCRIPTION_SEATS_CHANGED", theSubscription, `{"seats":77}`)
				p.event(4, 9, "SUBSCRIPTION_CANCELLED", theSubscription, `{"seats":77}`)
			},
		},
		"another with this start": {again: again(func(*call) {}), plant: func(p *planted) { p.event(2, 8, "INVITE_DECLINED", theInvite, `{"reason":"`+tag(11)+`"}`) }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := plant(t)
			p.history.add(accepted(tag(1)))
			p.history.add(test.again)
			p.event(1, 7, "INVITE_DECLINED", theInvite, `{"reason":"`+tag(1)+`"}`)
			if test.plant != nil {
				test.plant(p)
			}
			p.violated(once, test.want...)
		})
	}
}
