package resolvers_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"accord/graph/model"
	"accord/internal/conformance"
)

// matrix is the world of the test of isolation: what one side has, and what the other is told when it asks for it.
type matrix struct {
	*world
	url    string
	schema *ast.Schema
	// known is what is hidden, own what belongs to those who look for it.
	known, own findings
	// cursors are some that the hidden side has been given of its lists, by type and field.
	cursors map[string][]string
	// key is the secret of an API key of who looks.
	key string
	// asked are the fields that have been asked for, by type and name.
	asked map[string]bool
	// refusals are how mutations refuse what does not exist, and how fields answer that are asked about it.
	refusals map[string]string
	// before is what who looks was told while there was nothing hidden, by the question; at is when it asked.
	before map[string]string
	at     time.Time
	cells  int
	// again is how many answers have been compared with those before.
	again int
	// whoLooks are all who look; seen are the ids of their own side that each of them sees.
	whoLooks map[string]looker
	seen     map[string][]string
	// boundTo are the fields that lead to what is for some roles alone; shown is what of that was shown, and to which roles.
	boundTo map[string]audience
	shown   map[string]bool
	// refused are the mutations that were refused for a role; acted is how many were tried that are not for one.
	refused map[string]bool
	acted   int
}

// lookers are all who look: users of each role of the other side, an API key of one of them, and nobody.
func (m *matrix) lookers() []string { return append(viewers(), m.key, "") }

// Whatever is asked for by whomever, nothing of another tenant's is told, and nothing of it changed, beyond what a rule grants. Fields,
// arguments, mutations and inputs are the schema's; a new one is asked for as soon as it is there.
func TestR27_NobodyIsToldOrChangesWhatIsAnothers(t *testing.T) {
	t.Parallel()
	eachIsolated(t, func(t *testing.T, m *matrix) {
		m.everyRoleLooks()
		m.sidesAreApart()
		before := m.rowsOfHidden()
		for _, email := range m.lookers() {
			m.asksByID(email)
			m.asksWhatItMay(email)
		}
		m.allIsAskedAgain()
		queries := m.cells
		for _, email := range m.lookers() {
			m.mutates(email)
		}
		calls := m.cells - queries
		for _, email := range m.lookers() {
			m.actsBeyondRole(email)
		}
		if after := m.rowsOfHidden(); !slices.Equal(before, after) {
			t.Errorf("rows have changed:\n%s", difference(before, after))
		}
		if missing := m.unasked(); len(missing) > 0 {
			t.Errorf("fields that are not asked for: %s", strings.Join(slices.Sorted(slices.Values(missing)), ", "))
		}
		m.followsLive()
		m.everyRoleIsShown()
		m.everyActIsRefused()
		m.reports(calls)
	})
}

// reports tells how much was asked and compared.
func (m *matrix) reports(calls int) {
	m.t.Helper()
	conformance.Report(m.t, fmt.Sprintf(
		"isolation: %d cells on %s (%d fields, %d of which hold something, asked by %d viewers for %d ids and %d links of another tenant; %d calls of mutations); "+
			"%d answers are what they were before there was another tenant; %d fields are for some roles alone, and %d calls were refused to others",
		m.cells, m.store.Kind(), len(m.asked), len(m.known.fields), len(m.lookers()), len(m.known.ids), len(m.known.tokens), calls,
		m.again, len(m.boundTo), m.acted))
}

// everyRoleLooks fails when a role of the schema is none of those who look.
func (m *matrix) everyRoleLooks() {
	m.t.Helper()
	looks := map[string]bool{"OPERATOR": true} // who sees all
	for _, email := range viewers() {
		v, err := m.store.Identify(m.t.Context(), email)
		m.must(err)
		for _, role := range v.User.Roles {
			looks[string(role)] = true
		}
	}
	for _, role := range m.schema.Types["Role"].EnumValues {
		if !looks[role.Name] {
			m.t.Errorf("nobody looks as %s: add a user with that role to sideFixture", role.Name)
		}
	}
}

