package reseller

import (
	"fmt"
	"go/ast"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// What clients read is told in both languages. English alone, on purpose, are
//   - what the GraphQL library finds in a document or its variables: it concerns whoever writes the program,
//   - log lines, the command line, and the reasons why rows of an import are refused: they are the operator's,
//   - the endpoints behind the playground's picker of users, a developer's tool on loopback, and those of the probes.

// speakers are the folders whose sentences reach the API's clients and nobody else.
var speakers = []string{"resolvers", "auth", "graph/model"}

// said is a text that the sources give to a sentence, with the number of arguments that come with it (-1: not known).
type said struct {
	text, place string
	args        int
}

func TestR19_EveryRefusalIsToldInChinese(t *testing.T) {
	t.Parallel()
	s := readSources(t)
	used := map[string]bool{}
	for _, each := range append(s.formats(t), s.words()...) {
		used[each.text] = true
		if _, ok := chinese[each.text]; !ok {
			t.Errorf("%s: reseller/chinese.go lacks: %q", each.place, each.text)
		}
		if n := len(verbs(each.text)); each.args >= 0 && n != each.args {
			t.Errorf("%s: %d arguments for %q", each.place, each.args, each.text)
		}
	}
	for english := range chinese {
		if !used[english] {
			t.Errorf("nothing says this any more; take it out of reseller/chinese*.go: %q", english)
		}
	}
	if len(used) < 50 {
		t.Errorf("only %d texts found: this test does not see the sources", len(used))
	}
}

// formats are the formats of all refusals. One that is not constant is a failure: nobody could have translated it.
func (s *sources) formats(t *testing.T) (all []said) {
	t.Helper()
	takers := s.formatTakers()
	s.each(func(folder string, file *ast.File, n ast.Node) {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return
		}
		at, takes := takers[named(folder, file, call.Fun)]
		if !takes || at >= len(call.Args) {
			return
		}
		if text, ok := s.text(folder, file, call.Args[at]); ok {
			args := len(call.Args) - at - 1
			if call.Ellipsis.IsValid() {
				args = -1
			}
			all = append(all, said{text, s.place(call), args})
		} else if _, passedOn := takers[s.within(folder, call)]; !passedOn {
			t.Errorf("%s: the format of a refusal has to be a constant, so that reseller/chinese.go can have it", s.place(call))
		}
	})
	return all
}

// within names the function that a node stands in.
func (s *sources) within(folder string, n ast.Node) string {
	for key, f := range s.functions {
		if strings.HasPrefix(key, folder+".") && f.Pos() <= n.Pos() && n.Pos() < f.End() {
			return key
		}
	}
	return ""
}

// words are the constants of the types that sentences name, and literals given where such a type is asked for.
func (s *sources) words() (all []said) {
	types := s.wordTypes()
	s.each(func(folder string, file *ast.File, n ast.Node) {
		for _, e := range s.wordsAt(types, folder, file, n) {
			if text, ok := s.text(folder, file, e); ok {
				all = append(all, said{text, s.place(e), -1})
			}
		}
	})
	return all
}

// wordsAt are the values of word types that a node gives.
func (s *sources) wordsAt(types map[string]bool, folder string, file *ast.File, n ast.Node) (values []ast.Expr) {
	switch n := n.(type) {
	case *ast.ValueSpec:
		if n.Type != nil && types[named(folder, file, n.Type)] {
			return n.Values
		}
	case *ast.CallExpr:
		callee := named(folder, file, n.Fun)
		asked := s.asked(callee)
		for i, arg := range n.Args {
			if types[callee] || i < len(asked) && types[named(folder, file, asked[i])] {
				values = append(values, arg)
			}
		}
	}
	return values
}

// asked are the types of the parameters of a function, by its name.
func (s *sources) asked(name string) []ast.Expr {
	f, ok := s.functions[name]
	if !ok {
		return nil
	}
	_, types := parameters(f)
	return types
}

// TestR19_RefusalsAreMadeInOnePlace, where both languages are: no Error as a literal, and no sentence to clients beside the
// table.
func TestR19_RefusalsAreMadeInOnePlace(t *testing.T) {
	t.Parallel()
	s := readSources(t)
	s.each(func(folder string, file *ast.File, n ast.Node) {
		switch n := n.(type) {
		case *ast.CompositeLit:
			if n.Type != nil && named(folder, file, n.Type) == "reseller.Error" && s.within(folder, n) != "reseller.refuse" {
				t.Errorf("%s: make this Error with refuse, Invalid or Refuse, so that it is told in both languages", s.place(n))
			}
		case *ast.BasicLit:
			text, ok := s.text(folder, file, n)
			if ok && slices.Contains(speakers, folder) && isSentence(text) && !translated(text) {
				t.Errorf("%s: a sentence beside reseller/chinese.go; give it to reseller.Refuse: %q", s.place(n), text)
			}
		}
	})
}

func isSentence(text string) bool {
	return text != "" && unicode.IsUpper(rune(text[0])) && strings.Contains(text, " ") && strings.HasSuffix(text, ".")
}

// translated reports whether a text is, or is a part of, one that the table has.
func translated(text string) bool {
	for english := range chinese {
		if strings.Contains(english, text) {
			return true
		}
	}
	return false
}

// verb is one that fmt knows and refusals use.
var verb = regexp.MustCompile(`%(?:\[(\d+)\])?([sd])`)

