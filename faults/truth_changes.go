package main

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// moment is when whose change was made: a change and what is remembered of it share it.
type moment struct {
	user rowID
	at   instant
}

// changeSet are the changes that users have made.
type changeSet struct {
	// events are those of each change, and at the changes of each moment.
	events map[rowID][]eventRow
	at     map[moment][]rowID
	// began counts the events by which each relationship began, an import's too.
	began map[rowID]int
	// marked are the changes in which each mark stands.
	marked map[string][]rowID
	order  []rowID
}

// Of what one errand has done the events tell by a mark that no other has: a text, or a number of seats.
var (
	textMarks = regexp.MustCompile(`"(r\d+c\d+n\d+)(?:\.example)?"`)
	seatMarks = regexp.MustCompile(`"seats":(\d+)`)
)

// marks are those in an event.
func (e eventRow) marks() (marks []string) {
	found := textMarks.FindAllStringSubmatch(e.after, -1)
	if e.kind == "SUBSCRIPTION_ORDERED" || e.kind == "SUBSCRIPTION_SEATS_CHANGED" {
		found = append(found, seatMarks.FindAllStringSubmatch(e.after, -1)...)
	}
	for _, match := range found {
		marks = append(marks, match[1])
	}
	return marks
}

// mark is that of an errand.
func (e errand) mark() string {
	if e.final.Wanted.Seats > 0 {
		return strconv.Itoa(e.final.Wanted.Seats)
	}
	return e.final.Key
}

func changesOf(events []eventRow) changeSet {
	s := changeSet{events: map[rowID][]eventRow{}, at: map[moment][]rowID{}, marked: map[string][]rowID{}, began: map[rowID]int{}}
	for _, e := range events {
		if e.kind == "RELATIONSHIP_CREATED" {
			s.began[e.relationship]++
		}
		if e.actor == "" { // an import's
			continue
		}
		if len(s.events[e.change]) == 0 {
			m := moment{e.actor, e.recorded}
			s.at[m] = append(s.at[m], e.change)
			s.order = append(s.order, e.change)
		}
		s.events[e.change] = append(s.events[e.change], e)
		for _, mark := range e.marks() {
			if !slices.Contains(s.marked[mark], e.change) {
				s.marked[mark] = append(s.marked[mark], e.change)
			}
		}
	}
	return s
}

// written is what the events of a change are about, sorted.
func (s changeSet) written(change rowID) []string {
	var all []string
	for _, e := range s.events[change] {
		all = append(all, e.kind+" "+string(e.object()))
	}
	slices.Sort(all)
	return all
}

// checkDone finds every acknowledged mutation under its key, and its events under one change.
func checkDone(ctx context.Context, e evidence) ([]string, error) {
	events, err := e.events(ctx)
	if err != nil {
		return nil, err
	}
	keys, err := e.keys(ctx)
	if err != nil {
		return nil, err
	}
	changes := changesOf(events)
	shares := map[moment]footprint{}
	var violations []string
	for _, done := range errands(e.history.calls()) {
		if done.outcome() != acknowledged {
			continue
		}
		row, kept := keys[done.final.Key]
		if !kept {
			violations = append(violations, fmt.Sprintf("%s was acknowledged and is not there: nothing is remembered under its key", done))
			continue
		}
		// What an acceptance says does not tell whether it has begun its relationship. Somebody has, once.
		if id := done.final.Told.Relationship; done.final.Operation == "acceptRelationship" && changes.began[bare(id)] != 1 {
			violations = append(violations, fmt.Sprintf("%s was acknowledged, and by the events %s has begun %d times", done, id, changes.began[bare(id)]))
		}
		at := moment{row.user, row.at}
		shares[at] = shares[at].and(expected(done.final), done.String())
	}
	for at, f := range shares {
		if missing := f.differs(changes, changes.at[at]); missing != "" {
			violations = append(violations, fmt.Sprintf("%s was acknowledged, and %s", strings.Join(f.of, " and "), missing))
		}
	}
	slices.Sort(violations)
	return violations, nil
}

// String names it, for who looks for it in the history.
func (e errand) String() string {
	return fmt.Sprintf("%s with the key %s by %s", e.final.Operation, e.final.Key, e.final.Tenant)
}

// footprint is which events a mutation leaves: those that it must, and kinds that it may leave besides. Mutations of one user at one
// moment have one together: by a clock that was put back, an acceptance that changes nothing happens right behind the customer's last
// change, and so does what comes after it.
type footprint struct {
	must []string
	may  []string
	// of are the mutations, each with one change at most.
	of []string
}

// and is the footprint of one more mutation of the same moment.
func (f footprint) and(more footprint, of string) footprint {
	return footprint{must: slices.Sorted(slices.Values(slices.Concat(f.must, more.must))), may: slices.Concat(f.may, more.may), of: append(f.of, of)}
}

