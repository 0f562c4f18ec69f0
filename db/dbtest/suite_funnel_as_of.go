package dbtest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"accord/reseller"
)

var pastFunnelCases = []testCase{
	{"Visits_and_answers_as_of_a_moment_are_what_was_told_then", funnelAsOf},
}

// funnelTold is all that is told of what came of links, of a moment.
type funnelTold struct {
	visits                []reseller.Visit
	accepted              map[reseller.ID]reseller.Slice[reseller.Acceptance]
	declined              map[reseller.ID]reseller.Slice[reseller.Decline]
	acceptances, declines map[reseller.ID]int32
}

// visitedLinks are links with which customers do something again and again.
type visitedLinks struct {
	*kit
	random    *rand.Rand
	partner   reseller.ID
	links     []reseller.Invite
	customers []reseller.ID
	related   map[reseller.ID]reseller.ID
	at        time.Time
}

// visit has a customer look at a link, accept or decline it; what it declines again it does for another reason.
func (v *visitedLinks) visit(t *testing.T) {
	t.Helper()
	link, customer := v.links[v.random.IntN(len(v.links))], v.customers[v.random.IntN(len(v.customers))]
	switch v.random.IntN(4) {
	case 0:
		v.previewed(t, v.at, reseller.InviteCustomer{InviteID: link.ID, CustomerID: customer})
	case 1:
		a := reseller.Acceptance{ID: v.ID(), InviteID: link.ID, CustomerID: customer, RelationshipID: v.related[customer], AcceptedBy: v.ID(), AcceptedAt: v.at}
		v.Write(func(ctx context.Context, tx reseller.Tx) error { return tx.InsertAcceptance(ctx, a) })
	default:
		v.decline(link, customer)
	}
}

// decline writes a decline with its event; one without a reason has none in its event either.
func (v *visitedLinks) decline(link reseller.Invite, customer reseller.ID) {
	d := reseller.Decline{ID: v.ID(), InviteID: link.ID, CustomerID: customer, DeclinedBy: v.ID(), DeclinedAt: v.at}
	e := reseller.Event{
		Kind: reseller.EventInviteDeclined, PartnerID: link.PartnerID, CustomerID: customer, InviteID: link.ID, OccurredAt: v.at,
		Actor: reseller.Actor{UserID: d.DeclinedBy}, After: &reseller.EventState{Name: "Customer"},
	}
	if v.random.IntN(4) > 0 {
		d.Reason = fmt.Sprint("because it is ", v.at)
		e.After.Fields = map[string]string{"reason": d.Reason}
	}
	v.Write(func(ctx context.Context, tx reseller.Tx) error { return tx.PutDecline(ctx, d) })
	v.Events(e)
}

// tell asks for all that was done within a time, as of a moment; of now where it is zero.
func (v *visitedLinks) tell(t *testing.T, from, to, asOf time.Time) (told funnelTold) {
	t.Helper()
	scope := AsPartner(v.partner)
	told.visits = v.visits(t, scope, v.partner, reseller.FunnelQuery{From: reseller.QuarterOf(from), To: reseller.QuarterOf(to), AsOf: asOf})
	ids, filter := []reseller.ID{v.links[0].ID, v.links[1].ID}, reseller.AnswerFilter{From: from, To: to, AsOf: asOf}
	var err error
	told.accepted, err = v.store.AcceptancesOf(t.Context(), scope, ids, filter, wholePage)
	check(t, err)
	told.declined, err = v.store.DeclinesOf(t.Context(), scope, ids, filter, wholePage)
	check(t, err)
	told.acceptances, err = v.store.CountAcceptances(t.Context(), scope, ids, filter)
	check(t, err)
	told.declines, err = v.store.CountDeclines(t.Context(), scope, ids, filter)
	check(t, err)
	return told
}

// funnelAsOf: whatever customers do, and say later.
func funnelAsOf(t *testing.T, k *kit) {
	v := &visitedLinks{kit: k, random: rand.New(rand.NewPCG(5, 6)), partner: k.Partner(reseller.Partner{}).ID, at: Start, related: map[reseller.ID]reseller.ID{}} //nolint:gosec // no secret
	for n := range 3 {
		v.links = append(v.links, k.Invite(reseller.Invite{PartnerID: v.partner, Terms: reseller.Terms{Label: fmt.Sprint(n)}}))
		customer := k.Customer(reseller.Customer{}).ID
		v.customers = append(v.customers, customer)
		v.related[customer] = k.Relationship(reseller.Relationship{PartnerID: v.partner, CustomerID: customer}).ID
	}
	type question struct{ from, to, at time.Time }
	told := map[question]funnelTold{}
	for range 50 {
		v.at = v.at.Add(time.Duration(1 + v.random.Int64N(int64(time.Hour)))).Truncate(time.Microsecond)
		v.visit(t)
		if v.random.IntN(3) == 0 {
			asked := question{v.at.Add(-time.Duration(v.random.IntN(24)) * time.Hour), v.at.Add(time.Hour), v.at}
			told[asked] = v.tell(t, asked.from, asked.to, time.Time{})
		}
	}
	for asked, was := range told {
		k.part(t, asked.at.String(), func(t *testing.T) { equal(t, v.tell(t, asked.from, asked.to, asked.at), was) })
	}
}
