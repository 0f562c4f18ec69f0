package dbtest

import (
	"context"
	"slices"
	"time"

	"accord/reseller"
)

func byIDs[T any](m *tenants, prefix string, read func(context.Context, reseller.Scope, []reseller.ID) (map[reseller.ID]T, error)) scoped {
	return func(ctx context.Context, scope reseller.Scope) ([]string, error) {
		found, err := read(ctx, scope, append(m.all(prefix), reseller.ID{8}))
		return m.named(idsOf(found)), err
	}
}

func (m *tenants) named(ids []reseller.ID) []string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = m.names[id]
	}
	return names
}

var wholePage = reseller.Page{Limit: 100}

func (m *tenants) partners(r reseller.Reader) scoped {
	return func(ctx context.Context, scope reseller.Scope) ([]string, error) {
		page, err := r.Partners(ctx, scope, "", wholePage)
		if err != nil {
			return nil, err
		}
		var found []reseller.ID
		for _, p := range page.Items {
			found = append(found, p.Item.ID)
		}
		n, err := r.CountPartners(ctx, scope, "")
		return counted(m.named(found), n), err
	}
}

func (m *tenants) resellers(r reseller.Reader) scoped {
	return func(ctx context.Context, scope reseller.Scope) ([]string, error) {
		pages, err := r.ResellersOf(ctx, scope, m.all("p:"), wholePage)
		if err != nil {
			return nil, err
		}
		var found []reseller.ID
		for _, page := range pages {
			for _, p := range page.Items {
				found = append(found, p.Item.ID)
			}
		}
		counts, err := r.CountResellers(ctx, scope, m.all("p:"))
		return counted(m.named(found), sum(counts)), err
	}
}

func (m *tenants) users(r reseller.Reader) scoped {
	owners := append(m.all("p:"), m.all("c:")...)
	return func(ctx context.Context, scope reseller.Scope) ([]string, error) {
		pages, err := r.UsersOf(ctx, scope, owners, wholePage)
		if err != nil {
			return nil, err
		}
		var found []reseller.ID
		for _, page := range pages {
			for _, u := range page.Items {
				found = append(found, u.ID)
			}
		}
		counts, err := r.CountUsers(ctx, scope, owners)
		return counted(m.named(found), sum(counts)), err
	}
}

func (m *tenants) customers(r reseller.Reader) scoped {
	return func(ctx context.Context, scope reseller.Scope) ([]string, error) {
		page, err := r.Customers(ctx, scope, "", wholePage)
		if err != nil {
			return nil, err
		}
		var found []reseller.ID
		for _, c := range page.Items {
			found = append(found, c.Item.ID)
		}
		n, err := r.CountCustomers(ctx, scope, "")
		return counted(m.named(found), n), err
	}
}

// counted adds a name that nobody expects when a count differs from what was listed.
func counted(found []string, n int32) []string {
	if int(n) != len(found) {
		return append(found, "and a wrong count")
	}
	return found
}

// once names each once: what names two partners is in the lists of both.
func once(names []string) []string {
	slices.Sort(names)
	return slices.Compact(names)
}

func (m *tenants) relationships(r reseller.Reader, owner reseller.TenantKind) scoped {
	list, owners := reseller.RelationshipList{Owner: owner}, m.all(string(owner)[:1]+":")
	return func(ctx context.Context, scope reseller.Scope) ([]string, error) {
		pages, err := r.Relationships(ctx, scope, owners, list, wholePage)
		if err != nil {
			return nil, err
		}
		var found []reseller.ID
		for _, page := range pages {
			for _, i := range page.Items {
				found = append(found, i.Relationship.ID)
			}
		}
		counts, err := r.CountRelationships(ctx, scope, owners, list)
		return once(counted(m.named(found), sum(counts))), err
	}
}

func (m *tenants) delegations(r reseller.Reader) scoped {
	return func(ctx context.Context, scope reseller.Scope) ([]string, error) {
		found, err := r.DelegationsOf(ctx, scope, m.all("r:"), "", time.Time{})
		return m.named(flat(found)), err
	}
}

func (m *tenants) activeDelegations(r reseller.Reader) scoped {
	return func(ctx context.Context, scope reseller.Scope) ([]string, error) {
		found, err := r.ActiveDelegations(ctx, scope, m.all("c:"), time.Time{})
		return m.named(flat(found)), err
	}
}

func flat(found map[reseller.ID][]reseller.Delegation) []reseller.ID {
	var ids []reseller.ID
	for _, ds := range found {
		for _, d := range ds {
			ids = append(ids, d.ID)
		}
	}
	return ids
}

func (m *tenants) defaultInvites(r reseller.Reader) scoped {
	return func(ctx context.Context, scope reseller.Scope) ([]string, error) {
		found, err := r.DefaultInvites(ctx, scope, m.all("p:"))
		var ids []reseller.ID
		for partner, i := range found {
			if partner == i.PartnerID {
				ids = append(ids, i.ID)
			}
		}
		return m.named(ids), err
	}
}

func (m *tenants) invites(r reseller.Reader) scoped {
	return func(ctx context.Context, scope reseller.Scope) ([]string, error) {
		pages, err := r.Invites(ctx, scope, m.all("p:"), wholePage)
		if err != nil {
			return nil, err
		}
		var found []reseller.ID
		for _, page := range pages {
			for _, i := range page.Items {
				found = append(found, i.ID)
			}
		}
		counts, err := r.CountInvites(ctx, scope, m.all("p:"))
		return once(counted(m.named(found), sum(counts))), err
	}
}

func (m *tenants) history(r reseller.Reader) scoped {
	return func(ctx context.Context, scope reseller.Scope) ([]string, error) {
		pages, err := r.History(ctx, scope, m.all("r:"), ofRelationship, wholePage)
		if err != nil {
			return nil, err
		}
		var found []string
		for _, page := range pages {
			for _, e := range page.Items {
				found = append(found, m.events[e.Position.Seq])
			}
		}
		counts, err := r.CountHistory(ctx, scope, m.all("r:"), ofRelationship)
		return counted(found, sum(counts)), err
	}
}

func (m *tenants) eventsBySeq(r reseller.Reader) scoped {
	return func(ctx context.Context, scope reseller.Scope) ([]string, error) {
		seqs := []int64{-1, 1 << 40}
		for seq := range m.events {
			seqs = append(seqs, seq, seq)
		}
		found, err := r.EventsBySeq(ctx, scope, seqs)
		var names []string
		for seq, e := range found {
			if e.Position.Seq == seq {
				names = append(names, m.events[seq])
			}
		}
		return names, err
	}
}

func (m *tenants) eventsAfter(r reseller.Reader) scoped {
	return func(ctx context.Context, scope reseller.Scope) ([]string, error) {
		events, err := r.EventsAfter(ctx, scope, reseller.Position{}, 100)
		var names []string
		for _, e := range events {
			names = append(names, m.events[e.Position.Seq])
		}
		return names, err
	}
}

func (m *tenants) eventsPassed(r reseller.Reader) scoped {
	return func(ctx context.Context, scope reseller.Scope) ([]string, error) {
		seqs, err := r.EventsPassed(ctx, scope, reseller.Position{})
		var names []string
		for _, seq := range seqs {
			names = append(names, m.events[seq])
		}
		return names, err
	}
}

func sum(counts map[reseller.ID]int32) int32 {
	var n int32
	for _, c := range counts {
		n += c
	}
	return n
}
