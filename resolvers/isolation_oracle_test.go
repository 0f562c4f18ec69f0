package resolvers_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"accord/graph/model"
)

// What must not be found, and where it may be.

// grant is a place in an answer where a rule lets anybody see something of a partner's that it has nothing to do with.
type grant struct{ at, rule string }

// grants are the only ones. Everything else of one side that is found in an answer to the other is a leak.
var grants = []grant{
	// Whoever has the link sees who asks.
	{"invite.partner.id", "R9"},
	{"invite.partner.name", "R9"},
	{"invite.reseller.id", "R9"},
	{"invite.reseller.name", "R9"},
}

// previewed are the places, and what lies within them, of which whoever has the link is told something, whatever it is: who asks and for
// what (R9), and how that stands to what the viewer has itself.
var previewed = []string{
	"invite.partner.id", "invite.partner.name", "invite.partner.country", "invite.partner.status",
	"invite.reseller.id", "invite.reseller.name", "invite.reseller.country", "invite.reseller.status",
	"invite.services", "invite.expiresAt", "invite.forViewer",
}

// isPreview expects of a link that is hidden no more than its preview.
func (m *matrix) isPreview(email string, value any, at string) {
	m.t.Helper()
	switch v := value.(type) {
	case []any:
		for _, one := range v {
			m.isPreview(email, one, at)
		}
	case map[string]any:
		for name, one := range v {
			if name != "__typename" {
				m.isPreview(email, one, at+"."+unaliased(name))
			}
		}
	default:
		within := func(place string) bool { return at == place || strings.HasPrefix(at, place+".") }
		if value != nil && !slices.ContainsFunc(previewed, within) {
			m.t.Errorf("%q is told by a link, at %s: %v (R9)", email, at, value)
		}
	}
}

var (
	// globalID matches the ids of objects as the API writes them; secret matches the tokens of links.
	globalID = regexp.MustCompile(`\b[a-z]{3}_[0-9A-Za-z]{22}\b`)
	secret   = regexp.MustCompile(`inv_[0-9A-Za-z]{30,}`)
	rawID    = regexp.MustCompile(`\b[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\b`)
)

// findings are what one side knows: the ids of its objects, the tokens of its links, and the ids as databases write them.
type findings struct {
	ids    []string
	tokens []string
	marks  map[string]bool
	// fields are those that hold something, by type and name.
	fields map[string]bool
}

// harvest finds all that the users of a side can see, from what they are told of themselves on: what leads to what is the schema's to
// say. What belongs to both sides is left out.
func (m *matrix) harvest(side string) findings {
	f := findings{marks: map[string]bool{}, fields: map[string]bool{}}
	shared := m.common()
	for _, email := range insidersOf(side) {
		a := m.ask(email, "{ viewer"+m.selection(m.schema.Types["Viewer"], 1, map[string]bool{})+" }", nil)
		seen := maps.Clone(shared)
		for ids := f.note(m.text(a.Data), seen); len(ids) > 0; {
			var next []string
			m.eachOf(email, ids, func(a *answer, _ []variant, _ []string) {
				next = append(next, f.note(m.text(a.Data), seen)...)
				m.holding(a.Data, f.fields)
				if side == hidden {
					m.noteCursors(a.Data, "")
				}
			})
			ids = next
		}
	}
	slices.Sort(f.ids)
	f.ids = slices.Compact(f.ids)
	return f
}

// note keeps the ids and tokens in a text, and gives the ids that were not seen before. Ids of changes are not of objects.
func (f *findings) note(text string, seen map[string]bool) (fresh []string) {
	for _, id := range globalID.FindAllString(text, -1) {
		if seen[id] || strings.HasPrefix(id, "chg_") {
			continue
		}
		seen[id] = true
		fresh = append(fresh, id)
		f.marks[id] = true
		if ref, err := model.ParseRef(id); err == nil && ref.Kind != model.KindEvent {
			f.marks[fmt.Sprintf("%x", ref.ID[:])] = true
		}
	}
	f.ids = append(f.ids, fresh...)
	for _, token := range secret.FindAllString(text, -1) {
		if !f.marks[token] {
			f.marks[token], f.tokens = true, append(f.tokens, token)
		}
	}
	return fresh
}

// common are the ids of what both sides see: the customer of both, and its users.
func (m *matrix) common() map[string]bool {
	ids := map[string]bool{m.customer("admin@granite.example"): true, m.user("admin@granite.example"): true, m.user("op@x.example"): true}
	return ids
}

// noteCursors keeps the cursors of each list that was read, for the list's coordinate.
func (m *matrix) noteCursors(value any, of string) {
	switch v := value.(type) {
	case []any:
		for _, one := range v {
			m.noteCursors(one, of)
		}
	case map[string]any:
		typename, _ := v["__typename"].(string)
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if cursor, ok := v[name].(string); ok && name == "cursor" && strings.HasSuffix(typename, "Edge") {
				m.cursors[of] = append(m.cursors[of], cursor)
				continue
			}
			next := of
			if def := m.schema.Types[typename]; def != nil && m.isNode(def) {
				next = typename + "." + unaliased(name)
			}
			m.noteCursors(v[name], next)
		}
	}
}

// leaks lists what an answer tells of the side that is hidden, where no rule grants it. What was sent may be named in a message that
// refuses it.
func (m *matrix) leaks(value any, at string, sent string) []string {
	switch v := value.(type) {
	case []any:
		var all []string
		for _, one := range v {
			all = append(all, m.leaks(one, at, sent)...)
		}
		return all
	case map[string]any:
		var all []string
		for name, one := range v {
			all = append(all, m.leaks(one, strings.TrimPrefix(at+"."+unaliased(name), "."), sent)...)
		}
		return all
	case string:
		return m.leaksOf(v, at, sent)
	}
	return nil
}

func (m *matrix) leaksOf(text, at, sent string) []string {
	if slices.ContainsFunc(grants, func(g grant) bool { return g.at == at }) {
		return nil
	}
	echoed := strings.HasSuffix(at, "message")
	var found []string
	if strings.Contains(text, phones[hidden]) || strings.Contains(strings.ToLower(text), hidden) && !(echoed && strings.Contains(strings.ToLower(sent), hidden)) {
		found = append(found, at+": "+text)
	}
	for _, pattern := range []*regexp.Regexp{globalID, secret, rawID} {
		for _, mark := range pattern.FindAllString(text, -1) {
			if pattern == rawID {
				mark = strings.ReplaceAll(mark, "-", "")
			}
			if m.known.marks[mark] && !(echoed && strings.Contains(sent, mark)) {
				found = append(found, at+": "+mark)
			}
		}
	}
	return found
}

// holding counts the fields of an answer, by type and name, that are not empty.
func (m *matrix) holding(value any, into map[string]bool) {
	switch v := value.(type) {
	case []any:
		for _, one := range v {
			m.holding(one, into)
		}
	case map[string]any:
		typename, _ := v["__typename"].(string)
		for name, one := range v {
			if list, isList := one.([]any); one != nil && (!isList || len(list) > 0) && typename != "" {
				into[typename+"."+unaliased(name)] = true
			}
			m.holding(one, into)
		}
	}
}
