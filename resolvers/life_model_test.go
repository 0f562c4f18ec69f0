package resolvers_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"accord/db/dbtest"
	"accord/reseller"
)

// life is a small world under random steps beside its model: Alpha, Beta, Provider with two resellers, and an advisor, with
// two customers of which nobody has heard before.
type life struct {
	*world
	users map[string]reseller.Viewer
	// label keeps the links of one run apart from those of the runs before it.
	label string

	// before is how many events there were before the step under way.
	before int32

	suspended map[string]bool
	links     []*lifeLink
	// related are the latest relationships, by partner and customer.
	related map[[2]string]*lifeRelationship
	// held are the privileges: whose relationship they stand under, by customer, service and partner.
	held map[[3]string]string
	// known are the partners that a customer has ever had a relationship with, or given a privilege.
	known map[[2]string]bool
	// told is what was told at moments of the past.
	told []snapshot
}

type lifeLink struct {
	slot   lifeSlot
	id     reseller.ID
	token  string
	status string // "standing", "grace" or "gone"
}

// lifeSlot is whose link it is and in whose name.
type lifeSlot struct{ partner, named string }

type lifeRelationship struct {
	id                         reseller.ID
	status, proposer, reseller string
}

var (
	lifeSlots    = []lifeSlot{{"alpha", ""}, {"beta", ""}, {"adv", ""}, {"prov", ""}, {"prov", "tier2"}, {"prov", "tier2b"}}
	lifePartners = []string{"alpha", "beta", "adv", "prov", "tier2", "tier2b"}
	lifeServices = []string{"OFFICE365", "AZURE"}
	lifeUsers    = []string{"admin alpha", "help alpha", "admin beta", "admin adv", "admin prov", "help prov", "admin tier2", "admin tier2b", "admin one", "user one", "admin two"}
	transacting  = []string{"alpha", "beta", "prov"}
)

// fewRuns bounds the runs of the model, each of which takes up to forty requests, unless -rapid.checks asks for more.
func fewRuns(t *testing.T) {
	t.Helper()
	checks := flag.Lookup("rapid.checks")
	if checks.Value.String() != checks.DefValue {
		return
	}
	if err := checks.Value.Set("25"); err != nil {
		t.Fatal(err)
	}
}

func TestR11_R23_R25_WhateverHappens(t *testing.T) {
	fewRuns(t) // before any test runs beside this one
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		w.load(map[string]string{"partners.csv": "key,name,type,country,status,provider_key,services\n" +
			"beta,Beta,DIRECT_RESELLER,CN,ACTIVE,,OFFICE365;AZURE\nadv,Advisor,ADVISOR,CN,ACTIVE,,OFFICE365;AZURE\n"})
		runs := 0
		rapid.Check(t, func(r *rapid.T) {
			runs++
			l := newLife(w, runs)
			for range rapid.IntRange(1, 40).Draw(r, "steps") {
				if rapid.IntRange(0, 3).Draw(r, "count") == 0 {
					l.must(w.app.CountEvents(t.Context()))
				}
				if rapid.IntRange(0, 4).Draw(r, "remember") == 0 {
					l.remember(r)
				}
				what, got, want := l.step(r)
				if got != want {
					r.Fatalf("%s: %q, want %q", what, got, want)
				}
			}
			if err := errors.Join(l.compare(), l.compareAsOf(), l.compareReports(rapid.SampledFrom(lifePartners).Draw(r, "whose report"))); err != nil {
				r.Fatal(err)
			}
		})
	})
}

func newLife(w *world, run int) *life {
	l := &life{
		world: w, users: map[string]reseller.Viewer{}, label: fmt.Sprint(run), suspended: map[string]bool{},
		related: map[[2]string]*lifeRelationship{}, held: map[[3]string]string{}, known: map[[2]string]bool{},
	}
	rows := dbtest.NewWorld(w.t, w.store)
	for _, name := range []string{"one", "two"} {
		id := reseller.NewID(w.clock.now(), 0, random{})
		c := rows.Customer(reseller.Customer{ID: id, ExternalKey: id.String(), Domain: id.String() + ".example"})
		for role, as := range map[reseller.Role]string{reseller.RoleGlobalAdmin: "admin ", reseller.RoleUser: "user "} {
			email := as[:4] + id.String() + "@x.example"
			u := rows.User(reseller.User{Email: email, Tenant: reseller.TenantCustomer, TenantID: c.ID, Roles: []reseller.Role{role}})
			l.users[as+name] = reseller.Viewer{User: u, Customer: &c}
		}
	}
	for _, p := range lifePartners {
		l.users["admin "+p] = l.identify("admin@" + p + ".example")
		l.suspend(p, false)
	}
	l.users["help alpha"], l.users["help prov"] = l.identify("help@alpha.example"), l.identify("help@prov.example")
	return l
}

