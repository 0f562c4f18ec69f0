package browsertest

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

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

// isRefusal tells whether Chromium logged that the API or the development identity answered with an error status.
func isRefusal(entry *log.Entry) bool {
	parsed, err := url.Parse(entry.URL)
	if err != nil || entry.Source != log.EntrySourceNetwork {
		return false
	}
	switch parsed.Path {
	case "/graphql", "/identity/users", "/identity/token":
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
