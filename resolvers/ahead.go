package resolvers

import (
	"context"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"accord/auth"
	"accord/reseller"
)

// Fetching ahead. The executor asks every object of a page for its fields by itself, so that a page of N would cost N
// statements for each relation. So whoever has many objects at hand first walks what the selection asks of them, level by
// level, and reads each relation for all of them in one statement; the resolvers then find it in the loaders. The number of
// statements depends on the shape of the document, never on the number of rows, and nothing is left to timing.
//
// A field that is not named here still works, a statement for each object. TestAPageCostsAConstantNumberOfStatements tells.

// then reads objects in one statement and goes on to what the selection asks of them.
func then[K comparable, V any](ctx context.Context, l *loader[K, V], keys []K, fields []graphql.CollectedField,
	next func(context.Context, []V, []graphql.CollectedField) error,
) error {
	if len(keys) == 0 {
		return nil
	}
	found, err := l.getAll(ctx, keys)
	if err != nil || len(found) == 0 {
		return err
	}
	return next(ctx, found, fields)
}

// nothingAhead ends the walk.
func nothingAhead[V any](context.Context, []V, []graphql.CollectedField) error { return nil }

// below lists the fields selected below a field.
func below(ctx context.Context, f graphql.CollectedField) []graphql.CollectedField {
	return graphql.CollectFields(graphql.GetOperationContext(ctx), f.Selections, nil)
}

// selectedOfNodes lists what the present connection's items are asked for.
func selectedOfNodes(ctx context.Context) []graphql.CollectedField {
	return ofNodes(ctx, graphql.CollectFieldsCtx(ctx, nil))
}

// ofNodes lists what the items of a connection are asked for, under nodes and under edges { node }.
func ofNodes(ctx context.Context, connection []graphql.CollectedField) []graphql.CollectedField {
	var found []graphql.CollectedField
	for _, f := range connection {
		switch f.Name {
		case "nodes":
			found = append(found, below(ctx, f)...)
		case "edges":
			for _, inEdge := range below(ctx, f) {
				if inEdge.Name == "node" {
					found = append(found, below(ctx, inEdge)...)
				}
			}
		}
	}
	return found
}

// selectedBelow lists what is selected below the present field, along a way of field names.
func selectedBelow(ctx context.Context, way ...string) []graphql.CollectedField {
	fields := graphql.CollectFieldsCtx(ctx, nil)
	for _, name := range way {
		var next []graphql.CollectedField
		for _, f := range fields {
			if f.Name == name {
				next = append(next, below(ctx, f)...)
			}
		}
		fields = next
	}
	return fields
}

// selects reports whether a field of that name is among the selected ones.
func selects(fields []graphql.CollectedField, name string) bool {
	for _, f := range fields {
		if f.Name == name {
			return true
		}
	}
	return false
}

// idsOf lists the ids that values name, without the zero ones.
func idsOf[V any](values []V, id func(V) reseller.ID) []reseller.ID {
	ids := make([]reseller.ID, 0, len(values))
	for _, v := range values {
		if named := id(v); !named.IsZero() {
			ids = append(ids, named)
		}
	}
	return ids
}

// aheadItems goes on from the items of a list, whose customers are at hand.
func aheadItems(ctx context.Context, items []reseller.RelationshipItem, fields []graphql.CollectedField) error {
	rs := make([]reseller.Relationship, len(items))
	for i, item := range items {
		rs[i] = item.Relationship
		if item.Relationship.AsOf.IsZero() && item.Relationship.Status != reseller.RelationshipEnded { // of others less may be seen than the list has
			loadersOf(ctx).relatedCustomers.know(item.Customer.ID, item.Customer)
		}
	}
	return aheadRelationships(ctx, rs, fields)
}

