package resolvers_test

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"accord/db"
	"accord/db/dbtest"
	"accord/graph/model"
	"accord/reseller"
)

// connections are the connections of the schema, by type and field: who reads each, and the way to it, where %s is the field.
// Ids: $invite, $relationship. A connection without an entry fails TestEveryConnectionCostsAConstantNumberOfStatements.
var connections = map[string]struct{ email, way string }{
	"Query.partners":                   {"op@x.example", `%s`},
	"Query.customers":                  {"op@x.example", `%s`},
	"Partner.invites":                  {"admin@alpha.example", `viewer { partner { %s } }`},
	"Partner.customers":                {"admin@alpha.example", `viewer { partner { %s } }`},
	"Partner.relationships":            {"admin@alpha.example", `viewer { partner { %s } }`},
	"Partner.history":                  {"admin@alpha.example", `viewer { partner { %s } }`},
	"Partner.users":                    {"admin@alpha.example", `viewer { partner { %s } }`},
	"Partner.resellers":                {"admin@prov.example", `viewer { partner { %s } }`},
	"Customer.users":                   {"admin@cust000.example", `viewer { customer { %s } }`},
	"Customer.relationships":           {"admin@cust000.example", `viewer { customer { %s } }`},
	"Customer.history":                 {"admin@cust000.example", `viewer { customer { %s } }`},
	"Relationship.history":             {"admin@alpha.example", `relationship(id: $relationship) { %s }`},
	"Invite.acceptances":               {"admin@alpha.example", `node(id: $invite) { ... on Invite { %s } }`},
	"Invite.declines":                  {"admin@alpha.example", `node(id: $invite) { ... on Invite { %s } }`},
	"Partner.delegatedAdminPrivileges": {"admin@alpha.example", `viewer { partner { %s } }`},
	"Partner.charges":                  {"admin@alpha.example", `viewer { partner { %s } }`},
	"Partner.subscriptions":            {"admin@alpha.example", `viewer { partner { %s } }`},
	"Customer.subscriptions":           {"admin@cust000.example", `viewer { customer { %s } }`},
	"Viewer.apiKeys":                   {"boss@alpha.example", `viewer { %s }`},
	"Bill.lines":                       {"admin@alpha.example", `viewer { partner { billing(month: "2026-02") { %s } } }`},
	"Bill.customers":                   {"admin@alpha.example", `viewer { partner { billing(month: "2026-02") { %s } } }`},
}

// schemaType is a type as introspection tells of it.
type schemaType struct {
	kind   string
	fields []schemaField
}

type schemaField struct {
	name, of string
	// needs tells that an argument is required.
	needs bool
}

func (w *world) schema() map[string]schemaType {
	w.t.Helper()
	const ref = `type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }`
	a := w.ask("op@x.example", `{ __schema { types { name kind fields { name args { `+ref+` defaultValue } `+ref+` } } } }`, nil)
	types := map[string]schemaType{}
	for _, typ := range a.list("__schema.types") {
		described := schemaType{kind: typ.text("kind")}
		if typ.get("fields") != nil {
			for _, f := range typ.list("fields") {
				field := schemaField{name: f.text("name"), of: typeName(f.get("type"))}
				for _, arg := range f.list("args") {
					field.needs = field.needs || arg.get("type.kind") == "NON_NULL" && arg.get("defaultValue") == nil
				}
				described.fields = append(described.fields, field)
			}
		}
		types[typ.text("name")] = described
	}
	return types
}

// typeName unwraps a type to its name.
func typeName(typ any) string {
	for {
		t, ok := typ.(map[string]any)
		if !ok {
			return ""
		}
		if name, ok := t["name"].(string); ok {
			return name
		}
		typ = t["ofType"]
	}
}

// everything selects all fields of a type: of objects below it all fields to a depth, of connections a page of 2.
func everything(types map[string]schemaType, of string, depth int) string {
	var selected []string
	for _, f := range types[of].fields {
		below := types[f.of]
		switch {
		case f.needs || f.name == "email" && of == "Invite": // the mail is written for one link at a time
		case below.kind == "SCALAR" || below.kind == "ENUM":
			selected = append(selected, f.name)
		case depth == 0 || below.kind != "OBJECT":
		case strings.HasSuffix(f.of, "Connection"):
			node := strings.TrimSuffix(f.of, "Connection")
			selected = append(selected, fmt.Sprintf("%s(first: 2) { totalCount nodes { %s } }", f.name, everything(types, node, 0)))
		default:
			selected = append(selected, fmt.Sprintf("%s { %s }", f.name, everything(types, f.of, depth-1)))
		}
	}
	return "__typename " + strings.Join(selected, " ")
}

// slack is by how much one document's statements may differ: fields side by side may find what the other has read, and the
// first of a page may have less to it than the rest. A statement for each object would be 49 more.
const slack = 6

