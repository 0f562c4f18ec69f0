package edge

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
	strict "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"accord/internal/answer"
	"accord/reseller"
)

// request is an operation that is asked for.
type request struct {
	graphql.RawParams
	// DocumentID names a persisted document in place of its text.
	DocumentID string
	// carries is what the transport that brought it can do.
	carries carriage
}

// carriage is what a transport can do.
type carriage struct {
	// mutations: it may carry changes, which GET never does.
	mutations bool
	// streams: it brings many answers to one operation.
	streams bool
}

// asked reports whether anything is asked for.
func (r *request) asked() bool {
	return r.Query != "" || r.DocumentID != "" || r.Extensions["persistedQuery"] != nil
}

// readRequest reads the operation that an HTTP request asks for.
func (h *Handler) readRequest(w http.ResponseWriter, r *http.Request) (*request, *refusal) {
	if r.Method == http.MethodGet {
		return h.readQuery(r.URL.RawQuery)
	}
	if err := checkContent(r.Header); err != nil {
		return nil, err
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, h.limits.Body))
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		return nil, h.tooLarge()
	}
	if err != nil {
		return nil, refuse(http.StatusBadRequest, reseller.CodeValidationFailed, "The request's body broke off. Send it again.")
	}
	return parseRequest(body)
}

// checkContent refuses bodies that are not plain JSON in UTF-8: what a page of another site can send without asking first is
// among them.
func checkContent(header http.Header) *refusal {
	mediaType, parameters, err := mime.ParseMediaType(header.Get("Content-Type"))
	charset := strings.ToLower(parameters["charset"])
	if err != nil || mediaType != answer.MediaJSON || charset != "" && charset != "utf-8" && charset != "utf8" {
		return refuse(http.StatusUnsupportedMediaType, reseller.CodeValidationFailed,
			"Send the request as JSON in UTF-8, with the header Content-Type: application/json.")
	}
	if coding := header.Get("Content-Encoding"); coding != "" && !strings.EqualFold(coding, "identity") {
		return refuse(http.StatusUnsupportedMediaType, reseller.CodeValidationFailed,
			"Send the request's body as it is: a Content-Encoding is not understood here.")
	}
	return nil
}

func (h *Handler) tooLarge() *refusal {
	return refuse(http.StatusRequestEntityTooLarge, reseller.CodeLimitExceeded, "The request is larger than %d bytes. Send less at once.", h.limits.Body)
}

func badRequest() *refusal {
	return refuse(http.StatusBadRequest, reseller.CodeValidationFailed,
		`The request is not one such as {"query": "…", "variables": {…}}.`)
}

// parseRequest reads a request from JSON. It refuses what is not exactly one object in UTF-8 that names nothing twice: what
// two readers may understand differently is not to be executed.
func parseRequest(body []byte) (*request, *refusal) {
	if tooManyValues(body) {
		return nil, refuse(http.StatusRequestEntityTooLarge, reseller.CodeLimitExceeded, "The request has more than %d values. Send less at once.", maxValues)
	}
	// One pass finds whatever is wrong; unlike the standard library's it takes names only as they are spelled.
	var members struct {
		Query         string         `json:"query"`
		OperationName string         `json:"operationName"`
		DocumentID    string         `json:"documentId"`
		Variables     jsontext.Value `json:"variables"`
		Extensions    jsontext.Value `json:"extensions"`
	}
	if text := jsontext.Value(body); text.Kind() != '{' || strict.Unmarshal(body, &members) != nil {
		if text.Kind() == '[' && text.IsValid() {
			return nil, refuse(http.StatusBadRequest, reseller.CodeValidationFailed, "Send one operation at a time: a list of them is not taken.")
		}
		return nil, badRequest()
	}
	r := &request{DocumentID: members.DocumentID}
	r.Query, r.OperationName = members.Query, members.OperationName
	var readable, also bool
	r.Variables, readable = decodeObject(members.Variables)
	r.Extensions, also = decodeObject(members.Extensions)
	if !readable || !also || !r.asked() {
		return nil, badRequest()
	}
	return r, nil
}

// maxValues is how many values a request may have, names, brackets and braces included. What a megabyte can hold of them takes
// long to read, and then no field takes it.
const maxValues = 50_000

func tooManyValues(body []byte) bool {
	if bytes.Count(body, []byte{','}) < maxValues/4 { // of four, one at least is followed by a comma, or it lies deeper than is read
		return false
	}
	decoder := jsontext.NewDecoder(bytes.NewReader(body))
	for range maxValues {
		if _, err := decoder.ReadToken(); err != nil {
			return false // the end, or what is no JSON
		}
	}
	return true
}

// readQuery reads a request from the parameters of a URL.
func (h *Handler) readQuery(raw string) (*request, *refusal) {
	if int64(len(raw)) > h.limits.Body {
		return nil, h.tooLarge()
	}
	values, err := url.ParseQuery(raw)
	if err != nil {
		return nil, badRequest()
	}
	r := &request{DocumentID: values.Get("documentId")}
	r.Query, r.OperationName = values.Get("query"), values.Get("operationName")
	var readable, also bool
	r.Variables, readable = readObject(values.Get("variables"))
	r.Extensions, also = readObject(values.Get("extensions"))
	if !readable || !also {
		return nil, badRequest()
	}
	for _, name := range []string{"query", "operationName", "variables", "extensions", "documentId"} {
		if len(values[name]) > 1 || !utf8.ValidString(values.Get(name)) {
			return nil, badRequest()
		}
	}
	if !r.asked() {
		return nil, badRequest()
	}
	return r, nil
}

// readObject reads a parameter that holds a JSON object; one that is empty holds none.
func readObject(text string) (object map[string]any, ok bool) {
	if text != "" && !jsontext.Value(text).IsValid() {
		return nil, false
	}
	return decodeObject([]byte(text))
}

// decodeObject reads valid JSON that is an object, or null, or not there. A number stays a text: it is read by whoever knows
// what it is for.
func decodeObject(text []byte) (object map[string]any, ok bool) {
	if len(text) == 0 {
		return nil, true
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	err := decoder.Decode(&object)
	return object, err == nil
}
