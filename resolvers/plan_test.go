package resolvers_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"accord/db/dbtest"
	"accord/edge"
	"accord/resolvers"
)

// twins are two executors over one world: one that plans, and one that executes every field.
type twins struct {
	w                *world
	planner          *resolvers.Executor
	planned, general http.Handler
}

func newTwins(w *world) *twins {
	t := &twins{w: w}
	handler := func(o resolvers.Options) (http.Handler, *resolvers.Executor) {
		e := resolvers.NewExecutor(w.app, o)
		return w.auth.Middleware(edge.New(e, edge.Options{Schema: e.Schema, Parsed: e.Parsed, Auth: w.auth, Limits: testLimits()})), e
	}
	t.planned, t.planner = handler(resolvers.Options{})
	t.general, _ = handler(resolvers.Options{WithoutPlans: true})
	return t
}

// bodies asks both.
func (t *twins) bodies(email, query string, variables vars) (planned, general string) {
	t.w.t.Helper()
	bodyOf := func(h http.Handler) string {
		recorder := httptest.NewRecorder()
		h.ServeHTTP(recorder, t.w.post(email, query, variables))
		return inOrder(recorder.Body.String())
	}
	return bodyOf(t.planned), bodyOf(t.general)
}

// inOrder sorts the errors of an answer, which come as they happen.
func inOrder(body string) string {
	var answer struct {
		Errors     []json.RawMessage `json:"errors"`
		Data       json.RawMessage   `json:"data"`
		Extensions json.RawMessage   `json:"extensions"`
	}
	if !strings.HasPrefix(body, `{"errors"`) || json.Unmarshal([]byte(body), &answer) != nil {
		return body
	}
	slices.SortFunc(answer.Errors, func(a, b json.RawMessage) int { return bytes.Compare(a, b) })
	return fmt.Sprintf("%s %s %s", answer.Errors, answer.Data, answer.Extensions)
}

// planWorld has what plans tell apart: relationships of both tiers that stand and have ended, with privileges that do and have.
func planWorld(w *world) {
	w.load(map[string]string{"relationships.csv": `partner_key,customer_key,accepted_at,ended_at,status,services
alpha,one,2024-01-01T00:00:00.5Z,2025-01-01T00:00:00Z,ENDED,
alpha,one,2025-02-01T00:00:00Z,,ACTIVE,OFFICE365;AZURE
alpha,two,2025-03-01T00:00:00.000001Z,,ACTIVE,AZURE
alpha,three,2025-04-01T00:00:00Z,2025-05-01T00:00:00Z,ENDED,
beta,three,2025-06-01T00:00:00Z,,ACTIVE,INTUNE
tier2,one,2025-01-01T00:00:00Z,,ACTIVE,
`})
	w.load(map[string]string{"customers.csv": "key,name,domain,country\ntwo,\"Two \"\"\\Ltd\"\" <&> 公司\",two.example,CN\n"})
	_, token := w.named("admin@tier2.example", nil)
	w.accept("admin@two.example", vars{"token": token}).ok()
	w.remove("admin@one.example", vars{"partnerIds": []string{w.partner("admin@alpha.example")}, "services": []string{"AZURE"}}).ok()
}

// TestPlansAnswerAsTheSchemaDoes: over generated documents, plans answer to the byte what the executor does – also where they have to
// leave the answer to it – and they answer a good part of them.
func TestPlansAnswerAsTheSchemaDoes(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		t.Helper()
		planWorld(w)
		_, token := w.invite("admin@alpha.example", vars{})
		_, limited := w.invite("admin@beta.example", vars{"campaign": "spring", "expiresAt": "2027-01-01T00:00:00Z"})
		twins := newTwins(w)
		partners := []string{w.partner("admin@alpha.example"), w.partner("admin@beta.example"), w.partner("admin@tier2.example"), w.partner("admin@prov.example")}
		texts := documentTexts{
			ids:     append(partners, "par_wrong", ""),
			tokens:  []string{token, limited, "inv_wrong"},
			cursors: cursorsOfPages(w, partners),
		}
		viewers := []string{
			"admin@alpha.example", "help@alpha.example", "admin@tier2.example", "admin@prov.example", "admin@beta.example", "op@x.example",
			"admin@one.example", "",
		}
		for n := range uint64(600) {
			g := &grammar{r: rand.New(rand.NewPCG(n, 1)), texts: texts}
			query, variables := g.document()
			email := g.pick(viewers...)
			planned, general := twins.bodies(email, query, variables)
			if planned != general {
				t.Fatalf("%s with %v for %q:\nplanned %s\ngeneral %s", query, variables, email, planned, general)
			}
		}
		if made, none := resolvers.PlansMade(twins.planner); made*3 < made+none {
			t.Errorf("of %d operations only %d have a plan", made+none, made)
		}
	})
}

