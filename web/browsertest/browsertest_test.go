package browsertest_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"accord/web"
	"accord/web/browsertest"
)

// noViolations checks what has to hold at the end of every visit, and that nothing secret outlives it.
func noViolations(t *testing.T, b *browsertest.Browser) {
	t.Helper()
	if violations := b.Violations(); len(violations) > 0 {
		t.Errorf("violations:\n%s", strings.Join(violations, "\n"))
	}
	if stored := b.Stored(); strings.Contains(stored, "token-of-") || strings.Contains(stored, inviteToken) {
		t.Errorf("the browser keeps a token: %s", stored)
	}
}

func contains(t *testing.T, what, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%s does not contain %q:\n%s", what, part, text)
		}
	}
}

// screenshot writes into the folder that ACCORD_SCREENSHOTS names, for people to look at.
func screenshot(b *browsertest.Browser, name string) {
	if dir := os.Getenv("ACCORD_SCREENSHOTS"); dir != "" {
		b.Screenshot(filepath.Join(dir, name+".png"))
	}
}

func TestOperationsCarryTheChosenIdentity(t *testing.T) {
	t.Parallel()
	b := browsertest.New(t)
	b.Open(newStub(t, people{}).page)

	contains(t, "the result for nobody", b.RunExample("Catalogue"), `"operation": "Catalogue"`, `"authorization": ""`)

	b.SelectIdentity("ada@northwind.example")
	contains(t, "the status", b.Status(), "You act as ada@northwind.example.")
	contains(t, "the result for Ada", b.RunExample("Me"), `"operation": "Me"`, `"Bearer token-of-ada@northwind.example"`)

	b.SelectIdentity("cleo@fabrikam.example")
	contains(t, "the result for Cleo", b.RunByKeyboard(), `"Bearer token-of-cleo@fabrikam.example"`)

	b.SelectIdentity("")
	contains(t, "the result for nobody again", b.Run(), `"authorization": ""`)
	noViolations(t, b)
}

func TestInvitationIsPassedOn(t *testing.T) {
	t.Parallel()
	b := browsertest.New(t)
	b.Open(newStub(t, people{}).page)

	b.SelectExample("Preview")
	b.WaitForStatus("Fill in token")
	b.RunExample("Request")
	for _, name := range []string{"Preview", "Accept", "AcceptReplacing"} {
		contains(t, "the result of "+name, b.RunExample(name), `"token": "`+inviteToken+`"`)
	}
	noViolations(t, b)
}

func TestSubscription(t *testing.T) {
	t.Parallel()
	b := browsertest.New(t)
	server := newStub(t, people{})
	b.Open(server.page)

	contains(t, "the refusal", b.RunExample("Live"), "Nobody may listen")

	b.SelectIdentity("ada@northwind.example")
	b.StartExample("Live")
	contains(t, "the event", b.WaitForResult("ACCEPTED"), `"Bearer token-of-ada@northwind.example"`)

	// The connection belongs to Ada, so it ends when she leaves, and the next one is Cleo's.
	b.SelectIdentity("cleo@fabrikam.example")
	b.WaitFor(`document.querySelector('.graphiql-execute-button').getAttribute('aria-label').startsWith('Execute')`)
	contains(t, "the next event", b.Run(), `"Bearer token-of-cleo@fabrikam.example"`)

	b.Stop()
	b.WaitForStatus("Stopped listening.")
	select {
	case <-server.completed:
	case <-time.After(30 * time.Second):
		t.Error("the server was not told that the client stopped")
	}

	live := strings.Replace(strings.Replace(server.page, "http:", "ws:", 1), "/playground", "/graphql", 1)
	if !slices.Contains(b.Requests(), live) {
		t.Errorf("no request to %s in %v", live, b.Requests())
	}
	noViolations(t, b)
}

func TestEveryExampleCanBeChosen(t *testing.T) {
	t.Parallel()
	b := browsertest.New(t)
	b.Open(newStub(t, people{}).page)
	for _, example := range web.Examples() {
		b.SelectExample(example.Name)
		b.WaitForStatus(example.About)
	}
	noViolations(t, b)
}

func TestFailuresAreSaidInWords(t *testing.T) {
	t.Parallel()
	t.Run("the users cannot be listed", func(t *testing.T) {
		t.Parallel()
		b := browsertest.New(t)
		b.Open(newStub(t, brokenPeople{}).page)
		b.WaitForStatus("The users could not be loaded. The server could not list its users.")
		noViolations(t, b)
	})
	t.Run("the user is gone", func(t *testing.T) {
		t.Parallel()
		b := browsertest.New(t)
		b.Open(newStub(t, people{}).page)
		b.TryIdentity("gone@fabrikam.example")
		b.WaitForStatus("No token for gone@fabrikam.example. There is no such user. You act as nobody.")
		screenshot(b, "failure")
		contains(t, "the result", b.RunExample("Me"), `"authorization": ""`)
		noViolations(t, b)
	})
}

func TestTokenFieldWithoutPicker(t *testing.T) {
	t.Parallel()
	b := browsertest.New(t)
	b.Open(newStub(t, nil).page)
	b.EnterToken("token-of-somebody")
	contains(t, "the result", b.RunExample("Me"), `"Bearer token-of-somebody"`)
	b.EnterToken("-refused")
	contains(t, "the refusal", b.Run(), "UNAUTHENTICATED")
	b.WaitForStatus("The server refused this token.")
	for _, address := range b.Requests() {
		if strings.HasSuffix(address, "/identity/users") {
			t.Errorf("the page asked for users: %s", address)
		}
	}
	screenshot(b, "token")
	noViolations(t, b)
}

