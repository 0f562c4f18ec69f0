// Package browsertest drives the playground in a headless Chromium that reaches nothing but loopback.
//
// A test that asks for a browser needs one: without Chromium it fails, as a check that silently does not run is none.
package browsertest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
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

// wait polls until a JavaScript expression is true, on whatever page the browser is taken to meanwhile.
func (b *Browser) wait(what, expression string) {
	b.t.Helper()
	for deadline := time.Now().Add(stepTimeout); ; {
		_, err := run(b, chromedp.Poll[chromedp.Void](expression, chromedp.WithPollingInterval(20*time.Millisecond)))
		if err == nil {
			return
		}
		if !hasLeft(err) || time.Now().After(deadline) {
			b.fatalf("wait for %s: %v", what, err)
		}
	}
}

// hasLeft tells that there was no answer because the page that was asked has made place for another. The protocol has no
// code of its own for it.
func hasLeft(err error) bool {
	text := err.Error()
	return strings.Contains(text, "navigated or closed") || strings.Contains(text, "context was destroyed") || strings.Contains(text, "Cannot find context")
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