// TestPlansAreSharedByWhoAskAtOnce: a plan is one for all who ask the same document, each for values and eyes of its own.
func TestPlansAreSharedByWhoAskAtOnce(t *testing.T) {
	dbtest.AtOnce(t)
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		t.Helper()
		planWorld(w)
		const query = `query($id: ID!, $n: Int, $f: RelationshipFilter) { partner(id: $id) { name relationships(first: $n, filter: $f) {
			totalCount edges { cursor node { id customer { name } delegatedAdminPrivileges { service { code } } } } } } }`
		twins := newTwins(w)
		var all sync.WaitGroup
		ask := func(email string, in vars) {
			_, want := twins.bodies(email, query, in)
			all.Go(func() {
				for range 5 {
					if planned, _ := twins.bodies(email, query, in); planned != want {
						t.Errorf("%q asks with %v:\nplanned %s\ngeneral %s", email, in, planned, want)
					}
				}
			})
		}
		alpha, beta := w.partner("admin@alpha.example"), w.partner("admin@beta.example")
		for _, email := range []string{"admin@alpha.example", "admin@beta.example", "admin@tier2.example", "op@x.example", ""} {
			for n := 1; n <= 3; n++ {
				ask(email, vars{"id": alpha, "n": n, "f": vars{"hasDelegatedAdmin": n%2 == 0}})
				ask(email, vars{"id": beta, "n": n, "f": vars{"hasDelegatedAdmin": n%2 == 0}})
			}
		}
		all.Wait()
		if made, none := resolvers.PlansMade(twins.planner); made != 1 || none != 0 {
			t.Errorf("%d plans and %d without one of one document", made, none)
		}
	})
}

// TestPlansOfMostPages: what clients ask for most has a plan.
func TestPlansOfMostPages(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		t.Helper()
		planWorld(w)
		_, token := w.invite("admin@alpha.example", vars{})
		own := w.partner("admin@alpha.example")
		for _, query := range []string{
			`query($id: ID!) { partner(id: $id) { relationships(first: 50) { edges { cursor node { id status acceptedAt customer { id name domain } delegatedAdminPrivileges { service { code } } } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`,
			`query($n: Int = 2) { viewer { user { id name email roles } partner { __typename id name relationships(first: $n, filter: {status: ACTIVE}, orderBy: {field: CUSTOMER_NAME, direction: ASC}) { totalCount nodes { ... on Node { id } ...line } } } } } fragment line on Relationship { status version endedAt }`,
			`query($t: String!) { invite(token: $t) { partner { name country status } reseller { name } services { code name(locale: "zh-CN") } expiresAt forViewer { alreadyRelated } } }`,
			`query($deep: Boolean!) { viewer { partner { relationships { nodes { id @skip(if: $deep) customer @include(if: $deep) { name } } } } } }`,
		} {
			twins := newTwins(w)
			planned, general := twins.bodies("admin@alpha.example", query, vars{"id": own, "t": token, "deep": true})
			if planned != general || strings.Contains(planned, `"errors"`) {
				t.Errorf("%s:\nplanned %s\ngeneral %s", query, planned, general)
			}
			if made, none := resolvers.PlansMade(twins.planner); made != 1 || none != 0 {
				t.Errorf("%s has no plan", query)
			}
		}
	})
}

// TestR8_PlansCountAViewOnce: whoever writes the answer, a preview counts once, and one that is refused not at all.
func TestR8_PlansCountAViewOnce(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		t.Helper()
		_, token := w.invite("admin@alpha.example", vars{})
		views := func() float64 {
			n, _ := w.ask("admin@alpha.example", `{ viewer { partner { invite { viewCount } } } }`, nil).get("viewer.partner.invite.viewCount").(float64)
			return n
		}
		for _, query := range []string{
			`{ invite(token: "` + token + `") { partner { name } } }`,
			`{ invite(token: "` + token + `") { forViewer { alreadyRelated } } partner(id: "par_wrong") { id } }`,
			`{ a: invite(token: "` + token + `") { __typename } }`,
		} {
			before := views()
			w.ask("", query, nil)
			if now := views(); now != before+1 {
				t.Errorf("%s counts %v views", query, now-before)
			}
		}
	})
}