func TestEveryConnectionCostsAConstantNumberOfStatements(t *testing.T) {
	t.Parallel()
	dbtest.EachURL(t, func(t *testing.T, url string) {
		var statements atomic.Int64
		w := newWorld(t, dbtest.Open(t, url, db.WithTrace(func(string) { statements.Add(1) })), testSecret)
		ids := w.fill()
		types := w.schema()
		for name, typ := range types {
			for _, f := range typ.fields {
				node, isConnection := strings.CutSuffix(f.of, "Connection")
				if !isConnection {
					continue
				}
				c, ok := connections[name+"."+f.name]
				if !ok {
					t.Errorf("the connection %s.%s has no case here", name, f.name)
					continue
				}
				count := func(size int) int64 {
					list := fmt.Sprintf("list: %s(first: %d) { totalCount pageInfo { endCursor } edges { cursor node { %s } } }", f.name, size, everything(types, node, 1))
					statements.Store(0)
					w.readPage(c.email, fmt.Sprintf(c.way, list), ids, size)
					return statements.Load()
				}
				few, many := count(1), count(50)
				t.Logf("%s.%s: %d statements for a page of 1, %d for one of 50", name, f.name, few, many)
				if many > few+slack {
					t.Errorf("%s.%s: %d statements for a page of 1, %d for one of 50", name, f.name, few, many)
				}
			}
		}
	})
}

// readPage reads a page, which must be full.
func (w *world) readPage(email, list string, ids vars, size int) {
	w.t.Helper()
	doc := "query($invite: ID!, $relationship: ID!) { __typename node(id: $invite) { id } relationship(id: $relationship) { id } " + list + " }"
	a := w.ask(email, doc, ids)
	if n := strings.Count(fmt.Sprint(a.Data), "cursor:"); n < size || len(a.Errors) > 0 {
		w.t.Fatalf("%d on a page of %d, %v: %s", n, size, a.Errors, doc)
	}
}

// fill makes enough of everything to fill pages of 50, and gives the ids of the variables.
func (w *world) fill() vars {
	w.t.Helper()
	w.load(fixture)
	w.load(lifeFixture)
	w.load(manyOfAll())
	for i := range 55 {
		w.link("admin@alpha.example", vars{"campaign": fmt.Sprint(i)})
	}
	for range 50 {
		w.apiKey("boss@alpha.example", vars{})
	}
	invite, token := w.invite("admin@alpha.example", vars{})
	relationship := w.joined("admin@cust000.example", token)
	for range 25 {
		w.do("admin@alpha.example", proposeDoc, vars{"relationshipId": relationship}).ok()
		w.do("admin@alpha.example", withdrawDoc, vars{"relationshipId": relationship}).ok()
	}
	w.use(invite)
	w.buyMany()
	return vars{"invite": invite, "relationship": relationship}
}

// use has the customers of Alpha accept and decline a link, beside the API, which would take long.
func (w *world) use(invite string) {
	w.t.Helper()
	link := w.idOf("admin@alpha.example", invite)
	v, err := w.store.Identify(w.t.Context(), "admin@alpha.example")
	w.must(err)
	list := reseller.RelationshipList{Owner: reseller.TenantPartner, Order: reseller.DefaultOrder}
	pages, err := w.store.Relationships(w.t.Context(), v.Scope(), []reseller.ID{v.Partner.ID}, list, reseller.Page{Limit: 100})
	w.must(err)
	w.must(w.store.Update(w.t.Context(), dbtest.AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
		for _, item := range pages[v.Partner.ID].Items {
			r := item.Relationship
			if err := tx.InsertAcceptance(ctx, reseller.Acceptance{ID: r.ID, InviteID: link, CustomerID: r.CustomerID, RelationshipID: r.ID, AcceptedBy: v.User.ID, AcceptedAt: r.AcceptedAt}); err != nil {
				return err
			}
			if err := tx.PutDecline(ctx, reseller.Decline{ID: r.ID, InviteID: link, CustomerID: r.CustomerID, DeclinedBy: v.User.ID, DeclinedAt: r.AcceptedAt, Reason: "no"}); err != nil {
				return err
			}
		}
		return nil
	}))
}

// idOf gives the store's id of the link of a global id.
func (w *world) idOf(email, invite string) reseller.ID {
	w.t.Helper()
	v, err := w.store.Identify(w.t.Context(), email)
	w.must(err)
	found, err := w.store.DefaultInvites(w.t.Context(), v.Scope(), []reseller.ID{v.Partner.ID})
	w.must(err)
	link := found[v.Partner.ID].ID
	if global := model.GlobalID(model.KindInvite, link); global != invite {
		w.t.Fatalf("%s is not the default link", invite)
	}
	return link
}
