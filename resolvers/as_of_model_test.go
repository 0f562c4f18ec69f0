package resolvers_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"accord/reseller"
)

// snapshot is what somebody was told at a moment.
type snapshot struct {
	user  string
	at    time.Time
	told  any
	asked string
}

// asOfPartner and asOfCustomer ask for all that can be told of a past moment; AS-OF stands for the argument, with a comma, and ALONE
// for it in brackets.
const (
	asOfRelationship = `{ totalCount nodes { id status endedAt end { proposedBy proposedAt reason }
		delegatedAdminPrivileges { ...D } active: delegatedAdminPrivileges(status: ACTIVE) { ...D } gone: delegatedAdminPrivileges(status: ENDED) { ...D } } }`
	asOfPrivilege = ` fragment D on DelegatedAdminPrivilege { id status endedAt endReason service { code } }`
	asOfPartner   = `{ viewer { partner {
		relationships(AS-OFfirst: 100) ` + asOfRelationship + `
		active: relationships(AS-OFfirst: 100, filter: {status: ACTIVE}) { totalCount nodes { id } }
		ending: relationships(AS-OFfirst: 100, filter: {status: ENDING}) { totalCount nodes { id } }
		ended: relationships(AS-OFfirst: 100, filter: {status: ENDED}) { totalCount nodes { id } }
		administered: relationships(AS-OFfirst: 100, filter: {hasDelegatedAdmin: true}) { totalCount nodes { id } }
		azure: relationships(AS-OFfirst: 100, filter: {service: "AZURE"}) { totalCount nodes { id } }
		customers(AS-OFfirst: 100) { totalCount nodes { id } }
		without: customers(AS-OFfirst: 100, filter: {withoutDelegatedAdminFor: ["OFFICE365"]}) { totalCount nodes { id } }
		delegatedAdminPrivileges(AS-OFfirst: 100) { totalCount nodes { ...D } }
		displaced: delegatedAdminPrivileges(AS-OFfirst: 100, filter: {endReason: DISPLACED}) { totalCount nodes { id } }
		report(AS-OFfrom: "FROM") { relationships { begun { values } ended { values } standing { values } }
			services { granted { values } ended { values } standing { values } }
			customers { gained { values } lost { values } standing { values } } coverage { withPrivilege { values } withoutPrivilege { values } }
			invites { views { values } previews { values } acceptances { values } declines { values } rate links { invite { id } acceptances { values } rate } } } } } }` + asOfPrivilege
	// asOfReseller leaves out what goes by whom relationships name as their reseller, which is told as it is now.
	asOfReseller = `{ viewer { partner { delegatedAdminPrivileges(AS-OFfirst: 100) { totalCount nodes { ...D } } } } }` + asOfPrivilege
	asOfCustomer = `{ viewer { customer { relationships(AS-OFfirst: 100) ` + asOfRelationship + `
		delegations ALONE { service { code } holder { id } beside { id } } } } }` + asOfPrivilege
)

// tell asks a user for what can be told of a moment; of now without one.
func (l *life) tell(s snapshot, asOf *time.Time) any {
	return l.tellAsOf(l.users[s.user].User.Email, s.asked, asOf)
}

// tellAsOf asks a user for what a document with AS-OF and ALONE in it can be told of a moment; of now without one.
func (w *world) tellAsOf(email, asked string, asOf *time.Time) any {
	w.t.Helper()
	var argument, alone string
	if asOf != nil {
		argument = fmt.Sprintf("asOf: %q, ", asOf.Format(time.RFC3339Nano))
		alone = "(" + strings.TrimSuffix(argument, ", ") + ")"
	}
	a := w.send(w.post(email, strings.NewReplacer("AS-OF", argument, "ALONE", alone).Replace(asked), nil))
	if len(a.Errors) > 0 {
		w.t.Fatalf("%s: %v", email, a.Errors)
	}
	return a.Data
}

// remember keeps what somebody is told now. What happens next happens later.
func (l *life) remember(r *rapid.T) {
	s := snapshot{user: rapid.SampledFrom([]string{"admin alpha", "admin prov", "admin tier2", "admin adv", "admin one", "admin two"}).Draw(r, "remembers"), asked: asOfPartner}
	switch {
	case !l.isPartner(s.user):
		s.asked = asOfCustomer
	case s.user == "admin tier2":
		s.asked = asOfReseller
	}
	s.at = l.clock.now()
	from := reseller.DayIn(s.at, reseller.ZoneOf("CN")) - 1
	s.asked = strings.Replace(s.asked, "FROM", from.String(), 1)
	s.told = l.tell(s, nil)
	l.clock.pass(time.Duration(rapid.IntRange(1, 900_000_000).Draw(r, "passes")) * time.Microsecond)
	l.told = append(l.told, s)
}

// compareAsOf holds what is told of past moments to what was told then.
func (l *life) compareAsOf() error {
	for _, s := range l.told {
		if diff := cmp.Diff(s.told, l.tell(s, &s.at)); diff != "" {
			return fmt.Errorf("%s is told of %s (-then +now):\n%s", s.user, s.at, diff)
		}
	}
	for _, s := range l.told {
		if l.isPartner(s.user) && s.user != "admin tier2" { // of one, for it asks for each figure
			return l.opensAsOf(l.users[s.user].User.Email, &s.at)
		}
	}
	return nil
}
