package web

import (
	"regexp"
	"strings"
	"testing"
)

// declared finds the name of an operation and its list of variables.
var declared = regexp.MustCompile(`^(?:query|mutation|subscription) (\w+)(?:\(([^)]*)\))? \{`)

func TestExamplesAreComplete(t *testing.T) {
	t.Parallel()
	audiences := map[Audience]bool{Nobody: true, Partner: true, Customer: true, Operator: true}
	seen := map[string]bool{}
	for _, example := range Examples() {
		match := declared.FindStringSubmatch(example.Query)
		if match == nil {
			t.Errorf("%s: no named operation: %s", example.Name, example.Query)
			continue
		}
		if match[1] != example.Name {
			t.Errorf("%s: the operation is called %s", example.Name, match[1])
		}
		if seen[example.Name] {
			t.Errorf("%s: there are two", example.Name)
		}
		seen[example.Name] = true
		if !audiences[example.As] || example.Title == "" || example.About == "" {
			t.Errorf("%s: incomplete: %+v", example.Name, example)
		}
		if got, want := len(example.Variables), strings.Count(match[2], "$"); got != want {
			t.Errorf("%s: %d variables, want %d", example.Name, got, want)
		}
		for name := range example.Variables {
			if !strings.Contains(match[2], "$"+name+":") {
				t.Errorf("%s: the operation declares no $%s", example.Name, name)
			}
		}
	}
	for _, name := range []string{
		"Catalogue", "Me", "Request", "Preview", "Accept", "AcceptReplacing", "MyPartners",
		"MyCustomers", "Remove", "History", "Links", "FindCustomers", "Provision", "Capabilities", "Bill", "ProposeEnd", "ConfirmEnd", "Live",
	} {
		if !seen[name] {
			t.Errorf("there is no example %s", name)
		}
	}
}

func TestExamplesAreTheCallersOwn(t *testing.T) {
	t.Parallel()
	for _, example := range Examples() {
		for name := range example.Variables {
			example.Variables[name] = "changed"
		}
	}
	for _, example := range Examples() {
		if token, ok := example.Variables["token"]; ok && token != "" {
			t.Errorf("%s: the token is %v", example.Name, token)
		}
	}
}

func TestParseExamplesRefusesBrokenFiles(t *testing.T) {
	t.Parallel()
	for _, data := range []string{"", "{}", `[{"query": "one string"}]`} {
		if examples, err := parseExamples([]byte(data)); err == nil {
			t.Errorf("%q gives %v", data, examples)
		}
	}
}
