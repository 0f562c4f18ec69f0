package edge

import (
	"encoding/json"

	"github.com/99designs/gqlgen/graphql"
	strict "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// The types of messages of graphql-transport-ws.
const (
	typeInit      = "connection_init"
	typeAck       = "connection_ack"
	typePing      = "ping"
	typePong      = "pong"
	typeSubscribe = "subscribe"
	typeNext      = "next"
	typeError     = "error"
	typeComplete  = "complete"
)

// message is one of graphql-transport-ws.
type message struct {
	ID      string          `json:"id,omitempty"`
	Type    string          `json:"type"`
	Payload json.RawMessage `json:"payload,omitempty"`
}

// maxID is the length of an operation's id, in bytes; clients choose short ones, or UUIDs.
const maxID = 128

// parseMessage reads a message. Like an HTTP body it has to be JSON that names nothing twice, and its members are taken only
// as they are spelled.
func parseMessage(text []byte) (message, bool) {
	var m message
	if jsontext.Value(text).Kind() != '{' || strict.Unmarshal(text, &m) != nil {
		return m, false
	}
	return m, m.Type != "" && len(m.ID) <= maxID && m.wellFormed()
}

// wellFormed reports whether a message has what its type asks for; types that are not known have their own refusal.
func (m message) wellFormed() bool {
	switch m.Type {
	case typeComplete, typeSubscribe:
		return m.ID != ""
	case typeInit, typePing, typePong:
		kind := jsontext.Value(m.Payload).Kind()
		return len(m.Payload) == 0 || kind == '{' || kind == 'n'
	}
	return true
}

// object reads a payload that is an object, or is not there.
func (m message) object() (map[string]any, bool) { return decodeObject(m.Payload) }

// encoded writes what cannot fail to be written: texts, and data that the executor has made.
func encoded(v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		return []byte(`{"errors":[{"message":"The answer cannot be written."}]}`)
	}
	return text
}

func errorsOf(response *graphql.Response) json.RawMessage { return encoded(response.Errors) }

func errorList(err error) gqlerror.List { return gqlerror.List{gqlerror.Wrap(err)} }