// sidesAreApart fails when one side has found something of the other's, and when the hidden side has nothing of some kind.
func (m *matrix) sidesAreApart() {
	m.t.Helper()
	has := map[string]bool{}
	for _, id := range m.known.ids {
		if m.own.marks[id] {
			m.t.Errorf("both sides see %s", id)
		}
		prefix, _, _ := strings.Cut(id, "_")
		has[prefix] = true
	}
	for _, kind := range model.Kinds() {
		if !has[string(kind)] && !slices.Contains(catalogue, kind) {
			m.t.Errorf("nothing of the kind %q is hidden: there is nothing to be found; have live in isolation_world_test.go make some, on both sides", kind)
		}
	}
}

// eachOf asks for every field, in every way, of objects by their ids, and hands on the answers.
func (m *matrix) eachOf(email string, ids []string, told func(a *answer, pack []variant, ids []string)) {
	m.t.Helper()
	for _, def := range m.nodeTypes() {
		var all []variant
		for _, field := range def.Fields {
			all = append(all, m.variants(def, field, "")...)
		}
		for _, pack := range packed(all, maxAliases) {
			doc := "query($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on RelationshipEvent { kind } ... on " + def.Name + " { " + aliased(pack) + " } } }"
			for some := range slices.Chunk(m.ofType(def, ids), 50) {
				told(m.clean(email, doc, vars{"ids": some}), pack, some)
			}
		}
	}
}

// catalogue are the kinds of object that everybody sees; nothing of them is hidden.
var catalogue = []model.Kind{model.KindService, model.KindOffer}

// kindOf are the kinds of the types of objects with ids.
var kindOf = map[string]model.Kind{
	"Partner": model.KindPartner, "Customer": model.KindCustomer, "User": model.KindUser, "ApiKey": model.KindAPIKey, "Service": model.KindService,
	"Offer": model.KindOffer, "Invite": model.KindInvite, "Relationship": model.KindRelationship, "DelegatedAdminPrivilege": model.KindDelegation,
	"RelationshipEvent": model.KindEvent, "InviteAcceptance": model.KindAcceptance, "InviteDecline": model.KindDecline,
	"CustomerSubscription": model.KindSubscription,
}

// ofType are the ids that may be of a type: those whose prefix is that of its objects. All are asked for as what the catalogue has.
func (m *matrix) ofType(def *ast.Definition, ids []string) []string {
	kind, ok := kindOf[def.Name]
	if !ok {
		m.t.Fatalf("The matrix knows no kind of id for the type %s: add it to kindOf in isolation_test.go.", def.Name)
	}
	if slices.Contains(catalogue, kind) {
		return ids
	}
	return ofKinds(ids, []string{string(kind)})
}

// clean sends an operation and expects that it is within all limits, meets no fault, and is told nothing that is hidden – unless the
// world is being put together still.
func (m *matrix) clean(email, doc string, variables vars) *answer {
	m.t.Helper()
	a := m.ask(email, doc, variables)
	for _, e := range a.Errors {
		switch code := e.Extensions["code"]; code {
		case "UNAUTHENTICATED", "FORBIDDEN_ROLE", "NOT_FOUND", "VALIDATION_FAILED", "INVITE_INVALID", "INVITE_REVOKED", "INVITE_EXPIRED", "INVITE_EXHAUSTED":
			if e.Path == nil && code != "UNAUTHENTICATED" {
				m.t.Fatalf("%q: %s\n%s", email, e.Message, doc)
			}
		default:
			m.t.Fatalf("%q: %v %s\n%s", email, code, e.Message, doc)
		}
	}
	switch question := email + doc + m.text(variables); {
	case strings.Contains(email, hidden):
	case m.known.marks != nil:
		m.finds(email, doc, variables, a)
		m.isAsBefore(email, question, a)
	case m.before != nil:
		m.before[question] = a.body
	}
	return a
}

// finds reports what an answer tells that is hidden.
func (m *matrix) finds(email, doc string, variables vars, a *answer) {
	m.t.Helper()
	sent := doc + m.text(variables)
	all := m.leaks(a.Data, "", sent)
	for _, e := range a.Errors {
		all = append(all, m.leaksOf(e.Message, "message", sent)...)
		all = append(all, m.leaks(e.Extensions, "extensions", "")...)
	}
	l := m.whoLooks[email]
	for _, beyond := range m.beyondRole(l, a.Data, "") {
		all = append(all, fmt.Sprintf("what is not for its roles %v: %s", l.roles, beyond))
	}
	slices.Sort(all)
	for _, leak := range slices.Compact(all) {
		m.t.Errorf("%q is told %s", email, leak)
	}
}

