package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"accord/graph"
	"accord/web"
	"accord/web/browsertest"
)

// TestExamplesAreValid: every example of the playground is an operation of the schema, with the variables that it takes.
func TestExamplesAreValid(t *testing.T) {
	t.Parallel()
	schema := graph.NewExecutableSchema(graph.Config{}).Schema()
	for _, example := range web.Examples() {
		document, err := gqlparser.LoadQueryWithRules(schema, example.Query, rules.NewDefaultRules())
		if err != nil {
			t.Errorf("%s: %v", example.Name, err)
			continue
		}
		if len(document.Operations) != 1 {
			t.Errorf("%s: %d operations", example.Name, len(document.Operations))
		}
		if _, err := validator.VariableValues(schema, document.Operations[0], example.Variables); err != nil {
			t.Errorf("%s: %v", example.Name, err)
		}
	}
}

// screenshot writes into the folder that ACCORD_SCREENSHOTS names, for people to look at.
func screenshot(b *browsertest.Browser, name string) {
	if dir := os.Getenv("ACCORD_SCREENSHOTS"); dir != "" {
		b.Screenshot(filepath.Join(dir, name+".png"))
	}
}

// shows checks the result of an example.
func shows(t *testing.T, what, result string, parts ...string) {
	t.Helper()
	for _, part := range append(parts, `"data": {`) {
		if !strings.Contains(result, part) {
			t.Errorf("%s does not show %s:\n%s", what, part, result)
		}
	}
	if strings.Contains(result, `"errors": [`) {
		t.Errorf("%s fails:\n%s", what, result)
	}
}

// tokenOf reads the token of a link out of the result of the example Request.
func tokenOf(t *testing.T, result string) string {
	t.Helper()
	var a answer
	if err := json.Unmarshal([]byte(result), &a); err != nil || a.at("requestRelationship.invite.token") == "" {
		t.Fatalf("no token in %s: %v", result, err)
	}
	return a.at("requestRelationship.invite.token")
}

// TestPlayground walks through the whole story in a browser that reaches nothing but this server.
func TestPlayground(t *testing.T) {
	t.Parallel()
	s := demo(t, place{})
	b := browsertest.New(t)
	b.Open(s.base + "/playground")
	shows(t, "Catalogue", b.RunExample("Catalogue"), `"OFFICE365"`)

	b.SelectIdentity(brightcloud)
	shows(t, "Me", b.RunExample("Me"), `"name": "Brightcloud"`, `"ADMIN_AGENT"`)
	requested := b.RunExample("Request")
	shows(t, "Request", requested, `"status": "ACTIVE"`, `"userErrors": []`, "mailto:")
	token := s.hide(tokenOf(t, requested))

	b.SelectIdentity(harbourFoods)
	shows(t, "Preview", b.RunExample("Preview"), `"name": "Brightcloud"`, `"alreadyRelated": false`, `"conflicts": []`)
	shows(t, "Accept", b.RunExample("Accept"), `"alreadyAccepted": false`, `"userErrors": []`, `"OFFICE365"`)
	shows(t, "MyPartners", b.RunExample("MyPartners"), `"name": "Brightcloud"`, `"ACTIVE"`)
	screenshot(b, "playground-my-partners")

	b.SelectIdentity(brightcloud)
	shows(t, "MyCustomers", b.RunExample("MyCustomers"), `"Harbour Foods"`, `"harbourfoods.example"`)

	b.SelectIdentity(harbourFoods)
	shows(t, "Remove", b.RunExample("Remove"), `"CUSTOMER_REMOVED"`, `"userErrors": []`)
	shows(t, "History", b.RunExample("History"), `"RELATIONSHIP_CREATED"`, `"DELEGATED_ADMIN_GRANTED"`, `"DELEGATED_ADMIN_ENDED"`)
	shows(t, "AcceptReplacing", b.RunExample("AcceptReplacing"), `"userErrors": []`, `"OFFICE365"`)

	b.SelectIdentity(brightcloud)
	shows(t, "Links", b.RunExample("Links"), `"acceptCount": 1`, `"Harbour Foods"`)
	shows(t, "FindCustomers", b.RunExample("FindCustomers"), `"totalCount": 1`, `"pinewood.example"`)
	shows(t, "Provision", b.RunExample("Provision"), `"Project Online"`, `"userErrors": []`)
	shows(t, "Capabilities", b.RunExample("Capabilities"), `"Office 365 Business Premium"`, `"action": "ORDER_ADD_ON"`, `"reason": null`)
	shows(t, "Bill", b.RunExample("Bill"), `"Advanced Threat Protection"`, `"currency": "CNY"`)
	b.SelectIdentity(harbourFoods)
	shows(t, "MyPartners", b.RunExample("MyPartners"), `"name": "Brightcloud"`)
	b.SelectIdentity(brightcloud)
	shows(t, "ProposeEnd", b.RunExample("ProposeEnd"), `"ENDING"`, `"userErrors": []`)
	b.SelectIdentity(harbourFoods)
	shows(t, "ConfirmEnd", b.RunExample("ConfirmEnd"), `"ENDED"`, `"RELATIONSHIP_ENDED"`, `"userErrors": []`)
	screenshot(b, "playground-confirm-end")

	b.SelectIdentity(brightcloud)
	b.StartExample("Live")
	eventually(t, "the playground hears of a new link", func() bool {
		s.link(t, brightcloud)
		return strings.Contains(b.Result(), `"INVITE_CREATED"`)
	})
	b.Stop()

	b.SelectIdentity("")
	testInviteInBrowser(t, b, s.base+"/invite/"+token)
	noTraces(t, s, b, token)
}

// noTraces: no request has left the origin, nothing was wrong, and nothing secret stays in the browser.
func noTraces(t *testing.T, s *instance, b *browsertest.Browser, token string) {
	t.Helper()
	for _, address := range b.Requests() {
		if !strings.HasPrefix(address, s.base+"/") && !strings.HasPrefix(address, strings.Replace(s.base, "http", "ws", 1)+"/") {
			t.Errorf("a request has left the origin: %s", address)
		}
	}
	if violations := b.Violations(); len(violations) > 0 {
		t.Errorf("violations:\n%s", strings.Join(violations, "\n"))
	}
	stored := b.Stored()
	for _, secret := range []string{token, "eyJ", "Bearer", "inv_"} {
		if strings.Contains(stored, secret) {
			t.Errorf("the browser keeps %q: %s", secret, stored)
		}
	}
}

// testInviteInBrowser: the page of a link takes its style, light and dark, and fits a small screen.
func testInviteInBrowser(t *testing.T, b *browsertest.Browser, address string) {
	t.Helper()
	papers := map[string]string{}
	for _, scheme := range []string{"light", "dark"} {
		b.ColorScheme(scheme)
		b.Visit(address)
		b.WaitFor(`document.querySelector('.ask .button') !== null`)
		papers[scheme] = b.Style("body", "background-color")
		if b.Style(".ask", "border-top-width") != "4px" {
			t.Errorf("%s: the page has no style", scheme)
		}
		screenshot(b, "invite-"+scheme)
	}
	if text := b.Text(".ask"); !strings.Contains(text, "Brightcloud asks to be your reseller") {
		t.Errorf("the page shows %s", text)
	}
	if papers["light"] == papers["dark"] {
		t.Errorf("light and dark are both %s", papers["light"])
	}
	b.Viewport(360, 720)
	b.WaitFor(`document.documentElement.scrollWidth <= 360`)
	screenshot(b, "invite-narrow")
}
