// Package browsertest drives the playground in a headless Chromium that reaches nothing but loopback.
//
// A test that asks for a browser needs one: without Chromium it fails, as a check that silently does not run is none.
package browsertest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

const (
	// startTimeout bounds the start of Chromium, which is slow on a busy machine.
	startTimeout = 90 * time.Second
	// stepTimeout bounds one step of a test.
	stepTimeout = 45 * time.Second
)

// queryEditor is what has the focus while somebody writes an operation.
const queryEditor = ".graphiql-query-editor textarea"

// Browser is one tab of a browser of its own. Every method fails the test when the page does not do what it should,
// so a test reads as a list of steps. A Browser belongs to one goroutine.
type Browser struct {
	t   testing.TB
	ctx context.Context //nolint:containedctx // chromedp keeps the tab in it, and it lives as long as the Browser

	mu         sync.Mutex // guards what the browser's events write
	origin     string
	requests   []string
	violations []string
}

// New starts a fresh browser, which ends with the test.
func New(t testing.TB) *Browser {
	t.Helper()
	path, err := findChromium(os.Getenv("CHROMIUM"))
	if err != nil {
		t.Fatal(err) // not Skip: see the package
	}
	allocator, cancelAllocator := chromedp.NewExecAllocator(t.Context(), options(path)...)
	b := &Browser{t: t}
	ctx, cancel := chromedp.NewContext(allocator, chromedp.WithListener(b.record))
	b.ctx = ctx
	t.Cleanup(func() {
		cancel()
		cancelAllocator()
	})
	b.start(cancel)
	return b
}

// start bounds the start by hand: the life of the browser is bound to the context of its first command, so that
// context cannot have a deadline.
func (b *Browser) start(cancel context.CancelFunc) {
	b.t.Helper()
	timer := time.AfterFunc(startTimeout, cancel)
	defer timer.Stop()
	if err := chromedp.Do(b.ctx, chromedp.EmulateViewport(1280, 800)); err != nil {
		b.t.Fatalf("start Chromium: %v", err)
	}
}

