package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// acceptanceRow is a customer's first acceptance through a link (R8).
type acceptanceRow struct{ invite, customer rowID }

// checkAcceptances holds the counts of links against the rows, and the rows against what was acknowledged.
func checkAcceptances(ctx context.Context, e evidence) ([]string, error) {
	rows, err := collect(ctx, e.database, `SELECT invite_id, customer_id FROM acceptances`,
		func(scan func(...any) error, r *acceptanceRow) error { return scan(&r.invite, &r.customer) })
	if err != nil {
		return nil, err
	}
	there := map[acceptanceRow]bool{}
	for _, r := range rows {
		there[r] = true
	}
	asked := errands(e.history.calls())
	violations := compareAcceptances(asked, there)
	// Links that nobody has accepted count as well.
	counts := map[string]int{}
	for _, made := range asked {
		if made.final.Operation == "requestRelationship" && made.final.Outcome == acknowledged {
			counts[made.final.Told.Invite] = 0
		}
	}
	for row := range there {
		counts["ivt_"+string(row.invite)]++
	}
	told, err := e.acceptCounts(ctx, counts)
	if err != nil {
		return nil, err
	}
	for id, count := range counts {
		if got, ok := told[id]; !ok || got != count {
			violations = append(violations, fmt.Sprintf("the link %s tells of %d acceptances; there are %d", id, got, count))
		}
	}
	return violations, nil
}

// compareAcceptances holds the rows against what was asked: each acknowledged one is there, and each that is there was asked for.
func compareAcceptances(all []errand, there map[acceptanceRow]bool) (violations []string) {
	explained := map[acceptanceRow]bool{}
	for _, asked := range all {
		c := asked.final
		if c.Operation != "acceptRelationship" || asked.outcome() == refused {
			continue
		}
		row := acceptanceRow{bare(c.Wanted.Invite), bare(c.Wanted.Customer)}
		explained[row] = true
		if c.Outcome == acknowledged && !c.Told.Unchanged && !there[row] {
			violations = append(violations, fmt.Sprintf("%s was acknowledged, and the link %s does not tell of it", asked, c.Wanted.Invite))
		}
	}
	for row := range there {
		if !explained[row] {
			violations = append(violations, fmt.Sprintf("the link ivt_%s tells of an acceptance by cus_%s, which nobody has asked for", row.invite, row.customer))
		}
	}
	return violations
}

// acceptCounts asks for the counts of links.
func (e evidence) acceptCounts(ctx context.Context, of map[string]int) (map[string]int, error) {
	var ids []string
	for id := range of {
		ids = append(ids, id)
	}
	told := map[string]int{}
	for some := range slices.Chunk(ids, 100) {
		r, err := e.query(ctx, e.world.operator, queries["counts"], map[string]any{"ids": some})
		if err != nil {
			return nil, err
		}
		var nodes []*struct {
			ID          string `json:"id"`
			AcceptCount int    `json:"acceptCount"`
		}
		if err := json.Unmarshal(r.Data["nodes"], &nodes); err != nil {
			return nil, err
		}
		for _, n := range nodes {
			if n != nil {
				told[n.ID] = n.AcceptCount
			}
		}
	}
	return told, nil
}

// checkReports has the server count anew what reports count.
func checkReports(ctx context.Context, e evidence) ([]string, error) {
	printed, err := e.world.accord(ctx, "reports", "verify")
	if err == nil {
		return nil, nil
	}
	var violations []string
	for line := range strings.Lines(printed) {
		if strings.HasPrefix(line, "partner ") {
			violations = append(violations, strings.TrimSpace(line))
		}
	}
	if len(violations) > 0 {
		return violations, nil
	}
	return nil, err
}

// checkOwnWrites looks into every answer to who has looked for its own writes.
func checkOwnWrites(_ context.Context, e evidence) ([]string, error) {
	var violations []string
	for _, c := range e.history.calls() {
		if c.Operation != "own" || c.Outcome != acknowledged {
			continue
		}
		for _, want := range c.Wanted.Sights {
			at := slices.IndexFunc(c.Told.Sights, func(s sight) bool { return s.ID == want.ID })
			switch {
			case at < 0:
				violations = append(violations, fmt.Sprintf("%s, read from instance %d %s after it was written, is not there for %s", want.ID, c.Instance, c.Answered-c.Sent, c.Tenant))
			case c.Told.Sights[at].Version < want.Version:
				violations = append(violations, fmt.Sprintf("%s, written by %s at version %d, reads at version %d from instance %d", want.ID, c.Tenant, want.Version, c.Told.Sights[at].Version, c.Instance))
			case want.Ended && !c.Told.Sights[at].Ended:
				violations = append(violations, fmt.Sprintf("%s, which %s has ended, reads as active from instance %d", want.ID, c.Tenant, c.Instance))
			}
		}
	}
	return violations, nil
}

// catchUp is how long a watcher may take for the events that it has not got yet, unless the evidence says otherwise.
const catchUp = 30 * time.Second

// checkDeliveries lets each watcher read on to the end, and holds what it has got against the events that its tenant sees.
func checkDeliveries(ctx context.Context, e evidence) ([]string, error) {
	events, err := e.events(ctx)
	if err != nil {
		return nil, err
	}
	var violations []string
	for _, tenant := range e.history.watchers() {
		as := e.world.operator
		if at := slices.IndexFunc(e.world.partners, func(c *company) bool { return c.key == tenant }); at >= 0 {
			as = e.world.partners[at]
		}
		owed := owedTo(as, events)
		if len(owed) > 0 {
			e.readOn(ctx, as, owed[len(owed)-1])
		}
		violations = append(violations, compareDeliveries(tenant, owed, e.history.deliveries(tenant))...)
	}
	return violations, nil
}

// readOn reads live events until that one has come, or for as long as catching up may take.
func (e evidence) readOn(ctx context.Context, as *company, last string) {
	if got := e.history.deliveries(as.key); len(got) > 0 && got[len(got)-1].ID == last {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, cmp.Or(e.catchUp, catchUp))
	defer cancel()
	w := newWatcher(as, e.targets, e.history, 0)
	w.took = func(d delivery) {
		if d.ID == last {
			cancel()
		}
	}
	w.follow(ctx)
}

// owedTo are the ids of the events that a company sees, in order.
func owedTo(as *company, events []eventRow) (ids []string) {
	for _, e := range events {
		if as.kind == "" || e.partner == bare(as.id) || e.reseller == bare(as.id) {
			ids = append(ids, eventID(e.seq))
		}
	}
	return ids
}

// compareDeliveries holds what came against what was owed, from the first on, which is the one that the watcher began with.
func compareDeliveries(tenant string, owed []string, got []delivery) []string {
	times := map[string]int{}
	for _, d := range got {
		times[d.ID]++
	}
	at := slices.Index(owed, got[0].ID)
	if at < 0 {
		return []string{fmt.Sprintf("%s got the event %s, which it does not see", tenant, got[0].ID)}
	}
	var violations []string
	owed = owed[at:]
	for _, id := range owed {
		if times[id] != 1 {
			violations = append(violations, fmt.Sprintf("%s got the event %s %d times", tenant, id, times[id]))
		}
	}
	for i, d := range got {
		if len(violations) == 0 && (i >= len(owed) || owed[i] != d.ID) {
			violations = append(violations, fmt.Sprintf("%s got the event %s out of order, or does not see it", tenant, d.ID))
		}
	}
	return violations
}
