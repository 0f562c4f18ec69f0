package web

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"mime"
	"net/http"
)

// maxTokenBody is far more than {"email": …} needs.
const maxTokenBody = 4 << 10

// Identity is one user that the development identity can sign in as.
type Identity struct {
	Email  string   `json:"email"`
	Name   string   `json:"name"`
	Tenant string   `json:"tenant"`
	Roles  []string `json:"roles"`
}

// Identities is what the pages ask for users to pick from. It exists only with the development identity; a real identity
// provider hands out its tokens itself.
type Identities interface {
	// List returns the users to choose from.
	List(ctx context.Context) ([]Identity, error)
	// Token returns a fresh token of the user. Any error means that there is no such user.
	Token(ctx context.Context, email string) (string, error)
}

// sameOrigin refuses what another site's page sends. CrossOriginProtection lets every GET pass, because a GET should
// change nothing; here it judges a GET like a POST, so that the list of users stays at home too.
func sameOrigin(next http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		judged := *r
		judged.Method = http.MethodPost
		if err := protection.Check(&judged); err != nil {
			writeError(w, http.StatusForbidden, "Only this server's own pages may ask this.")
			return
		}
		next.ServeHTTP(w, r)
	})
}

func listUsers(ids Identities) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		users, err := ids.List(r.Context())
		if err != nil {
			slog.ErrorContext(r.Context(), "identity: list the users", "error", err)
			writeError(w, http.StatusInternalServerError, "The server could not list its users.")
			return
		}
		if users == nil {
			users = []Identity{} // the page expects a list
		}
		writeJSON(w, http.StatusOK, users)
	})
}

func issueToken(ids Identities) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		email, status, message := readEmail(w, r)
		if status != http.StatusOK {
			writeError(w, status, message)
			return
		}
		token, err := ids.Token(r.Context(), email)
		if err != nil {
			slog.DebugContext(r.Context(), "identity: no token", "error", err)
			writeError(w, http.StatusNotFound, "There is no such user.")
			return
		}
		writeJSON(w, http.StatusOK, map[string]string{"token": token})
	})
}

// readEmail reads {"email": …}, or returns the status and the words of the refusal.
func readEmail(w http.ResponseWriter, r *http.Request) (email string, status int, message string) {
	if mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || mediaType != "application/json" {
		return "", http.StatusUnsupportedMediaType, "The Content-Type has to be application/json."
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxTokenBody))
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		return "", http.StatusRequestEntityTooLarge, "The request is too large."
	}
	var request struct {
		Email string `json:"email"`
	}
	if err != nil || json.Unmarshal(body, &request) != nil || request.Email == "" {
		return "", http.StatusBadRequest, `The request has to be {"email": "…"}.`
	}
	return request.Email, http.StatusOK, ""
}

func writeError(w http.ResponseWriter, status int, message string) {
	writeJSON(w, status, map[string]string{"error": message})
}

// writeJSON forbids every cache, as the answer may be a token.
func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(value); err != nil {
		slog.Debug("identity: write an answer", "error", err) // the browser has gone
	}
}