// findChromium returns the path of the browser to start: the named one, or else the first usual one on the PATH.
func findChromium(named string) (string, error) {
	candidates := []string{"chromium", "chromium-browser", "google-chrome"}
	if named != "" {
		candidates = []string{named}
	}
	for _, candidate := range candidates {
		if path, err := exec.LookPath(candidate); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("this test needs Chromium and found none of %s: "+
		"install it, or name it in the environment variable CHROMIUM", strings.Join(candidates, ", "))
}

// options keep the browser quiet and cut it off: no name but 127.0.0.1 resolves, and no proxy can resolve it instead.
func options(path string) []chromedp.ExecAllocatorOption {
	all := append([]chromedp.ExecAllocatorOption{}, chromedp.DefaultExecAllocatorOptions[:]...)
	all = append(all,
		chromedp.ExecPath(path),
		chromedp.Flag("disable-gpu", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("no-proxy-server", true),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"),
	)
	if os.Geteuid() == 0 {
		all = append(all, chromedp.NoSandbox) // Chromium's sandbox refuses to start as root
	}
	return all
}

// Open loads a page and waits until its editors are ready. The origin of the first page is the only one that the
// browser may talk to from then on.
func (b *Browser) Open(address string) {
	b.t.Helper()
	b.setOrigin(address)
	b.do("open "+address, chromedp.Navigate(address))
	b.wait("the editors", `document.body.dataset.ready === 'true'`)
}

// Visit loads a page that has no editors. As with Open, the origin of the first page is the only one allowed.
func (b *Browser) Visit(address string) {
	b.t.Helper()
	b.setOrigin(address)
	b.do("visit "+address, chromedp.Navigate(address))
	b.wait("the page", `document.readyState === 'complete'`)
}

// SelectIdentity chooses a user of the picker and waits until the page holds the user's token. An empty email is
// nobody.
func (b *Browser) SelectIdentity(email string) {
	b.t.Helper()
	b.wait("the list of users", `document.querySelector('#identity')?.dataset.loaded === 'true'`)
	b.choose("#identity", email)
	b.wait("the token of "+email, fmt.Sprintf(`document.querySelector('#identity').dataset.signedIn === %s`, quote(email)))
}

// TryIdentity chooses a user of the picker and waits for nothing: for a user who gets no token.
func (b *Browser) TryIdentity(email string) {
	b.t.Helper()
	b.wait("the list of users", `document.querySelector('#identity')?.dataset.loaded === 'true'`)
	b.choose("#identity", email)
}

// EnterToken types a bearer token into the field that a page without a picker has.
func (b *Browser) EnterToken(token string) {
	b.t.Helper()
	b.focus("#token")
	b.do("enter a token", chromedp.KeyEvent(token))
}

// SelectExample puts an example into the editors.
func (b *Browser) SelectExample(name string) {
	b.t.Helper()
	b.wait("the examples", `document.querySelector('#example')?.disabled === false`)
	b.choose("#example", name)
	b.wait("the example "+name+" in the editor",
		fmt.Sprintf(`new RegExp(%s).test(%s)`, quote(`\b`+name+`\b`), modelValue("operation.graphql")))
}

// Run presses the button that runs the operation in the editor, and returns its result, or the first event of a
// subscription.
func (b *Browser) Run() string {
	b.t.Helper()
	return b.result(func() { b.Click(".graphiql-execute-button") })
}

// RunByKeyboard is Run with the keys Ctrl and Enter, from within the editor.
func (b *Browser) RunByKeyboard() string {
	b.t.Helper()
	return b.result(func() {
		b.t.Helper()
		b.focus(queryEditor)
		b.do("press Ctrl and Enter", chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(kb.ModifierCtrl)))
	})
}

// Type writes into the editor of the operation.
func (b *Browser) Type(text string) {
	b.t.Helper()
	b.focus(queryEditor)
	b.do("type", chromedp.KeyEvent(text))
}

// RunExample chooses an example, runs it and returns the text of its result. The examples that need the token of an
// invitation have it when this page ran the example Request before.
func (b *Browser) RunExample(name string) string {
	b.t.Helper()
	b.SelectExample(name)
	return b.Run()
}

// StartExample chooses an example and starts it without waiting for a result: for a subscription, whose events come
// when something happens. Stop ends it.
func (b *Browser) StartExample(name string) {
	b.t.Helper()
	b.SelectExample(name)
	b.Click(".graphiql-execute-button")
	b.wait("the operation to start", `document.querySelector('.graphiql-execute-button').getAttribute('aria-label').startsWith('Stop')`)
}

// Stop ends a subscription.
func (b *Browser) Stop() {
	b.t.Helper()
	b.Click(".graphiql-execute-button")
	b.wait("the operation to stop", `document.querySelector('.graphiql-execute-button').getAttribute('aria-label').startsWith('Execute')`)
}

// SetEditors replaces the operation and its variables.
func (b *Browser) SetEditors(operation, variables string) {
	b.t.Helper()
	for name, text := range map[string]string{"operation.graphql": operation, "variables.json": variables} {
		evaluate[bool](b, fmt.Sprintf(`(%s.setValue(%s), true)`, model(name), quote(text)))
	}
}

// WaitForEditors waits until the operation and its variables contain these texts.
func (b *Browser) WaitForEditors(operation, variables string) {
	b.t.Helper()
	for name, text := range map[string]string{"operation.graphql": operation, "variables.json": variables} {
		b.wait(text+" in "+name, fmt.Sprintf(`%s.includes(%s)`, modelValue(name), quote(text)))
	}
}

// WaitForResult waits until the result contains a text, and returns the whole result.
func (b *Browser) WaitForResult(text string) string {
	b.t.Helper()
	b.wait("a result with "+text, fmt.Sprintf(`%s.includes(%s)`, modelValue("response.json"), quote(text)))
	return b.Result()
}

// Result returns the text of the result that is shown now.
func (b *Browser) Result() string {
	b.t.Helper()
	return evaluate[string](b, modelValue("response.json"))
}

// Status returns the line of words in the bar.
func (b *Browser) Status() string {
	b.t.Helper()
	return evaluate[string](b, `document.querySelector('#status').textContent`)
}

// WaitForStatus waits until the line of words in the bar contains a text.
func (b *Browser) WaitForStatus(text string) {
	b.t.Helper()
	b.wait("the status "+text, fmt.Sprintf(`document.querySelector('#status')?.textContent.includes(%s)`, quote(text)))
}

// WaitFor waits until a JavaScript expression is true.
func (b *Browser) WaitFor(expression string) {
	b.t.Helper()
	b.wait(expression, expression)
}

// Text returns the text of the first element that a CSS selector finds.
func (b *Browser) Text(selector string) string {
	b.t.Helper()
	return evaluate[string](b, fmt.Sprintf(`document.querySelector(%s).textContent`, quote(selector)))
}

// Style returns a computed CSS property of the first element that a CSS selector finds.
func (b *Browser) Style(selector, property string) string {
	b.t.Helper()
	return evaluate[string](b, fmt.Sprintf(`getComputedStyle(document.querySelector(%s)).getPropertyValue(%s)`,
		quote(selector), quote(property)))
}

// Click clicks with the mouse on the first element that a CSS selector finds, once that is visible and nothing covers
// it.
func (b *Browser) Click(selector string) {
	b.t.Helper()
	point := fmt.Sprintf(`(() => {
		const element = document.querySelector(%s);
		if (!element) return null;
		const box = element.getBoundingClientRect();
		const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
		return element.contains(document.elementFromPoint(x, y)) ? [x, y] : null;
	})()`, quote(selector))
	b.wait(selector, point)
	at := evaluate[[]float64](b, point)
	if len(at) != 2 {
		b.fatalf("click %s: it has gone", selector)
	}
	b.do("click "+selector, chromedp.MouseClickXY(at[0], at[1]))
}

// Stored returns everything that the page has put into localStorage, sessionStorage and cookies.
func (b *Browser) Stored() string {
	b.t.Helper()
	return evaluate[string](b, `JSON.stringify({local: {...localStorage}, session: {...sessionStorage}, cookie: document.cookie})`)
}

// ColorScheme makes the browser prefer "light" or "dark" pages.
func (b *Browser) ColorScheme(scheme string) {
	b.t.Helper()
	params := emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	}
	b.do("prefer "+scheme, func(ctx context.Context, _ *chromedp.Target) (chromedp.Void, error) {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, params)
		return chromedp.Void{}, err
	})
}

