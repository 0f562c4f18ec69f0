package main

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

func holders(p *planted) ([]string, error)   { return checkHolders(p.Context(), p.evidence) }
func intervals(p *planted) ([]string, error) { return checkIntervals(p.Context(), p.evidence) }

// asked is one call about Office 365 of the customer's.
type asked struct {
	operation      string
	sent, answered int
	by             int
	replace        bool
	granted, ended int
	// finds is whom a query or refusal names; 0 for nobody.
	finds   int
	outcome outcome
}

// about keeps calls as clients would.
func (p *planted) about(calls ...asked) {
	for i, a := range calls {
		c := call{Client: i, Operation: a.operation, Outcome: a.outcome, Key: tag(i), Wanted: wanted{
			Customer: apiID("cus", theCustomer), Services: []string{"OFFICE365"}, Replace: a.replace, Partners: []string{apiID("par", a.by)},
		}}
		c.Sent, c.Answered = span(a.sent, a.answered)
		if a.granted != 0 {
			c.Told.Granted = []privilege{held(100+i, a.granted)}
		}
		if a.ended != 0 {
			c.Told.Ended = []privilege{held(200+i, a.ended)}
		}
		names := ""
		if a.finds != 0 {
			names = apiID("par", a.finds)
		}
		switch {
		case a.operation == "holders":
			c.Key, c.Told.Holders = "", map[string]string{"OFFICE365": names}
		case a.outcome == refused:
			c.Code, c.Told.Holders = "SERVICE_ALREADY_DELEGATED", map[string]string{"OFFICE365": names}
		}
		p.history.add(c)
	}
}

// TestR11_AnOrderOfHolders: what can have happened one after the other is found to, and what cannot is named.
func TestR11_AnOrderOfHolders(t *testing.T) {
	t.Parallel()
	accept := func(sent, answered, by int) asked {
		return asked{operation: "acceptRelationship", sent: sent, answered: answered, by: by, granted: by}
	}
	read := func(sent, answered, finds int) asked {
		return asked{operation: "holders", sent: sent, answered: answered, finds: finds}
	}
	replacing := func(sent, answered, by, ended int) asked {
		return asked{operation: "acceptRelationship", sent: sent, answered: answered, by: by, replace: true, granted: by, ended: ended}
	}
	remove := func(sent, answered, ended int) asked {
		return asked{operation: "removeDelegatedAdmin", sent: sent, answered: answered, by: theAlpha, ended: ended}
	}
	named := func(sent, answered, by, finds int) asked {
		return asked{operation: "acceptRelationship", sent: sent, answered: answered, by: by, finds: finds, outcome: refused}
	}
	for name, test := range map[string]struct {
		calls []asked
		wrong bool
	}{
		"one after the other":             {calls: []asked{read(0, 1, 0), accept(2, 3, theAlpha), read(4, 5, theAlpha), named(6, 7, theBeta, theAlpha), replacing(8, 9, theBeta, theAlpha), read(10, 11, theBeta)}},
		"at once, in either order":        {calls: []asked{read(0, 1, 0), accept(2, 20, theAlpha), read(3, 4, 0), read(5, 6, theAlpha), named(3, 9, theBeta, theAlpha)}},
		"taken away and given again":      {calls: []asked{accept(0, 1, theAlpha), remove(2, 3, theAlpha), read(4, 5, 0), remove(6, 7, 0), accept(8, 9, theBeta)}},
		"an advisor stands beside":        {calls: []asked{accept(0, 1, theAlpha), accept(2, 3, theAdvisor), read(4, 5, theAlpha)}},
		"accepting what is so":            {calls: []asked{accept(0, 1, theAlpha), {operation: "acceptRelationship", sent: 2, answered: 3, by: theAlpha}}},
		"ended with the relationship":     {calls: []asked{accept(0, 1, theAlpha), {operation: "confirmRelationshipEnd", sent: 2, answered: 3, by: theAlpha, ended: theAlpha}, read(4, 5, 0)}},
		"two hold it":                     {wrong: true, calls: []asked{accept(0, 1, theAlpha), accept(2, 3, theBeta)}},
		"two at once":                     {wrong: true, calls: []asked{accept(0, 9, theAlpha), accept(1, 8, theBeta)}},
		"a read of what is over":          {wrong: true, calls: []asked{accept(0, 1, theAlpha), replacing(2, 3, theBeta, theAlpha), read(4, 5, theAlpha)}},
		"a grant that is lost":            {wrong: true, calls: []asked{read(0, 1, 0), accept(2, 3, theAlpha), read(4, 5, 0)}},
		"a refusal that names another":    {wrong: true, calls: []asked{accept(0, 1, theAlpha), named(2, 3, theBeta, theBeta)}},
		"the displaced was not there":     {wrong: true, calls: []asked{accept(0, 1, theAlpha), remove(2, 3, theAlpha), replacing(4, 5, theBeta, theAlpha)}},
		"nothing taken of what was there": {wrong: true, calls: []asked{accept(0, 1, theAlpha), remove(2, 3, 0)}},
		"given up and held on":            {wrong: true, calls: []asked{accept(0, 1, theAlpha), {operation: "relinquishDelegatedAdmin", sent: 2, answered: 3, by: theAlpha, ended: theAlpha}, read(4, 5, theAlpha)}},
		"granted to another":              {wrong: true, calls: []asked{{operation: "acceptRelationship", sent: 0, answered: 1, by: theAlpha, granted: theBeta}}},
		"taken from another":              {wrong: true, calls: []asked{accept(0, 1, theBeta), remove(2, 3, theBeta)}},
		"another has given it up":         {wrong: true, calls: []asked{accept(0, 1, theBeta), {operation: "relinquishDelegatedAdmin", sent: 2, answered: 3, by: theAlpha, ended: theBeta}}},
		"refused for itself":              {wrong: true, calls: []asked{accept(0, 1, theAlpha), named(2, 3, theAlpha, theAlpha)}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := plant(t)
			p.about(test.calls...)
			if test.wrong {
				p.violated(holders, "no order explains")
			} else {
				p.violated(holders)
			}
		})
	}
}