// TestLooks checks that the page follows the colour scheme of the system, and that a narrow window does not scroll
// sideways.
func TestLooks(t *testing.T) {
	t.Parallel()
	b := browsertest.New(t)
	address := newStub(t, people{}).page
	backgrounds := map[string]string{"light": "rgb(255, 255, 255)", "dark": "rgb(33, 42, 59)"}
	for scheme, want := range backgrounds {
		b.ColorScheme(scheme)
		b.Open(address)
		b.SelectIdentity("ada@northwind.example")
		b.RunExample("Request")
		b.RunExample("Preview")
		b.WaitFor(`document.querySelectorAll('.graphiql-response .view-line').length > 5`)
		b.WaitFor(`document.fonts.status === 'loaded'`)
		screenshot(b, scheme)
		if got := b.Style("#playground", "background-color"); got != want {
			t.Errorf("%s: the background is %s, want %s", scheme, got, want)
		}
	}
	b.Viewport(420, 900)
	b.WaitFor(`document.documentElement.scrollWidth <= window.innerWidth`)
	screenshot(b, "narrow")
	noViolations(t, b)
}

func TestDocumentationOfTheSchema(t *testing.T) {
	t.Parallel()
	b := browsertest.New(t)
	b.Open(newStub(t, people{}).page)
	b.Click(`button[aria-label="Show Documentation Explorer"]`)
	b.WaitFor(`document.querySelector('.graphiql-doc-explorer')?.textContent.includes("The part of the API")`)
	screenshot(b, "documentation")
	noViolations(t, b)
}

// TestExplorer writes the fields that are ticked into the operation.
func TestExplorer(t *testing.T) {
	t.Parallel()
	b := browsertest.New(t)
	b.Open(newStub(t, people{}).page)
	b.SelectExample("Catalogue")
	b.Click(`button[aria-label="Show GraphiQL Explorer"]`)
	b.WaitFor(`document.querySelector('.graphiql-explorer-root')?.textContent.includes('services')`)
	screenshot(b, "explorer")
	b.Click(`.graphiql-explorer-root [data-field-name="viewer"] .graphiql-explorer-field-view`)
	b.WaitForEditors("  viewer\n", "")
	noViolations(t, b)
}

// TestPickedUserStays: whom the application acts as in this tab is who acts here, until another is picked.
func TestPickedUserStays(t *testing.T) {
	t.Parallel()
	b := browsertest.New(t)
	address := newStub(t, people{}).page
	b.Open(address)
	b.SelectIdentity("cleo@fabrikam.example")
	b.Open(address)
	b.WaitFor(`document.querySelector('#identity').value === 'cleo@fabrikam.example'`)
	contains(t, "the status", b.Status(), "You act as cleo@fabrikam.example.")
	contains(t, "the result for Cleo", b.RunExample("Me"), `"Bearer token-of-cleo@fabrikam.example"`)
	b.SelectIdentity("")
	b.Open(address)
	contains(t, "the status", b.Status(), "You act as nobody.")
	noViolations(t, b)
}

// TestExampleNeverReplacesOwnText checks that an example goes into a tab of its own then.
func TestExampleNeverReplacesOwnText(t *testing.T) {
	t.Parallel()
	b := browsertest.New(t)
	b.Open(newStub(t, people{}).page)
	b.SelectExample("Me")
	b.SelectExample("Catalogue")
	b.WaitFor(`document.querySelectorAll('.graphiql-tab').length <= 1`)
	b.Type("# mine")
	b.WaitFor(`document.querySelector('#example').value === ''`)
	b.SelectExample("Me")
	b.WaitFor(`document.querySelectorAll('.graphiql-tab').length === 2`)
	noViolations(t, b)
}

func TestPrettify(t *testing.T) {
	t.Parallel()
	b := browsertest.New(t)
	b.Open(newStub(t, people{}).page)
	b.SelectExample("Preview")
	b.SetEditors("# why\nquery   Q($token:String!){invite(token:$token){expiresAt}}", `{"token":  "a", /* how */ "list":[1]}`)
	b.Click(`button[aria-label^="Prettify"]`)
	b.WaitForEditors("# why\nquery Q($token: String!) {\n  invite(token: $token) {", "{\n  \"token\": \"a\",")
	noViolations(t, b)
}

// misbehaving does everything that a page of ours must not do.
const misbehaving = `<!doctype html><title>bad</title><body data-ready="true">
<script>document.title = 'inline'</script><script src="/bad.js"></script><img src="/missing.png">`

// TestViolationsAreSeen makes sure that the other tests here would notice.
func TestViolationsAreSeen(t *testing.T) {
	t.Parallel()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Security-Policy", "script-src 'self'")
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, misbehaving)
	})
	mux.HandleFunc("GET /bad.js", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/javascript")
		_, _ = io.WriteString(w, `console.error('a complaint');
			fetch('http://elsewhere.example/').catch(() => { document.body.dataset.cut = 'off'; });
			new WebSocket('ws://localhost:1/');
			throw new Error('a mishap');`)
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	b := browsertest.New(t)
	b.Open(server.URL)
	b.WaitFor(`document.body.dataset.cut === 'off' && document.readyState === 'complete'`)
	contains(t, "the list of violations", strings.Join(b.Violations(), "\n"),
		"left the origin: http://elsewhere.example/", "left the origin: ws://localhost:1/", "console: a complaint",
		"a mishap", "missing.png", "Content Security Policy")
}