// Viewport sets the size of the page in CSS pixels.
func (b *Browser) Viewport(width, height int64) {
	b.t.Helper()
	b.do("set the viewport", chromedp.EmulateViewport(width, height))
}

// Screenshot writes what the tab shows into a PNG file.
func (b *Browser) Screenshot(path string) {
	b.t.Helper()
	png, err := run(b, chromedp.CaptureScreenshot())
	if err != nil {
		b.fatalf("take a screenshot: %v", err)
	}
	if err := os.WriteFile(path, png, 0o600); err != nil {
		b.fatalf("write a screenshot: %v", err)
	}
}

// Requests returns the URL of everything that the page has asked for so far.
func (b *Browser) Requests() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]string(nil), b.requests...)
}

// Violations returns what the page did wrong so far: requests to another origin, errors on the console, uncaught
// exceptions, and what the Content-Security-Policy refused. That the API itself answers with an error status is no
// violation: that is how it refuses.
func (b *Browser) Violations() []string {
	b.t.Helper()
	b.do("collect the events", chromedp.Evaluate[chromedp.Void](`0`)) // the events before this answer are recorded then
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]string(nil), b.violations...)
}

// result runs an operation by the given step and waits for its answer: the page counts the answers it got, and the
// result is empty from the start of an operation until its answer is shown.
func (b *Browser) result(start func()) string {
	b.t.Helper()
	before := evaluate[int](b, `Number(document.body.dataset.answers)`)
	start()
	b.wait("the answer", fmt.Sprintf(`Number(document.body.dataset.answers) > %d && %s !== ''`, before, modelValue("response.json")))
	return b.Result()
}

// focus does without the queries of chromedp, of which some read the nodes while its events change them: a data race.
func (b *Browser) focus(selector string) {
	b.t.Helper()
	b.wait(selector, fmt.Sprintf(`(() => {
		const element = document.querySelector(%s);
		element?.focus();
		return element !== null && element === document.activeElement;
	})()`, quote(selector)))
}

// model is the JavaScript that finds the model of an editor.
func model(name string) string {
	return fmt.Sprintf(`globalThis.__MONACO?.editor.getModels().find(m => m.uri.path.endsWith(%s))`, quote(name))
}

// modelValue is the JavaScript that reads the whole text of an editor, of which the document holds the visible part
// only.
func modelValue(name string) string {
	return fmt.Sprintf(`(%s?.getValue() ?? '')`, model(name))
}

// choose sets a select as a user would, which no synthetic click can do: the list is drawn outside of the page.
func (b *Browser) choose(selector, value string) {
	b.t.Helper()
	found := evaluate[bool](b, fmt.Sprintf(`(() => {
		const select = document.querySelector(%s);
		if (!select || ![...select.options].some(option => option.value === %[2]s)) return false;
		select.value = %[2]s;
		select.dispatchEvent(new Event('change', {bubbles: true}));
		return true;
	})()`, quote(selector), quote(value)))
	if !found {
		b.fatalf("%s offers no %q", selector, value)
	}
}