// TestR11_WhatNobodyAnsweredMayBeDoneAtAnyTime, or never; the tables tell which of the two.
func TestR11_WhatNobodyAnsweredMayBeDoneAtAnyTime(t *testing.T) {
	t.Parallel()
	lost := asked{operation: "acceptRelationship", sent: 2, answered: 3, by: theAlpha, outcome: unknown}
	late := asked{operation: "holders", sent: 8, answered: 9, finds: theAlpha}
	none := asked{operation: "holders", sent: 4, answered: 5}
	done := func(p *planted) {
		p.remembered("acceptRelationship", tag(1), 50)
		p.event(1, 50, "DELEGATED_ADMIN_GRANTED", thePrivilege, "")
		p.privilege(thePrivilege, theAlpha, 50, 0)
	}
	for name, test := range map[string]struct {
		calls []asked
		done  bool
		wrong bool
	}{
		"done after its client had gone":  {calls: []asked{none, lost, none, late}, done: true},
		"never done":                      {calls: []asked{none, lost, none}},
		"seen, and never done":            {calls: []asked{none, lost, late}, wrong: true},
		"seen, and not there any more":    {calls: []asked{none, lost, late, {operation: "holders", sent: 10, answered: 11}}, done: true, wrong: true},
		"there before anybody has asked":  {calls: []asked{{operation: "holders", sent: 0, answered: 1, finds: theAlpha}, {operation: "acceptRelationship", sent: 2, answered: 3, by: theAlpha, outcome: unknown}, late}, done: true, wrong: true},
		"refused while a try was at work": {calls: []asked{none, lost, none, late}, done: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := plant(t)
			p.about(test.calls...)
			if test.done {
				done(p)
			}
			if name == "refused while a try was at work" {
				p.history.add(call{
					Operation: "acceptRelationship", Key: tag(1), Outcome: refused, Code: "INVITE_EXHAUSTED", Sent: 4 * time.Millisecond, Answered: 5 * time.Millisecond,
					Wanted: wanted{Customer: apiID("cus", theCustomer), Services: []string{"OFFICE365"}, Partners: []string{apiID("par", theAlpha)}},
				})
			}
			if test.wrong {
				p.violated(holders, "no order explains")
			} else {
				p.violated(holders)
			}
		})
	}
}