// cursorsOfPages are all cursors of the partners' relationships in both orders, and some that are none.
func cursorsOfPages(w *world, partners []string) []string {
	cursors := []string{"wrong", ""}
	for _, id := range partners {
		for _, field := range []string{"ACCEPTED_AT", "CUSTOMER_NAME"} {
			page := w.ask("op@x.example", `query($id: ID!) { partner(id: $id) {
				relationships(orderBy: {field: `+field+`, direction: DESC}) { edges { cursor } }
			} }`, vars{"id": id})
			for _, edge := range page.list("partner.relationships.edges") {
				cursors = append(cursors, edge.text("cursor"))
			}
		}
	}
	return cursors
}

// documentTexts are the values that documents are made with.
type documentTexts struct{ ids, tokens, cursors []string }

// grammar makes up documents.
type grammar struct {
	r       *rand.Rand
	texts   documentTexts
	aliases int
}

// document makes up a query of what plans know and, now and then, of what they do not, in all the forms that documents have.
func (g *grammar) document() (string, vars) {
	roots := g.root()
	if g.chance(25) {
		roots += " " + g.root()
	}
	values := vars{
		"yes": true, "no": false, "first": []any{nil, 1, 2, 100, 0, 101, -1}[g.r.IntN(7)],
		"id": g.pick(g.texts.ids...), "token": g.pick(g.texts.tokens...), "cursor": []any{nil, g.pick(g.texts.cursors...), g.pick(g.texts.cursors...)}[g.r.IntN(3)],
		"filter": g.filter(), "order": []any{nil, vars{"field": "CUSTOMER_NAME"}, vars{"field": "ACCEPTED_AT", "direction": "ASC"}, vars{"field": "NONE"}}[g.r.IntN(4)],
	}
	var declared []string
	for _, name := range []string{"$yes: Boolean!", "$no: Boolean!", "$first: Int", "$id: ID!", "$token: String!", "$cursor: String", "$filter: RelationshipFilter", "$order: RelationshipOrder"} {
		if used, _, _ := strings.Cut(name, ":"); strings.Contains(roots, used) {
			declared = append(declared, name)
		}
	}
	if len(declared) == 0 {
		return "{ " + roots + " }", values
	}
	return "query Q(" + strings.Join(declared, ", ") + ") { " + roots + " }", values
}

func (g *grammar) pick(of ...string) string { return of[g.r.IntN(len(of))] }

func (g *grammar) chance(percent int) bool { return g.r.IntN(100) < percent }

// orRarely picks one of those that plans know, and now and then another.
func (g *grammar) orRarely(known []string, other ...string) string {
	if g.chance(8) {
		return g.pick(other...)
	}
	return g.pick(known...)
}

// root makes up a root field, under an alias so that two of them go together.
func (g *grammar) root() string {
	g.aliases++
	alias := fmt.Sprintf("r%d: ", g.aliases)
	switch g.orRarely([]string{"partner", "viewer", "viewer", "invite"}, "services") {
	case "partner":
		id := quote(g.pick(g.texts.ids...))
		if g.chance(50) {
			id = "$id"
		}
		return alias + "partner(id: " + id + ")" + g.set(g.partner)
	case "viewer":
		return alias + "viewer" + g.set(func() string {
			if g.chance(70) {
				return "partner" + g.set(g.partner)
			}
			return g.orRarely([]string{"user { id name email roles }", "__typename", "user { __typename }"}, "customer { id }")
		})
	case "invite":
		token := quote(g.pick(g.texts.tokens...))
		if g.chance(50) {
			token = "$token"
		}
		return alias + "invite(token: " + token + ")" + g.set(g.preview)
	}
	return alias + "services { code }"
}

