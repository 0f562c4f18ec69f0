package browsertest

import (
	"encoding/json"
	"fmt"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

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