// TestR11_AnswersOfReplicasBoundNothing: what a replica answers may be over.
func TestR11_AnswersOfReplicasBoundNothing(t *testing.T) {
	t.Parallel()
	p := plant(t)
	p.about(asked{operation: "acceptRelationship", sent: 0, answered: 1, by: theAlpha, granted: theAlpha})
	p.history.add(call{
		Operation: "holders", Sent: time.Second, Answered: 2 * time.Second, MayLag: true, Wanted: wanted{Customer: apiID("cus", theCustomer)},
		Told: told{Holders: map[string]string{"OFFICE365": ""}},
	})
	p.violated(holders)
}

// TestR11_TimesOfPrivileges: those of transacting partners do not overlap, and none ends before it begins.
func TestR11_TimesOfPrivileges(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		rows [][4]int64
		want []string
	}{
		"one after the other":      {rows: [][4]int64{{1, theAlpha, 10, 20}, {2, theBeta, 20, 30}, {3, theAlpha, 35, 0}}},
		"an advisor stands beside": {rows: [][4]int64{{1, theAlpha, 10, 0}, {2, theAdvisor, 5, 0}}},
		"they overlap":             {rows: [][4]int64{{1, theAlpha, 10, 20}, {2, theBeta, 19, 30}}, want: []string{"begins before"}},
		"two stand":                {rows: [][4]int64{{1, theAlpha, 10, 0}, {2, theBeta, 19, 0}}, want: []string{"begins before"}},
		"one within another":       {rows: [][4]int64{{1, theAlpha, 10, 40}, {2, theBeta, 20, 30}, {3, theBeta, 35, 50}}, want: []string{"begins before", "begins before"}},
		"ended before it began":    {rows: [][4]int64{{1, theAlpha, 10, 5}}, want: []string{"before it was granted"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := plant(t)
			for _, r := range test.rows {
				p.privilege(int(r[0]), int(r[1]), r[2], r[3])
			}
			p.violated(intervals, test.want...)
		})
	}
}

// BenchmarkHolders checks 100,000 calls of 16 clients on as few registers as most calls of a load are about.
func BenchmarkHolders(b *testing.B) {
	p := plant(b)
	simulate(p, 100_000)
	for b.Loop() {
		if violations, err := holders(p); err != nil || len(violations) > 0 {
			b.Fatal(violations, err)
		}
	}
}

// simulate keeps calls as a register would answer them in some order of their overlapping times.
func simulate(p *planted, calls int) {
	random := rand.New(rand.NewPCG(1, 2))
	holder := map[string]int{}
	for i := range calls {
		customer := apiID("cus", 1000+random.IntN(hotCustomers))
		at := time.Duration(i) * time.Millisecond
		c := call{
			Operation: "holders", Sent: at - time.Duration(random.IntN(16))*time.Millisecond, Answered: at + time.Duration(random.IntN(16))*time.Millisecond,
			Wanted: wanted{Customer: customer, Services: []string{"OFFICE365"}},
		}
		names := ""
		if random.IntN(2) == 0 {
			by := []int{theAlpha, theBeta}[random.IntN(2)]
			c.Operation, c.Key = "acceptRelationship", fmt.Sprint(i)
			c.Wanted.Partners, c.Wanted.Replace = []string{apiID("par", by)}, true
			if was := holder[customer]; was != by {
				c.Told.Granted = []privilege{held(1, by)}
				if was != 0 {
					c.Told.Ended = []privilege{held(2, was)}
				}
			}
			holder[customer] = by
		} else if by := holder[customer]; by != 0 {
			names = apiID("par", by)
		}
		if c.Operation == "holders" {
			c.Told.Holders = map[string]string{"OFFICE365": names}
		}
		p.history.add(c)
	}
}