func (l *life) identify(email string) reseller.Viewer {
	v, err := l.store.Identify(l.t.Context(), email)
	l.must(err)
	return v
}

func (l *life) suspend(partner string, suspended bool) {
	p := *l.identify("admin@" + partner + ".example").Partner
	status := reseller.PartnerActive
	if suspended {
		status = reseller.PartnerSuspended
	}
	l.suspended[partner] = suspended
	if p.Status == status {
		return
	}
	p.Status, p.Version = status, p.Version+1
	l.must(l.store.Update(l.t.Context(), dbtest.AsOperator(), func(ctx context.Context, tx reseller.Tx) error { return tx.PutPartners(ctx, []reseller.Partner{p}) }))
}

// standing is the link of a slot that requests give; nil when there is none.
func (l *life) standing(s lifeSlot) *lifeLink {
	for _, link := range l.links {
		if link.slot == s && link.status == "standing" {
			return link
		}
	}
	return nil
}

// holder is the transacting partner that holds a service of a customer; empty when none does.
func (l *life) holder(customer, service string) string {
	for _, p := range transacting {
		if _, ok := l.held[[3]string{customer, service, p}]; ok {
			return p
		}
	}
	return ""
}

// party reports whether a partner has to do with the relationship of another and a customer.
func (l *life) party(partner, owner, customer string) bool {
	r := l.related[[2]string{owner, customer}]
	for _, s := range lifeServices {
		if under, ok := l.held[[3]string{customer, s, partner}]; ok && under == owner {
			return true
		}
	}
	return partner == owner || r.reseller == partner
}

func (l *life) partnerID(name string) reseller.ID { return l.users["admin "+name].Partner.ID }

// events counts what has happened to the customers and their partners.
func (l *life) events() int32 {
	var n int32
	for of, users := range map[reseller.HistoryOf][]string{
		reseller.HistoryOfCustomer: {"admin one", "admin two"}, reseller.HistoryOfPartner: {"admin alpha", "admin beta", "admin adv", "admin prov"},
	} {
		var owners []reseller.ID
		for _, u := range users {
			owners = append(owners, l.users[u].User.TenantID)
		}
		counts, err := l.store.CountHistory(l.t.Context(), dbtest.AsOperator(), owners, reseller.HistoryList{Of: of})
		l.must(err)
		for _, count := range counts {
			n += count
		}
	}
	return n
}

// step takes one random step, in the world and in the model. A refused one leaves no event.
func (l *life) step(r *rapid.T) (what, got, want string) {
	kinds := []string{"request", "accept", "accept", "accept", "remove", "relinquish", "propose", "confirm", "withdraw", "rotate", "revoke", "suspend"}
	kind := rapid.SampledFrom(kinds).Draw(r, "kind")
	user := rapid.SampledFrom(lifeUsers).Draw(r, "user")
	l.before = l.events()
	var err error
	switch kind {
	case "request":
		err, want = l.request(user, rapid.SampledFrom(lifeSlots).Draw(r, "slot"))
	case "accept":
		err, want = l.accepts(r, user)
	case "remove":
		err, want = l.removes(r, user)
	case "suspend":
		l.suspend(rapid.SampledFrom(lifePartners).Draw(r, "partner"), rapid.Bool().Draw(r, "suspended"))
	case "rotate", "revoke":
		err, want = l.changesLink(r, kind, user)
	default:
		err, want = l.changesRelationship(r, kind, user)
	}
	if got = codeOf(err); got != "" && l.events() != l.before {
		got += ", with events"
	}
	return kind + " by " + user, got, want
}

