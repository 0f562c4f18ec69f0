package browsertest_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"sync/atomic"
	"testing"
	"time"

	"accord/web"
	"accord/web/browsertest"
)

// provider is as much of an OpenID Connect provider as a browser needs to sign in, on the origin of the pages, which is the
// only one that the browser may ask.
type provider struct {
	origin string
	// signedIn tells whether the provider knows the browser's user.
	signedIn atomic.Bool
}

const clientID = "the-pages"

func (p *provider) register(mux *http.ServeMux) {
	mux.HandleFunc("GET /provider/.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		issuer := p.origin + "/provider"
		w.Header().Set("Content-Type", "application/json")
		write(w, map[string]any{
			"issuer": issuer, "authorization_endpoint": issuer + "/authorize", "token_endpoint": issuer + "/token",
			"end_session_endpoint": issuer + "/end", "jwks_uri": issuer + "/keys",
		})
	})
	mux.HandleFunc("GET /provider/authorize", p.authorize)
	mux.HandleFunc("POST /provider/token", p.token)
	mux.HandleFunc("GET /provider/end", func(w http.ResponseWriter, r *http.Request) {
		p.signedIn.Store(false)
		http.Redirect(w, r, p.origin+"/", http.StatusFound)
	})
}

// authorize knows the user at once, unless it was asked quietly before the user was there.
func (p *provider) authorize(w http.ResponseWriter, r *http.Request) {
	asked, answer, back := r.URL.Query(), url.Values{}, p.origin+"/app/signed-in"
	answer.Set("state", asked.Get("state"))
	switch {
	case asked.Get("client_id") != clientID || asked.Get("redirect_uri") != back || asked.Get("code_challenge_method") != "S256":
		answer.Set("error", "invalid_request")
	case asked.Get("prompt") == "none" && !p.signedIn.Load():
		answer.Set("error", "login_required")
	default:
		p.signedIn.Store(true)
		answer.Set("code", "a-code")
	}
	http.Redirect(w, r, back+"?"+answer.Encode(), http.StatusFound)
}

func (p *provider) token(w http.ResponseWriter, r *http.Request) {
	if r.PostFormValue("code") != "a-code" || r.PostFormValue("code_verifier") == "" {
		http.Error(w, `{"error":"invalid_grant"}`, http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	write(w, map[string]any{"access_token": "token-of-the-provider", "token_type": "Bearer", "expires_in": 300, "id_token": p.idToken()})
}

// idToken is signed by nobody: the pages read it, and the server is the one to verify.
func (p *provider) idToken() string {
	claims := map[string]any{
		"iss": p.origin + "/provider", "aud": clientID, "sub": "ada", "iat": time.Now().Unix(), "exp": time.Now().Add(time.Minute).Unix(),
	}
	part := func(value any) string {
		text, err := json.Marshal(value)
		if err != nil {
			panic(err) // of strings and numbers
		}
		return base64.RawURLEncoding.EncodeToString(text)
	}
	return part(map[string]string{"alg": "RS256"}) + "." + part(claims) + ".c2lnbmVk"
}

// TestSignInWithAProvider: the playground signs in by the provider, stays so when it is loaded anew, and signs out.
func TestSignInWithAProvider(t *testing.T) {
	t.Parallel()
	p := &provider{}
	s := newStubOf(t, func(origin string) web.Site {
		p.origin = origin
		return web.Site{Provider: &web.Provider{Issuer: origin + "/provider", ClientID: clientID, Scope: "openid", Token: "access"}}
	}, p.register)
	b := browsertest.New(t)
	b.Open(s.page)
	contains(t, "the status", b.Status(), "You act as nobody.")
	b.Click("#sign-in")
	b.WaitForStatus("You are signed in.")
	b.WaitFor(`document.body.dataset.ready === 'true' && location.pathname === '/playground' && location.search === ''`)
	contains(t, "the result", b.RunExample("Me"), `"Bearer token-of-the-provider"`)
	noViolations(t, b)

	b.Open(s.page)
	b.WaitForStatus("You are signed in.")
	b.WaitFor(`document.body.dataset.ready === 'true'`)
	contains(t, "the result after a reload", b.RunExample("Me"), `"Bearer token-of-the-provider"`)
	b.EnterToken("token-of-another")
	contains(t, "the result with a pasted token", b.Run(), `"Bearer token-of-another"`)

	p.signedIn.Store(false) // elsewhere
	b.Open(s.page)
	b.WaitForStatus("You act as nobody.")
	b.WaitFor(`document.body.dataset.ready === 'true' && location.search === ''`)
	contains(t, "the result for nobody", b.RunExample("Me"), `"authorization": ""`)

	b.Click("#sign-in")
	b.WaitForStatus("You are signed in.")
	b.Click("#sign-in")
	b.WaitFor(`location.pathname === '/' && document.readyState === 'complete'`)
	noViolations(t, b)
}
