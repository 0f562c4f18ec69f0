package dialect

// Words keeps texts of which there are few, so that a row costs none of its own.
type Words struct{ known map[string]string }

// Of gives the text.
func (w *Words) Of(text []byte) string {
	if word, ok := w.known[string(text)]; ok { // which copies nothing
		return word
	}
	if w.known == nil {
		w.known = map[string]string{}
	}
	word := string(text)
	w.known[word] = word
	return word
}