func (m *matrix) text(value any) string {
	m.t.Helper()
	text, err := json.Marshal(value)
	m.must(err)
	return string(text)
}

// asksByID asks for every field of every object that is hidden.
func (m *matrix) asksByID(email string) {
	m.t.Helper()
	m.eachOf(email, m.known.ids, func(a *answer, pack []variant, ids []string) {
		m.cells += len(pack) * len(ids)
		nodes, _ := a.get("nodes").([]any)
		for i, node := range nodes {
			if node != nil {
				m.t.Errorf("%q is given %s by its id: %v", email, ids[i], node)
			}
		}
	})
}

// asksItsOwn asks for every field of all that the viewer may see itself, where what is hidden might be found beside it.
func (m *matrix) asksItsOwn(email string) {
	m.t.Helper()
	m.eachOf(email, slices.Concat(m.own.ids, slices.Sorted(maps.Keys(m.common()))), func(a *answer, pack []variant, ids []string) {
		m.cells += len(pack) * len(ids)
		for i, id := range ids {
			if a.get(fmt.Sprintf("nodes.%d", i)) == nil {
				continue
			}
			if !slices.Contains(m.seen[email], id) {
				m.seen[email] = append(m.seen[email], id)
			}
			m.isLikeAbsent(email, id, a, fmt.Sprintf("nodes.%d", i), pack)
		}
	})
}

// asksRoots asks for every field of the root: with each id that is hidden, each token, and in all other ways.
func (m *matrix) asksRoots(email string) {
	m.t.Helper()
	for _, field := range m.schema.Query.Fields {
		if strings.HasPrefix(field.Name, "__") {
			continue
		}
		for _, pack := range packed(m.rootCalls(field), maxRootFields) {
			m.cells += len(pack)
			a := m.clean(email, "{ "+aliased(pack)+" }", nil)
			m.isLikeAbsent(email, "", a, "", pack)
			for i, v := range pack {
				given := a.get(fmt.Sprintf("%s__%d", v.name, i))
				if given != nil && strings.Contains(v.selection, `id: "`) {
					m.t.Errorf("%q is given %v by %s", email, given, v.selection)
				}
				if field.Arguments.ForName("token") != nil {
					m.isPreview(email, given, field.Name)
				}
			}
		}
	}
}

// rootCalls are all the ways of asking for a field of the root.
func (m *matrix) rootCalls(field *ast.FieldDefinition) []variant {
	m.t.Helper()
	var calls []variant
	switch {
	case slices.ContainsFunc(field.Arguments, func(a *ast.ArgumentDefinition) bool { return a.Type.Name() == "ID" }):
		for _, id := range m.known.ids {
			calls = append(calls, m.variants(m.schema.Query, field, id)...)
		}
	case field.Arguments.ForName("token") != nil:
		for _, token := range m.known.tokens {
			for _, v := range m.variants(m.schema.Query, field, "") {
				v.selection = strings.ReplaceAll(v.selection, strconv.Quote(plausible["token"]), strconv.Quote(token))
				calls = append(calls, v)
			}
		}
	default:
		calls = append(m.variants(m.schema.Query, field, ""), m.variantsBelow(field)...)
	}
	return calls
}

// rowsOfHidden are the rows of the database that name an object that is hidden.
func (m *matrix) rowsOfHidden() []string {
	m.t.Helper()
	var rows []string
	for _, row := range rowsOf(m) {
		for _, raw := range hexID.FindAllString(row, -1) {
			if m.known.marks[raw] {
				rows = append(rows, row)
				break
			}
		}
	}
	slices.Sort(rows)
	if len(rows) == 0 {
		m.t.Fatal("no row is hidden")
	}
	return rows
}

// difference lists the rows that are on one side only.
func difference(before, after []string) string {
	var lines []string
	for _, row := range before {
		if !slices.Contains(after, row) {
			lines = append(lines, "- "+row)
		}
	}
	for _, row := range after {
		if !slices.Contains(before, row) {
			lines = append(lines, "+ "+row)
		}
	}
	return strings.Join(lines, "\n")
}