// expected is what an acknowledged mutation leaves, by what its answer says.
func expected(c call) footprint {
	var f footprint
	must := func(kind, id string) { f.must = append(f.must, kind+" "+string(bare(id))) }
	for _, p := range c.Told.Granted {
		must("DELEGATED_ADMIN_GRANTED", p.ID)
	}
	for _, p := range c.Told.Ended {
		must("DELEGATED_ADMIN_ENDED", p.ID)
	}
	switch c.Operation {
	case "requestRelationship":
		if strings.HasPrefix(c.Key, defaultTag) {
			f.may = []string{"INVITE_CREATED"} // R1: unless it stands already
		} else {
			must("INVITE_CREATED", c.Told.Invite)
		}
	case "acceptRelationship":
		f.may = []string{"RELATIONSHIP_CREATED", "RELATIONSHIP_CHANGED"}
	case "proposeRelationshipEnd":
		must("RELATIONSHIP_END_PROPOSED", c.Told.Relationship)
	case "withdrawRelationshipEnd":
		must("RELATIONSHIP_END_WITHDRAWN", c.Told.Relationship)
	case "confirmRelationshipEnd":
		must("RELATIONSHIP_ENDED", c.Told.Relationship)
		f.may = []string{"SUBSCRIPTION_PARTNER_OF_RECORD_CHANGED", "SUBSCRIPTION_SUPPORT_CONTACT_CHANGED"}
	case "declineRelationship":
		must("INVITE_DECLINED", c.Wanted.Invite)
	case "provisionSubscription":
		must("SUBSCRIPTION_ORDERED", c.Told.Subscription)
		f.may = []string{"DELEGATED_ADMIN_GRANTED"} // R29: with a first order
	case "changeSeats":
		must("SUBSCRIPTION_SEATS_CHANGED", c.Told.Subscription)
	case "cancelSubscription":
		must("SUBSCRIPTION_CANCELLED", c.Told.Subscription)
	case "createCustomer":
		must("CUSTOMER_REGISTERED", c.Told.Customer)
		must("RELATIONSHIP_CREATED", c.Told.Relationship)
	}
	slices.Sort(f.must)
	return f
}

// differs says how the changes of the mutation's moment differ from what it leaves; empty where they do not.
func (f footprint) differs(s changeSet, changes []rowID) string {
	if len(changes) > max(1, len(f.of)) {
		return fmt.Sprintf("there are several changes of its moment: %s", changes)
	}
	var written []string
	for _, change := range changes {
		written = append(written, s.written(change)...)
	}
	rest := slices.Clone(written)
	for _, one := range f.must {
		at := slices.Index(rest, one)
		if at < 0 {
			return fmt.Sprintf("its change has no event %q, but %q", one, written)
		}
		rest = slices.Delete(rest, at, at+1)
	}
	for _, one := range rest {
		if kind, _, _ := strings.Cut(one, " "); !slices.Contains(f.may, kind) {
			return fmt.Sprintf("its change has an event %q beside %q", one, f.must)
		}
	}
	return ""
}

// checkLeft finds whatever a refused mutation has left, and changes that nobody has asked for.
func checkLeft(ctx context.Context, e evidence) ([]string, error) {
	events, err := e.events(ctx)
	if err != nil {
		return nil, err
	}
	keys, err := e.keys(ctx)
	if err != nil {
		return nil, err
	}
	changes := changesOf(events)
	asked, remembered := map[string]bool{}, map[moment]bool{}
	var violations []string
	for _, tried := range errands(e.history.calls()) {
		asked[tried.final.Key] = true
		if tried.outcome() != refused {
			continue
		}
		if _, kept := keys[tried.final.Key]; kept {
			violations = append(violations, fmt.Sprintf("%s was refused with %s, and is remembered as done", tried, tried.final.Code))
		}
		if found := changes.marked[tried.mark()]; len(found) > 0 {
			violations = append(violations, fmt.Sprintf("%s was refused with %s, and left the changes %s", tried, tried.final.Code, found))
		}
	}
	for key, row := range keys {
		remembered[moment{row.user, row.at}] = true
		if !asked[key] {
			violations = append(violations, fmt.Sprintf("%s is remembered under the key %s, for which nobody has asked", row.mutation, key))
		}
	}
	for _, change := range changes.order {
		if first := changes.events[change][0]; !remembered[moment{first.actor, first.recorded}] {
			violations = append(violations, fmt.Sprintf("the change %s, with %q, is that of no request", change, changes.written(change)))
		}
	}
	return violations, nil
}

// checkOnce holds the answers of one key against each other, and its effects.
func checkOnce(ctx context.Context, e evidence) ([]string, error) {
	events, err := e.events(ctx)
	if err != nil {
		return nil, err
	}
	changes := changesOf(events)
	var violations []string
	for _, tried := range errands(e.history.calls()) {
		if found := changes.marked[tried.mark()]; len(found) > 1 {
			violations = append(violations, fmt.Sprintf("%s was done %d times: by the changes %s", tried, len(found), found))
		}
		for _, again := range tried.tries {
			switch {
			case tried.final.Outcome != acknowledged || again.Sent <= tried.final.Sent || again.Outcome == unknown:
			case again.Outcome == refused:
				violations = append(violations, fmt.Sprintf("%s was acknowledged, and its repetition refused with %s", tried, again.Code))
			case again.Told.gist() != tried.final.Told.gist():
				violations = append(violations, fmt.Sprintf("%s was answered with %s, and its repetition with %s", tried, tried.final.Told.gist(), again.Told.gist()))
			}
		}
	}
	return violations, nil
}

// gist is what repetitions of an answer have to say too: its objects and flags, not their versions.
func (t told) gist() string {
	return fmt.Sprint(t.Relationship, t.Invite, t.Subscription, t.Customer, t.Granted, t.Ended, t.Unchanged)
}
