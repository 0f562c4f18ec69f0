package resolvers_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// What somebody is told may not depend on what is hidden from it: no text, and no number, flag or date either. So who looks asks before
// there is anything to be hidden, and again when it is there, and is to be told the same.

// keepsWhatIsTold has everybody who looks ask all that it may, and keeps the answers.
func (m *matrix) keepsWhatIsTold() {
	m.t.Helper()
	m.before = map[string]string{}
	for _, email := range m.lookers() {
		m.asksWhatItMay(email)
	}
	m.cells = 0
}

// asksWhatItMay asks for all that is not hidden, at the same moment each time.
func (m *matrix) asksWhatItMay(email string) {
	m.t.Helper()
	m.clock.set(m.at)
	m.asksRoots(email)
	m.asksItsOwn(email)
}

// isAsBefore expects an answer to be what it was before there was anything hidden, if it was asked for then.
func (m *matrix) isAsBefore(email, question string, a *answer) {
	m.t.Helper()
	body, asked := m.before[question]
	if !asked {
		return
	}
	m.again++
	if body == a.body {
		return
	}
	was := &answer{t: m.t}
	m.must(json.Unmarshal([]byte(body), was))
	for _, place := range slices.Compact(slices.Sorted(slices.Values(differing(was.Data, a.Data, "")))) {
		m.t.Errorf("%q is told something else since there is what is hidden from it, at %s", email, place)
	}
	before, after := m.refusalsOf(was), m.refusalsOf(a)
	if most := testLimits().Errors; len(before) == most && len(after) == most {
		return // of more refusals than an answer names, it names any
	}
	if !slices.Equal(before, after) {
		m.t.Errorf("%q is refused otherwise since there is what is hidden from it:\n%s", email, difference(before, after))
	}
}

// refusalsOf are the errors of an answer; fields are resolved side by side, so they come in any order.
func (m *matrix) refusalsOf(a *answer) []string {
	m.t.Helper()
	all := make([]string, len(a.Errors))
	for i, e := range a.Errors {
		all[i] = m.text(e)
	}
	slices.Sort(all)
	return all
}

// differing are the places at which two answers differ, with what was there and is.
func differing(was, is any, at string) []string {
	var all []string
	switch w := was.(type) {
	case map[string]any:
		if i, ok := is.(map[string]any); ok && len(i) == len(w) {
			for _, name := range slices.Sorted(maps.Keys(w)) {
				all = append(all, differing(w[name], i[name], strings.TrimPrefix(at+"."+unaliased(name), "."))...)
			}
			return all
		}
	case []any:
		if i, ok := is.([]any); ok && len(i) == len(w) {
			for n := range w {
				all = append(all, differing(w[n], i[n], at)...)
			}
			return all
		}
	}
	if before, after := fmt.Sprint(was), fmt.Sprint(is); before != after {
		return []string{fmt.Sprintf("%s: %s, before %s", at, after, before)}
	}
	return nil
}

// allIsAskedAgain fails when something that was asked before has not been asked since.
func (m *matrix) allIsAskedAgain() {
	m.t.Helper()
	if m.again != len(m.before) || m.again == 0 {
		m.t.Errorf("of %d questions that were asked before anything was hidden, %d were asked again", len(m.before), m.again)
	}
}

// isLikeAbsent expects what names something hidden to be answered as what names something that does not exist. of is the object that
// is asked, path where its answers are.
func (m *matrix) isLikeAbsent(email, of string, a *answer, path string, pack []variant) {
	m.t.Helper()
	for i, v := range pack {
		if v.like == "" {
			continue
		}
		told := m.text(a.get(strings.TrimPrefix(fmt.Sprintf("%s.%s__%d", path, v.name, i), ".")))
		like := email + of + v.like
		if _, known := m.refusals[like]; !known {
			m.refusals[like] = told
		}
		if told != m.refusals[like] {
			m.t.Errorf("%q: %s of %s is answered with %s, what does not exist with %s", email, v.selection, of, told, m.refusals[like])
		}
	}
}
