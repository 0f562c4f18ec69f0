package resolvers_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"accord/db/dbtest"
)

var hexID = regexp.MustCompile(`[0-9a-f]{32}`)

func rowsOf(m *matrix) []string { return dbtest.Rows(m.t, m.url) }

// call is one call of a mutation that names something hidden.
type call struct {
	selection string
	// at is the place of the input in which an object is named by its id, so that the call has to be refused; empty for a text.
	at string
	// like tells the calls that are to be answered alike: those that name objects of one kind in one place. The first of them names one
	// that does not exist.
	like string
}

// mutates sends every mutation with each hidden object in each place for one, and with texts that are hidden.
func (m *matrix) mutates(email string) {
	m.t.Helper()
	for _, field := range m.schema.Mutation.Fields {
		payload := m.schema.Types[field.Type.Name()]
		fragment := m.payload(payload)
		m.asked["Mutation."+field.Name] = true
		atMost := max(1, min(maxRootFields, maxSelected/weight(fragment)))
		for some := range slices.Chunk(m.calls(field, email), atMost) {
			parts := make([]string, len(some))
			for i, c := range some {
				parts[i] = fmt.Sprintf("%s__%d: %s { ...P }", field.Name, i, c.selection)
			}
			m.cells += len(some)
			a := m.clean(email, "mutation { "+strings.Join(parts, "\n")+" }\nfragment P on "+payload.Name+fragment, nil)
			for i, c := range some {
				m.isRefused(email, c, a.get(fmt.Sprintf("%s__%d", field.Name, i)))
			}
		}
	}
}

// payload asks for everything that a mutation answers, as deep as a document bears.
func (m *matrix) payload(def *ast.Definition) string {
	for depth := 2; ; depth-- {
		if whole := m.selection(def, depth, map[string]bool{}); weight(whole) < maxSelected || depth == 0 {
			return whole
		}
	}
}

// calls are the calls of a mutation.
func (m *matrix) calls(field *ast.FieldDefinition, email string) []call {
	m.t.Helper()
	input := m.schema.Types[field.Arguments.ForName("input").Type.Name()]
	ids, texts := m.slots(input, "")
	var all []call
	add := func(at, like string, given map[string]string) {
		all = append(all, call{fmt.Sprintf("%s(input: %s)", field.Name, m.input(input, "", given)), at, like})
	}
	for _, s := range ids {
		for _, id := range withAbsent(m.aimed(s.name)) {
			add(s.path, email+field.Name+s.path+id[:3], map[string]string{s.path: id})
		}
	}
	if len(ids) > 1 {
		given := map[string]string{}
		for _, s := range ids {
			given[s.path] = m.aimed(s.name)[0]
		}
		add(ids[0].path, "", given)
	}
	for _, s := range texts {
		for _, text := range m.hiddenTexts(s.name, email) {
			add("", "", map[string]string{s.path: text})
		}
	}
	return all
}

// withAbsent puts before the ids of each kind one that is no object's.
func withAbsent(ids []string) []string {
	var all []string
	for i, id := range ids {
		if i == 0 || ids[i-1][:3] != id[:3] {
			all = append(all, id[:4]+strings.Repeat("0", len(id)-6)+"77")
		}
		all = append(all, id)
	}
	return all
}

// hiddenTexts are what is put into a text of an input: what the other side has there. An administrator of a customer may accept and
// decline whatever link it has been sent (R10, R14).
func (m *matrix) hiddenTexts(name, email string) []string {
	switch lower := strings.ToLower(name); {
	case strings.HasSuffix(lower, "token"):
		if strings.HasPrefix(email, "admin@one") || strings.HasPrefix(email, "admin@three") {
			return nil
		}
		return m.known.tokens
	case strings.HasSuffix(lower, "domain"):
		return []string{"one." + hidden + ".example"}
	case strings.HasSuffix(lower, "email"):
		return []string{"admin@direct." + hidden + ".example"}
	case strings.HasSuffix(lower, "key"):
		return []string{hidden + "-direct", hidden + "-one"}
	}
	return nil
}

// isRefused expects a mutation that names a hidden object to be refused as if it were not there.
func (m *matrix) isRefused(email string, c call, payload any) {
	m.t.Helper()
	if c.at == "" || payload == nil {
		return
	}
	refused, _ := payload.(map[string]any)
	for name, value := range refused {
		flag, isFlag := value.(bool)
		list, isList := value.([]any)
		empty := value == nil || isFlag && !flag || isList && len(list) == 0
		if !empty && name != "userErrors" && name != "__typename" {
			m.t.Errorf("%q: %s is answered with %s %v", email, c.selection, name, value)
		}
	}
	m.isRefusedLikeAbsent(email, c, refused["userErrors"])
}

// isRefusedLikeAbsent expects what names a hidden object to be refused in the words with which one that does not exist is.
func (m *matrix) isRefusedLikeAbsent(email string, c call, userErrors any) {
	m.t.Helper()
	list, _ := userErrors.([]any)
	if len(list) == 0 {
		m.t.Errorf("%q: %s is not refused", email, c.selection)
	}
	for _, one := range list {
		fields, _ := one.(map[string]any)
		path, _ := fields["path"].([]any)
		if fields["code"] == "VALIDATION_FAILED" && (len(path) == 0 || !strings.HasPrefix(c.at, fmt.Sprintf(".%v", path[0]))) {
			m.t.Errorf("%q: %s is refused for what was made up beside the id: %v Add to made in isolation_values_test.go.", email, c.selection, fields["message"])
		}
	}
	refusal := m.text(userErrors)
	if _, known := m.refusals[c.like]; !known {
		m.refusals[c.like] = refusal
	}
	if c.like != "" && refusal != m.refusals[c.like] {
		m.t.Errorf("%q: %s is refused with %s, one that does not exist with %s", email, c.selection, refusal, m.refusals[c.like])
	}
}
