package browsertest_test

import (
	"bufio"
	"context"
	"crypto/sha1" //nolint:gosec // the handshake of RFC 6455 is made of it
	_ "embed"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"accord/web"
)

// introspection is the answer to GraphiQL's introspection of testdata/stub.graphql.
//
//go:embed testdata/introspection.json
var introspection []byte

// inviteToken is what the stub's invitation is accepted with.
const inviteToken = "inv_of-the-stub"

// people is a development identity with two tenants, and a user whom it lists and then does not know.
type people struct{}

func (people) List(context.Context) ([]web.Identity, error) {
	return []web.Identity{
		{Email: "ada@northwind.example", Name: "Ada Berg", Tenant: "Northwind Partners", Roles: []string{"ADMIN"}},
		{Email: "ben@northwind.example", Name: "Ben Cole", Tenant: "Northwind Partners", Roles: []string{"SALES", "SUPPORT"}},
		{Email: "cleo@fabrikam.example", Name: "Cleo Dahl", Tenant: "Fabrikam", Roles: []string{"ADMIN"}},
		{Email: "gone@fabrikam.example", Name: "Gone Since", Tenant: "Fabrikam", Roles: []string{"READER"}},
	}, nil
}

func (people) Token(_ context.Context, email string) (string, error) {
	if strings.HasPrefix(email, "gone@") {
		return "", errors.New("no such user")
	}
	return "token-of-" + email, nil
}

// brokenPeople cannot even be listed.
type brokenPeople struct{ people }

func (brokenPeople) List(context.Context) ([]web.Identity, error) {
	return nil, errors.New("the database is away")
}

// stub is the playground with a server behind it that says what it was asked with.
type stub struct {
	page      string
	completed chan string // the ids of the subscriptions that the client ended
}

func newStub(t testing.TB, ids web.Identities) *stub {
	t.Helper()
	return newStubOf(t, func(string) web.Site {
		if ids == nil {
			return web.Site{Provider: &web.Provider{Issuer: "https://login.example"}}
		}
		return web.Site{Users: ids}
	})
}

// newStubOf is a stub whose pages are told of their origin, and whose server has more to it.
func newStubOf(t testing.TB, site func(origin string) web.Site, more ...func(*http.ServeMux)) *stub {
	t.Helper()
	s := &stub{completed: make(chan string, 8)}
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	site(server.URL).Register(mux.Handle)
	for _, register := range more {
		register(mux)
	}
	mux.HandleFunc("POST /graphql", answer)
	mux.HandleFunc("GET /graphql", s.answerLive)
	s.page = server.URL + "/playground"
	return s
}

// answer echoes the Authorization header as the name of a service.
func answer(w http.ResponseWriter, r *http.Request) {
	var request struct {
		Query         string         `json:"query"`
		OperationName string         `json:"operationName"`
		Variables     map[string]any `json:"variables"`
	}
	if err := json.NewDecoder(r.Body).Decode(&request); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	authorization := r.Header.Get("Authorization")
	switch {
	case strings.Contains(authorization, "refused"):
		w.WriteHeader(http.StatusUnauthorized)
		write(w, map[string]any{"errors": []any{map[string]any{
			"message": "Not signed in", "extensions": map[string]any{"code": "UNAUTHENTICATED"},
		}}})
	case request.OperationName == "IntrospectionQuery":
		_, _ = w.Write(introspection)
	case request.OperationName == "Request":
		write(w, map[string]any{"data": map[string]any{
			"requestRelationship": map[string]any{"invite": map[string]any{"id": "1", "token": inviteToken}},
		}})
	default:
		write(w, map[string]any{"data": map[string]any{
			"operation": request.OperationName, "authorization": authorization, "variables": request.Variables,
		}})
	}
}

func write(w http.ResponseWriter, value any) {
	if err := json.NewEncoder(w).Encode(value); err != nil {
		panic(err) // the server logs it, and the browser gets no answer
	}
}

// answerLive speaks as much of graphql-transport-ws as one subscription needs: it sends one event, which holds the
// payload of connection_init, and waits for the client to leave.
func (s *stub) answerLive(w http.ResponseWriter, r *http.Request) {
	conn, rw, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer conn.Close() //nolint:errcheck // nothing is lost
	if err := shakeHands(rw, r); err != nil {
		return
	}
	var authorization any
	for {
		var message struct {
			ID      string         `json:"id"`
			Type    string         `json:"type"`
			Payload map[string]any `json:"payload"`
		}
		frame, err := readFrame(rw)
		if err != nil || json.Unmarshal(frame, &message) != nil {
			return
		}
		switch message.Type {
		case "connection_init":
			authorization = message.Payload["Authorization"]
			err = writeFrame(rw, map[string]any{"type": "connection_ack"})
		case "subscribe":
			if authorization == nil {
				err = writeFrame(rw, map[string]any{
					"id": message.ID, "type": "error", "payload": []any{map[string]any{"message": "Nobody may listen"}},
				})
				break
			}
			event := map[string]any{"id": "1", "kind": "ACCEPTED", "authorization": authorization}
			err = writeFrame(rw, map[string]any{
				"id": message.ID, "type": "next",
				"payload": map[string]any{"data": map[string]any{"relationshipEvents": event}},
			})
		case "complete":
			s.completed <- message.ID
		}
		if err != nil {
			return
		}
	}
}

func shakeHands(rw *bufio.ReadWriter, r *http.Request) error {
	sum := sha1.Sum([]byte(r.Header.Get("Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")) //nolint:gosec // see above
	_, err := rw.WriteString("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
		"Sec-WebSocket-Protocol: graphql-transport-ws\r\n" +
		"Sec-WebSocket-Accept: " + base64.StdEncoding.EncodeToString(sum[:]) + "\r\n\r\n")
	return errors.Join(err, rw.Flush())
}

// readFrame reads one text frame of a client, which is always masked. Any other frame ends the connection.
func readFrame(r io.Reader) ([]byte, error) {
	var head [2]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return nil, err
	}
	const finalText = 0x81
	if head[0] != finalText {
		return nil, errors.New("no text frame")
	}
	length := uint64(head[1] & 0x7f)
	if length == 126 {
		var extended [2]byte
		if _, err := io.ReadFull(r, extended[:]); err != nil {
			return nil, err
		}
		length = uint64(binary.BigEndian.Uint16(extended[:]))
	}
	var mask [4]byte
	if _, err := io.ReadFull(r, mask[:]); err != nil {
		return nil, err
	}
	payload := make([]byte, length)
	if _, err := io.ReadFull(r, payload); err != nil {
		return nil, err
	}
	for i := range payload {
		payload[i] ^= mask[i%4]
	}
	return payload, nil
}

func writeFrame(rw *bufio.ReadWriter, message any) error {
	payload, err := json.Marshal(message)
	if err != nil {
		return err
	}
	head := []byte{0x81, 126, 0, 0}
	binary.BigEndian.PutUint16(head[2:], uint16(len(payload)))
	if len(payload) < 126 {
		head = []byte{0x81, byte(len(payload))}
	}
	_, err = rw.Write(append(head, payload...))
	return errors.Join(err, rw.Flush())
}