// verbs are those of a format, by the number of their argument.
func verbs(format string) map[int]string {
	found, next := map[int]string{}, 1
	for _, match := range verb.FindAllStringSubmatch(format, -1) {
		if match[1] != "" {
			next, _ = strconv.Atoi(match[1])
		}
		found[next] = match[2]
		next++
	}
	return found
}

// halfWidth is punctuation of Latin scripts beside a Chinese character.
var halfWidth = regexp.MustCompile(`\p{Han}[,;:!?.()]|[,;:!?()]\p{Han}`)

func TestR19_TheChineseSaysTheSame(t *testing.T) {
	t.Parallel()
	for english, translated := range chinese {
		for _, format := range []string{english, translated} {
			if strings.Contains(verb.ReplaceAllString(format, ""), "%") {
				t.Errorf("a verb that this test does not know, or a lone %%: %q", format)
			}
		}
		if was, is := fmt.Sprint(verbs(english)), fmt.Sprint(verbs(translated)); was != is {
			t.Errorf("%q has the arguments %s, and its Chinese %q has %s", english, was, translated, is)
		}
		if !isChinese(translated) {
			t.Errorf("this is not Chinese: %q", translated)
		}
		if odd := halfWidth.FindString(translated); odd != "" {
			t.Errorf("punctuation of half width, %q, in %q", odd, translated)
		}
		if strings.ContainsRune(english, '.') && !strings.HasSuffix(english, "%s") && strings.HasSuffix(english, ".") != strings.HasSuffix(translated, "。") {
			t.Errorf("%q and %q end differently", english, translated)
		}
		wellSaid(t, refuse(CodeValidationFailed, "", english, samples(english)...))
	}
}

func isChinese(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// samples are arguments that a format can have, in number and kind.
func samples(format string) []any {
	args := make([]any, len(verbs(format)))
	for i, v := range verbs(format) {
		args[i-1] = "100% " + strconv.Itoa(i)
		if v == "d" {
			args[i-1] = 1000 * i
		}
	}
	return args
}

// wellSaid expects a refusal to be told in both languages, with nothing that fmt complains of.
func wellSaid(t *testing.T, e *Error) {
	t.Helper()
	for _, text := range []string{e.Message, e.Chinese} {
		if text == "" || strings.Contains(text, "%!") || strings.Contains(text, "<nil>") {
			t.Errorf("badly said: %+v", e)
		}
	}
	if !isChinese(e.Chinese) || isChinese(e.Message) {
		t.Errorf("the wrong language: %+v", e)
	}
}

// TestR19_WhoMayNotIsToldWhoMay: every action, tried by every kind of user.
func TestR19_WhoMayNotIsToldWhoMay(t *testing.T) {
	t.Parallel()
	for _, act := range actions() {
		for _, tenant := range []TenantKind{TenantPartner, TenantCustomer, TenantOperator} {
			for _, kind := range []PartnerType{DirectReseller, IndirectProvider, IndirectReseller, Advisor} {
				for _, role := range []Role{RoleAdminAgent, RoleSalesAgent, RoleHelpdeskAgent, RoleGlobalAdmin, RoleUserAdmin, RoleUser, RoleOperator} {
					v := Viewer{User: User{ID: ID{1}, Tenant: tenant, Roles: []Role{role}}, Partner: &Partner{Type: kind}}
					for _, e := range AsRefusals(v.may(act)) {
						wellSaid(t, e)
						names(t, e)
					}
				}
			}
		}
	}
}

// names expects a refusal of a role to name each role that would do, in both languages.
func names(t *testing.T, e *Error) {
	t.Helper()
	for _, role := range e.Roles {
		if !strings.Contains(e.Message, string(role)) || !strings.Contains(e.Chinese, string(role)) {
			t.Errorf("%s is not named: %+v", role, e)
		}
	}
	if strings.Contains(e.Message, "a operator") || strings.Contains(e.Chinese, ", ") {
		t.Errorf("clumsy: %+v", e)
	}
}

func TestR19_Lists(t *testing.T) {
	t.Parallel()
	roles := []Role{RoleAdminAgent, RoleSalesAgent, RoleGlobalAdmin}
	for n, want := range [][4]string{
		{"", "", "", ""},
		{"ADMIN_AGENT", "ADMIN_AGENT", "ADMIN_AGENT", "ADMIN_AGENT"},
		{"ADMIN_AGENT or SALES_AGENT", "ADMIN_AGENT或SALES_AGENT", "ADMIN_AGENT, SALES_AGENT", "ADMIN_AGENT、SALES_AGENT"},
		{"ADMIN_AGENT, SALES_AGENT or GLOBAL_ADMIN", "ADMIN_AGENT、SALES_AGENT或GLOBAL_ADMIN", "ADMIN_AGENT, SALES_AGENT, GLOBAL_ADMIN", "ADMIN_AGENT、SALES_AGENT、GLOBAL_ADMIN"},
	} {
		one, each := anyOf[Role](roles[:n]), allOf[Role](roles[:n])
		if got := [4]string{one.in(English), one.in(Chinese), each.in(English), each.in(Chinese)}; got != want {
			t.Errorf("%d: %q", n, got)
		}
	}
	sides := anyOf[TenantKind]{TenantPartner, TenantCustomer, TenantOperator}
	if en, zh := sides.in(English), sides.in(Chinese); en != "a partner, a customer or the operator" || zh != "合作伙伴、客户或平台运营方" {
		t.Errorf("%q, %q", en, zh)
	}
}