// filter makes up a filter for a variable.
func (g *grammar) filter() any {
	return []any{
		nil,
		vars{},
		vars{"status": "ACTIVE"},
		vars{"status": nil},
		vars{"status": "NONE"},
		vars{"service": "AZURE"},
		vars{"service": 1},
		vars{"hasDelegatedAdmin": true},
		vars{"hasDelegatedAdmin": false},
		vars{"hasDelegatedAdmin": nil},
		vars{"hasDelegatedAdmin": "yes"},
		vars{"acceptedBetween": vars{"from": "2025-02-01T08:00:00+08:00"}},
		vars{"acceptedBetween": vars{"to": "2025-03-01T00:00:00.000001Z"}},
		vars{"acceptedBetween": vars{"from": "2026-01-01T00:00:00Z", "to": "2025-01-01T00:00:00Z"}},
		vars{"acceptedBetween": vars{"from": "yesterday"}},
		vars{"search": "LTD"},
		vars{"search": ""},
		vars{"search": strings.Repeat("x", 300)},
		vars{"unknown": true},
		"ACTIVE",
		vars{"status": "ACTIVE", "hasDelegatedAdmin": true, "search": "t"},
	}[g.r.IntN(21)]
}

func quote(text string) string { return strconv.Quote(text) } // ids and tokens are plain texts

// set makes up a selection of one to four fields, some under aliases, conditions or in fragments.
func (g *grammar) set(field func() string) string {
	var fields []string
	for range 1 + g.r.IntN(4) {
		f := field()
		switch {
		case g.chance(10) && !strings.Contains(f, ":"):
			g.aliases++
			f = fmt.Sprintf("f%d: %s", g.aliases, f)
		case g.chance(10):
			f = g.pick("... { ", "... @include(if: $yes) { ", "... @skip(if: $yes) { ", "... @include(if: true) { ") + f + " }"
		}
		fields = append(fields, f)
	}
	return " { " + strings.Join(fields, " ") + " }"
}

func (g *grammar) partner() string {
	if g.chance(60) {
		g.aliases++
		return fmt.Sprintf("c%d: relationships%s", g.aliases, g.pick(
			"", "(first: 2)", "(last: 1)", "(first: $first)", "(first: 1, orderBy: {field: CUSTOMER_NAME, direction: ASC})", "(filter: {status: ENDED})",
			"(filter: {service: \"AZURE\"})", "(filter: {service: \"NONE\"})", "(filter: {search: \"ltd\"})", "(after: \"wrong\")", "(first: 1, last: 1)", "(first: null)",
			"(orderBy: {field: ACCEPTED_AT, direction: ASC}, last: 2)",
			"(after: $cursor)", "(first: 1, after: $cursor)", "(last: 2, before: $cursor)", "(after: $cursor, orderBy: $order)", "(last: 1, before: $cursor, orderBy: $order)",
			"(filter: $filter)", "(filter: $filter, first: $first, orderBy: $order)", "(filter: {hasDelegatedAdmin: $yes})", "(orderBy: $order)",
			"(filter: {acceptedBetween: {from: \"2025-03-01T08:00:00.000001+08:00\", to: \"2025-06-01T02:00:00+02:00\"}})",
			"(filter: {hasDelegatedAdmin: false, search: \"公司\"})", "(after: "+quote(g.pick(g.texts.cursors...))+")",
		)) + g.set(g.connection)
	}
	return g.orRarely([]string{"id", "name", "type", "country", "status", "externalKey", "__typename", "... on Node { id }"},
		"customers { nodes { id } }", "support { url }")
}

func (g *grammar) connection() string {
	switch g.pick("edges", "edges", "nodes", "pageInfo", "totalCount") {
	case "edges":
		return "edges" + g.set(func() string {
			if g.chance(70) {
				return "node" + g.set(g.relationship)
			}
			return g.pick("cursor", "__typename")
		})
	case "nodes":
		return "nodes" + g.set(g.relationship)
	case "pageInfo":
		return "pageInfo { hasNextPage hasPreviousPage startCursor endCursor __typename }"
	}
	return g.pick("totalCount", "__typename")
}

func (g *grammar) relationship() string {
	return g.orRarely([]string{
		"id", "status", "acceptedAt", "endedAt", "version", "__typename", "customer { id name }", "customer { domain country __typename }",
		"delegatedAdminPrivileges { service { code } }", "delegatedAdminPrivileges { id status grantedAt endedAt endReason service { id __typename } }",
		"... on Relationship { status }", "... on Node { id }",
	}, "only: delegatedAdminPrivileges(status: ACTIVE) { id status }", "partner { name }", "customer { externalKey }", "acceptedBy { name }")
}

func (g *grammar) preview() string {
	return g.orRarely([]string{
		"partner { id name country status }", "reseller { name }", "services { id code name }", "expiresAt", "__typename", "forViewer { alreadyRelated }",
		"services { zh: name(locale: \"zh-CN\") }",
	}, "services { xx: name(locale: \"xx\") }")
}