func aheadRelationships(ctx context.Context, rs []reseller.Relationship, fields []graphql.CollectedField) error {
	l := loadersOf(ctx)
	for _, f := range fields {
		var err error
		switch f.Name {
		case "partner":
			err = then(ctx, l.partners, idsOf(rs, func(r reseller.Relationship) reseller.ID { return r.PartnerID }), below(ctx, f), aheadPartners)
		case "reseller":
			err = then(ctx, l.partners, idsOf(rs, func(r reseller.Relationship) reseller.ID { return r.ResellerID }), below(ctx, f), aheadPartners)
		case "customer":
			err = then(ctx, l.relatedCustomers, idsOf(rs, func(r reseller.Relationship) reseller.ID { return r.CustomerID }), below(ctx, f), aheadCustomers)
		case "acceptedBy":
			err = then(ctx, l.users, idsOf(rs, func(r reseller.Relationship) reseller.ID { return r.AcceptedBy }), nil, nothingAhead)
		case "end":
			err = aheadEnds(ctx, rs, below(ctx, f))
		case "delegatedAdminPrivileges":
			err = aheadPrivilegesOf(ctx, rs, f)
		case "history":
			err = aheadHistory(ctx, reseller.HistoryOfRelationship, idsOf(rs, func(r reseller.Relationship) reseller.ID { return r.ID }), f)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func aheadPrivilegesOf(ctx context.Context, rs []reseller.Relationship, f graphql.CollectedField) error {
	var args struct {
		Status reseller.DelegationStatus `json:"status"`
	}
	if !readArguments(ctx, f, &args) {
		return nil
	}
	if len(rs) == 0 {
		return nil
	}
	// Those of one list are all as of the same moment.
	ids := idsOf(rs, func(r reseller.Relationship) reseller.ID { return r.ID })
	keys, err := askedEach(ids, privilegesOfAsked{Status: args.Status, AsOf: rs[0].AsOf})
	if err != nil {
		return err
	}
	lists, err := loadersOf(ctx).privilegesOf.getAll(ctx, keys)
	if err != nil {
		return err
	}
	var all []reseller.Delegation
	for _, list := range lists {
		all = append(all, list...)
	}
	return aheadPrivileges(ctx, all, below(ctx, f))
}

func aheadPrivileges(ctx context.Context, ds []reseller.Delegation, fields []graphql.CollectedField) error {
	l := loadersOf(ctx)
	for _, f := range fields {
		var err error
		switch f.Name {
		case "partner":
			err = then(ctx, l.partners, idsOf(ds, func(d reseller.Delegation) reseller.ID { return d.PartnerID }), below(ctx, f), aheadPartners)
		case "customer":
			err = then(ctx, l.relatedCustomers, idsOf(ds, func(d reseller.Delegation) reseller.ID { return d.CustomerID }), below(ctx, f), aheadCustomers)
		case "relationship":
			err = then(ctx, l.relationships, idsOf(ds, func(d reseller.Delegation) reseller.ID { return d.RelationshipID }), below(ctx, f), aheadRelationships)
		case "grantedBy":
			err = then(ctx, l.users, idsOf(ds, func(d reseller.Delegation) reseller.ID { return d.GrantedBy }), nil, nothingAhead)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func aheadPartners(ctx context.Context, ps []reseller.Partner, fields []graphql.CollectedField) error {
	l := loadersOf(ctx)
	ids := idsOf(ps, func(p reseller.Partner) reseller.ID { return p.ID })
	private := idsOf(ps, func(p reseller.Partner) reseller.ID {
		if seesPartnersAffairs(ctx, p.ID) {
			return p.ID
		}
		return reseller.ID{}
	})
	for _, p := range ps {
		l.partners.know(p.ID, p)
	}
	for _, f := range fields {
		var err error
		switch f.Name {
		case "invite":
			err = then(ctx, l.defaultInvites, ids, below(ctx, f), aheadInvites)
		case "invites":
			err = aheadInvitePages(ctx, private, f)
		case "relationships":
			err = aheadRelationshipPages(ctx, reseller.TenantPartner, private, f)
		case "customers":
			err = aheadCustomerPages(ctx, private, f)
		case "subscriptions":
			err = aheadSubscriptionPages(ctx, reseller.TenantPartner, private, f)
		case "delegatedAdminPrivileges":
			err = aheadPrivilegePages(ctx, private, f)
		case "charges":
			err = aheadChargePages(ctx, private, f)
		case "history":
			err = aheadHistory(ctx, reseller.HistoryOfPartner, private, f)
		default:
			err = aheadCompany(ctx, ps, private, f)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func aheadCustomers(ctx context.Context, cs []reseller.Customer, fields []graphql.CollectedField) error {
	ids := idsOf(cs, func(c reseller.Customer) reseller.ID { return c.ID })
	for _, f := range fields {
		var err error
		switch f.Name {
		case "relationships":
			err = aheadRelationshipPages(ctx, reseller.TenantCustomer, ids, f)
		case "subscriptions":
			err = aheadSubscriptionPages(ctx, reseller.TenantCustomer, ids, f)
		case "delegations":
			err = aheadDelegations(ctx, ids, f)
		case "history":
			err = aheadHistory(ctx, reseller.HistoryOfCustomer, ids, f)
		case "users":
			err = aheadUsers(ctx, ofCustomersSeen(ctx, cs), f)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func aheadDelegations(ctx context.Context, customers []reseller.ID, f graphql.CollectedField) error {
	if v := auth.ViewerFrom(ctx); v.Partner != nil {
		return nil // it is null to partners
	}
	var args struct {
		AsOf *time.Time `json:"asOf"`
	}
	if !readArguments(ctx, f, &args) {
		return nil
	}
	moment, err := pastMoment(ctx, args.AsOf)
	if err != nil {
		return nil //nolint:nilerr // the field's resolver will say so, at its own path
	}
	keys, err := askedEach(customers, moment)
	if err != nil {
		return err
	}
	lists, err := loadersOf(ctx).activePrivileges.getAll(ctx, keys)
	if err != nil {
		return err
	}
	var partners []reseller.ID
	for _, list := range lists {
		partners = append(partners, idsOf(list, func(d reseller.Delegation) reseller.ID { return d.PartnerID })...)
	}
	return aheadParties(ctx, partners, below(ctx, f))
}

// aheadHolders reads the partners that hold services, or stand beside.
func aheadHolders(ctx context.Context, ds []reseller.ServiceDelegation, fields []graphql.CollectedField) error {
	partners := idsOf(ds, func(d reseller.ServiceDelegation) reseller.ID { return d.HolderID })
	for _, d := range ds {
		partners = append(partners, d.BesideIDs...)
	}
	return aheadParties(ctx, partners, fields)
}

// aheadParties reads partners that stand in ServiceDelegations, and ahead what is asked of holder and beside.
func aheadParties(ctx context.Context, partners []reseller.ID, fields []graphql.CollectedField) error {
	var asked []graphql.CollectedField
	for _, f := range fields {
		if f.Name == "holder" || f.Name == "beside" {
			asked = append(asked, below(ctx, f)...)
		}
	}
	return then(ctx, loadersOf(ctx).partners, partners, asked, aheadPartners)
}

func aheadInvites(ctx context.Context, is []reseller.Invite, fields []graphql.CollectedField) error {
	l := loadersOf(ctx)
	ids := idsOf(is, func(i reseller.Invite) reseller.ID { return i.ID })
	for _, f := range fields {
		var err error
		switch f.Name {
		case "viewCount", "acceptCount", "declineCount":
			err = then(ctx, l.inviteCounts, ids, nil, nothingAhead)
		case "services":
			err = then(ctx, l.partners, idsOf(is, func(i reseller.Invite) reseller.ID { return i.PartnerID }), nil, nothingAhead)
		case "acceptances":
			err = aheadAcceptances(ctx, ids, f)
		case "declines":
			err = aheadDeclines(ctx, ids, f)
		case "reseller":
			err = then(ctx, l.partners, idsOf(is, func(i reseller.Invite) reseller.ID { return i.Terms.ResellerID }), below(ctx, f), aheadPartners)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func aheadAccepted(ctx context.Context, as []reseller.Acceptance, fields []graphql.CollectedField) error {
	l := loadersOf(ctx)
	for _, f := range fields {
		var err error
		switch f.Name {
		case "customer":
			err = then(ctx, l.relatedCustomers, idsOf(as, func(a reseller.Acceptance) reseller.ID { return a.CustomerID }), below(ctx, f), aheadCustomers)
		case "relationship":
			err = then(ctx, l.relationships, idsOf(as, func(a reseller.Acceptance) reseller.ID { return a.RelationshipID }), below(ctx, f), aheadRelationships)
		case "acceptedBy":
			err = then(ctx, l.users, idsOf(as, func(a reseller.Acceptance) reseller.ID { return a.AcceptedBy }), nil, nothingAhead)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func aheadEvents(ctx context.Context, es []reseller.Event, fields []graphql.CollectedField) error {
	l := loadersOf(ctx)
	for _, f := range fields {
		var err error
		switch f.Name {
		case "actor":
			err = then(ctx, l.users, idsOf(es, func(e reseller.Event) reseller.ID { return e.Actor.UserID }), nil, nothingAhead)
		case "user":
			err = then(ctx, l.users, idsOf(es, func(e reseller.Event) reseller.ID { return e.UserID }), nil, nothingAhead)
		case "apiKey":
			err = then(ctx, l.apiKeys, idsOf(es, func(e reseller.Event) reseller.ID { return e.APIKeyID }), below(ctx, f), aheadAPIKeys)
		case "actorApiKey":
			err = then(ctx, l.apiKeys, idsOf(es, func(e reseller.Event) reseller.ID { return e.Actor.APIKeyID }), below(ctx, f), aheadAPIKeys)
		case "relationship":
			err = then(ctx, l.relationships, idsOf(es, func(e reseller.Event) reseller.ID { return e.RelationshipID }), below(ctx, f), aheadRelationships)
		case "invite":
			err = then(ctx, l.invites, idsOf(es, func(e reseller.Event) reseller.ID { return e.InviteID }), below(ctx, f), aheadInvites)
		case "delegatedAdminPrivilege":
			err = then(ctx, l.privileges, idsOf(es, func(e reseller.Event) reseller.ID { return e.DelegationID }), below(ctx, f), aheadPrivileges)
		case "subscription":
			err = then(ctx, l.subscriptions, idsOf(es, func(e reseller.Event) reseller.ID { return e.SubscriptionID }), below(ctx, f), aheadSubscriptions)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