// quote writes a string as JavaScript.
func quote(text string) string {
	literal, err := json.Marshal(text)
	if err != nil {
		panic(err) // a string can always be marshalled
	}
	return string(literal)
}

// wait polls until a JavaScript expression is true.
func (b *Browser) wait(what, expression string) {
	b.t.Helper()
	_, err := run(b, chromedp.Poll[chromedp.Void](expression, chromedp.WithPollingInterval(20*time.Millisecond)))
	if err != nil {
		b.fatalf("wait for %s: %v", what, err)
	}
}

func (b *Browser) do(what string, step chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if _, err := run(b, step); err != nil {
		b.fatalf("%s: %v", what, err)
	}
}

func evaluate[T any](b *Browser, expression string) T {
	b.t.Helper()
	value, err := run(b, chromedp.Evaluate[T](expression))
	if err != nil {
		b.fatalf("evaluate %s: %v", expression, err)
	}
	return value
}

func run[T any](b *Browser, action chromedp.Action[T]) (T, error) {
	ctx, cancel := context.WithTimeout(b.ctx, stepTimeout)
	defer cancel()
	return chromedp.Run(ctx, action)
}

// fatalf ends the test with what is known about the page.
func (b *Browser) fatalf(format string, args ...any) {
	b.t.Helper()
	b.mu.Lock()
	violations := strings.Join(b.violations, "\n\t")
	b.mu.Unlock()
	text, err := run(b, chromedp.Evaluate[string](`document.body?.innerText.slice(0, 1500) ?? ''`))
	if err != nil {
		text = err.Error()
	}
	b.t.Fatalf("%s\nviolations:\n\t%s\nthe page shows:\n%s", fmt.Sprintf(format, args...), violations, text)
}

func (b *Browser) setOrigin(address string) {
	b.t.Helper()
	parsed, err := url.Parse(address)
	if err != nil {
		b.t.Fatalf("open: %v", err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.origin == "" {
		b.origin = parsed.Host
	}
}

// record hears every event of the tab. It runs on the goroutine that reads from the browser, so it only takes notes.
func (b *Browser) record(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch event := event.(type) {
	case *network.EventRequestWillBeSent:
		b.noteRequest(event.Request.URL)
	case *network.EventWebSocketCreated:
		b.noteRequest(event.URL)
	case *runtime.EventExceptionThrown:
		b.violatef("exception: %s", describe(event.ExceptionDetails))
	case *runtime.EventConsoleAPICalled:
		b.noteConsole(event)
	case *log.EventEntryAdded:
		b.noteEntry(event.Entry)
	}
}

func (b *Browser) noteRequest(address string) {
	parsed, err := url.Parse(address)
	if err != nil {
		b.violatef("a request to %q", address)
		return
	}
	if parsed.Scheme == "data" || address == "about:blank" {
		return // neither leaves the browser
	}
	b.requests = append(b.requests, address)
	if parsed.Host != b.origin {
		b.violatef("a request left the origin: %s", address)
	}
}

// noteConsole takes a warning of Monaco for an error: without its workers it works on, and blocks the page meanwhile.
func (b *Browser) noteConsole(event *runtime.EventConsoleAPICalled) {
	var words []string
	for _, arg := range event.Args {
		words = append(words, strings.Trim(string(arg.Value)+" "+arg.Description, ` "`))
	}
	text := strings.Join(words, " ")
	if event.Type == runtime.ConsoleAPICalledTypeError || strings.Contains(text, "create web worker") {
		b.violatef("console: %s", text)
	}
}

func (b *Browser) noteEntry(entry *log.Entry) {
	if entry.Level != log.EntryLevelError || isRefusal(entry) {
		return
	}
	b.violatef("%s: %s %s", entry.Source, entry.Text, entry.URL)
}

// isRefusal tells whether Chromium logged that the API or the picker answered with an error status.
func isRefusal(entry *log.Entry) bool {
	parsed, err := url.Parse(entry.URL)
	if err != nil || entry.Source != log.EntrySourceNetwork {
		return false
	}
	switch parsed.Path {
	case "/graphql", "/playground/users", "/playground/token":
		return strings.Contains(entry.Text, "responded with a status of")
	default:
		return false
	}
}

func (b *Browser) violatef(format string, args ...any) {
	b.violations = append(b.violations, fmt.Sprintf(format, args...))
}

func describe(details *runtime.ExceptionDetails) string {
	if details.Exception != nil {
		return details.Text + " " + details.Exception.Description
	}
	return details.Text
}