// codeOf gives the code of a refusal; what is no refusal, as it is.
func codeOf(err error) string {
	if refusals := reseller.AsRefusals(err); refusals != nil {
		return string(refusals[0].Code)
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

// compare holds the store against the model, the history against the store, and R11 against the rules.
func (l *life) compare() error {
	for _, customer := range []string{"one", "two"} {
		var standing reseller.Standing
		l.must(l.store.Update(l.t.Context(), dbtest.AsOperator(), func(ctx context.Context, tx reseller.Tx) (err error) {
			standing, err = tx.StandingRelationships(ctx, l.users["admin "+customer].Customer.ID)
			return err
		}))
		if store, model := written(standing), l.modelled(customer); !slices.Equal(store, model) {
			return fmt.Errorf("customer %s: the store has %v, the model %v", customer, store, model)
		}
		if err := l.compareHistory(customer, standing); err != nil {
			return err
		}
	}
	return nil
}

// written lists what stands in the store.
func written(standing reseller.Standing) []string {
	var lines []string
	for _, r := range standing.Relationships {
		lines = append(lines, fmt.Sprint(r.PartnerID, r.ResellerID, r.Status, r.ID))
	}
	for _, d := range standing.Active {
		lines = append(lines, fmt.Sprint(d.Service, d.PartnerID, standing.Under(d).PartnerID))
	}
	slices.Sort(lines)
	return lines
}

// modelled lists what stands in the model.
func (l *life) modelled(customer string) []string {
	var lines []string
	for pair, r := range l.related {
		if pair[1] != customer || r.status == "ENDED" {
			continue
		}
		named := reseller.ID{}
		if r.reseller != "" {
			named = l.partnerID(r.reseller)
		}
		lines = append(lines, fmt.Sprint(l.partnerID(pair[0]), named, r.status, r.id))
	}
	for key, under := range l.held {
		if key[0] == customer {
			lines = append(lines, fmt.Sprint(key[1], l.partnerID(key[2]), l.partnerID(under)))
		}
	}
	slices.Sort(lines)
	return lines
}

// compareHistory holds a customer's history against what stands, and what stands against R11.
func (l *life) compareHistory(customer string, standing reseller.Standing) error {
	relationships, privileges, err := l.folded(l.users["admin "+customer].Customer.ID)
	if err != nil {
		return err
	}
	stands := map[reseller.ID]reseller.RelationshipStatus{}
	for id, status := range relationships {
		if status != reseller.RelationshipEnded {
			stands[id] = status
		}
	}
	current, held, holders := map[reseller.ID]reseller.RelationshipStatus{}, map[reseller.ID]bool{}, map[string]bool{}
	for _, r := range standing.Relationships {
		current[r.ID] = r.Status
	}
	for _, d := range standing.Active {
		held[d.ID] = true
		if d.Transacting && holders[d.Service] {
			return fmt.Errorf("R11: two hold %s of customer %s", d.Service, customer)
		}
		holders[d.Service] = holders[d.Service] || d.Transacting
	}
	if !maps.Equal(stands, current) || !maps.Equal(privileges, held) {
		return fmt.Errorf("customer %s: by its history %v and %v, in the store %v and %v", customer, stands, privileges, current, held)
	}
	return nil
}

// folded gives what a customer's history says that is: the statuses of its relationships, and the privileges that stand.
func (l *life) folded(customer reseller.ID) (map[reseller.ID]reseller.RelationshipStatus, map[reseller.ID]bool, error) {
	relationships, privileges := map[reseller.ID]reseller.RelationshipStatus{}, map[reseller.ID]bool{}
	pages, err := l.store.History(l.t.Context(), dbtest.AsOperator(), []reseller.ID{customer}, reseller.HistoryList{Of: reseller.HistoryOfCustomer}, reseller.Page{Limit: 1000})
	for _, e := range pages[customer].Items {
		switch {
		case e.Kind == reseller.EventDelegatedAdminGranted:
			privileges[e.DelegationID] = true
		case e.Kind == reseller.EventDelegatedAdminEnded:
			delete(privileges, e.DelegationID)
		case e.After != nil && e.After.RelationshipStatus != "":
			if was, there := relationships[e.RelationshipID]; there && (e.Before == nil || e.Before.RelationshipStatus != was) {
				return nil, nil, fmt.Errorf("%s begins elsewhere than where the one before it ended: %s", e.Kind, was)
			}
			relationships[e.RelationshipID] = e.After.RelationshipStatus
		}
	}
	return relationships, privileges, err
}
