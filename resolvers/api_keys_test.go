package resolvers_test

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"accord/db/dbtest"
	"accord/reseller"
)

const (
	createKeyDoc = `mutation($in: CreateApiKeyInput!) { createApiKey(input: $in) {
		apiKey { id label roles createdBy { email } createdAt expiresAt revokedAt lastUsedAt status version } secret userErrors { code message path rule } } }`
	revokeKeyDoc = `mutation($in: RevokeApiKeyInput!) { revokeApiKey(input: $in) { apiKey { id status revokedAt version } userErrors { code message path rule } } }`
	whoDoc       = `{ viewer { user { email roles } partner { name } customer { name } apiKey { id label } } }`
	keysDoc      = `query($tenant: ID) { viewer { apiKeys(tenantId: $tenant) { totalCount nodes { label status lastUsedAt createdBy { email } } } } }`
)

// apiKey makes an API key of a user's and gives its id and secret.
func (w *world) apiKey(email string, in vars) (id, secret string) {
	w.t.Helper()
	asked := vars{"label": "script"}
	maps.Copy(asked, in)
	a := w.do(email, createKeyDoc, asked).ok()
	return a.text("createApiKey.apiKey.id"), a.text("createApiKey.secret")
}

// shut expects an API key to open nothing, and to be refused as any bad token is.
func (w *world) shut(secret string) {
	w.t.Helper()
	r := w.post(secret, whoDoc, nil)
	recorder := httptest.NewRecorder()
	w.handler.ServeHTTP(recorder, r)
	nonsense := httptest.NewRecorder()
	w.handler.ServeHTTP(nonsense, w.post("ak_nonsense", whoDoc, nil))
	if recorder.Code != http.StatusUnauthorized || recorder.Body.String() != nonsense.Body.String() {
		w.t.Errorf("%d %s; nonsense is answered %s", recorder.Code, recorder.Body, nonsense.Body)
	}
}

func TestR18_AnAPIKeyActsAsItsMaker(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		made := w.clock.now()
		a := w.do("boss@alpha.example", createKeyDoc, vars{"label": " nightly sync "}).ok()
		id, secret := a.text("createApiKey.apiKey.id"), a.text("createApiKey.secret")
		a.want("createApiKey.apiKey", fmt.Sprintf(`{"id":%q,"label":"nightly sync","roles":["HELPDESK_AGENT","GLOBAL_ADMIN"],"createdBy":{"email":"boss@alpha.example"},
			"createdAt":%q,"expiresAt":%q,"revokedAt":null,"lastUsedAt":null,"status":"ACTIVE","version":1}`,
			id, made.Format(time.RFC3339), made.AddDate(0, 0, 90).Format(time.RFC3339)))
		if !regexp.MustCompile(`^ak_[0-9A-Za-z]{43}$`).MatchString(secret) {
			t.Errorf("the secret is %q", secret)
		}
		w.ask(secret, whoDoc, nil).want("viewer", fmt.Sprintf(`{"user":{"email":"boss@alpha.example","roles":["HELPDESK_AGENT","GLOBAL_ADMIN"]},
			"partner":{"name":"Alpha"},"customer":null,"apiKey":{"id":%q,"label":"nightly sync"}}`, id))
		w.ask("boss@alpha.example", whoDoc, nil).want("viewer.apiKey", `null`)
		w.request(secret, vars{}).ok()
		w.ask("boss@alpha.example", `query($id: ID!) { node(id: $id) { __typename ... on ApiKey { label status } } }`, vars{"id": id}).
			want("node", `{"__typename":"ApiKey","label":"nightly sync","status":"ACTIVE"}`)
	})
}

func TestR18_AnAPIKeyMayNoMoreThanItsRoles(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		_, agent := w.apiKey("boss@alpha.example", vars{"roles": []string{"HELPDESK_AGENT"}})
		_, admin := w.apiKey("boss@alpha.example", vars{"roles": []string{"GLOBAL_ADMIN", "GLOBAL_ADMIN"}})
		w.ask(agent, whoDoc, nil).want("viewer.user.roles", `["HELPDESK_AGENT"]`)
		w.ask(admin, whoDoc, nil).want("viewer.user.roles", `["GLOBAL_ADMIN"]`)
		w.unchanged(func() {
			w.request(agent, vars{}).refused("FORBIDDEN_ROLE")
			w.addUser(agent, vars{"email": "x@alpha.example", "name": "X", "roles": []string{"SALES_AGENT"}}).refused("FORBIDDEN_ROLE")
		})
		if code := w.ask(agent, keysDoc, nil).topCode(); code != "FORBIDDEN_ROLE" {
			t.Errorf("it lists keys: %q", code)
		}
		w.request(admin, vars{}).ok()
		w.ask(admin, keysDoc, nil).want("viewer.apiKeys.totalCount", `2`)
		// Who makes it need not be an administrator of everything.
		_, users := w.apiKey("users@alpha.example", vars{"roles": []string{"USER_ADMIN"}})
		w.ask(users, whoDoc, nil).want("viewer.user.roles", `["USER_ADMIN"]`)
	})
}

func TestR18_WhoMayMakeAPIKeys(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		for email, codes := range map[string]string{
			"boss@alpha.example": "", "users@alpha.example": "", "boss@tier2.example": "", "admin@one.example": "", "op@x.example": "",
			"admin@alpha.example": "FORBIDDEN_ROLE", "bill@alpha.example": "FORBIDDEN_ROLE", "sales@alpha.example": "FORBIDDEN_ROLE",
			"help@alpha.example": "FORBIDDEN_ROLE", "user@one.example": "FORBIDDEN_ROLE",
		} {
			if codes != "" {
				w.unchanged(func() { w.do(email, createKeyDoc, vars{"label": "x"}).refusedBy(codes, "R18") })
				continue
			}
			if secret := w.do(email, createKeyDoc, vars{"label": "x"}).ok().text("createApiKey.secret"); w.ask(secret, whoDoc, nil).text("viewer.user.email") != email {
				t.Errorf("%s makes a key of another's", email)
			}
		}
		if code := w.ask("", createKeyDoc, vars{"in": vars{"label": "x"}}).topCode(); code != "UNAUTHENTICATED" {
			t.Errorf("nobody: %q", code)
		}
	})
}

func TestR18_AnAPIKeyNeitherMakesNorRevokesAPIKeys(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		for _, email := range []string{"boss@alpha.example", "admin@one.example", "op@x.example"} {
			own, secret := w.apiKey(email, vars{})
			other, _ := w.apiKey(email, vars{})
			w.unchanged(func() {
				w.do(secret, createKeyDoc, vars{"label": "heir"}).refusedBy("FORBIDDEN_ROLE", "R18")
				for _, id := range []string{own, other} {
					w.do(secret, revokeKeyDoc, vars{"apiKeyId": id}).refusedBy("FORBIDDEN_ROLE", "R18")
				}
			})
		}
	})
}

func TestR18_BadAPIKeys(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		year := 365 * 24 * time.Hour
		for name, in := range map[string]vars{
			"no label":         {"label": nil},
			"a blank label":    {"label": " "},
			"a long label":     {"label": strings.Repeat("字", 101)},
			"a label of lines": {"label": "a\nb"},
			"a turned label":   {"label": "a\u202eb"},
			"no roles":         {"roles": []string{}},
			"a wider role":     {"roles": []string{"HELPDESK_AGENT", "ADMIN_AGENT"}},
			"another's role":   {"roles": []string{"OPERATOR"}},
			"an end that was":  {"expiresAt": w.clock.now().Add(-time.Second)},
			"an end too late":  {"expiresAt": w.clock.now().Add(year + time.Hour)},
			"two wrong":        {"roles": []string{"USER"}, "expiresAt": w.clock.now().Add(-time.Second)},
			"no idempotency":   {"idempotencyKey": ""},
		} {
			asked := vars{"label": "x"}
			maps.Copy(asked, in)
			want := strings.TrimSpace(strings.Repeat("VALIDATION_FAILED ", 1+strings.Count(name, "two ")))
			w.unchanged(func() {
				if got := w.do("boss@alpha.example", createKeyDoc, asked); got.codes() != want {
					t.Errorf("%s: %v", name, got.Data)
				}
			})
		}
		w.do("boss@alpha.example", createKeyDoc, vars{"label": "x", "version": 1}).refused("STALE_VERSION")
		w.do("boss@alpha.example", createKeyDoc, vars{"label": strings.Repeat("字", 100), "expiresAt": w.clock.now().Add(year)}).ok()
	})
}

func TestR18_AnExpiredAPIKeyOpensNothing(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		_, brief := w.apiKey("boss@alpha.example", vars{"label": "brief", "expiresAt": w.clock.now().Add(time.Hour)})
		_, usual := w.apiKey("boss@alpha.example", vars{"label": "usual"})
		w.ask(brief, whoDoc, nil).text("viewer.apiKey.id")
		w.clock.pass(time.Hour)
		w.shut(brief)
		w.ask(usual, whoDoc, nil).text("viewer.apiKey.id")
		w.clock.pass(90 * 24 * time.Hour)
		w.shut(usual)
		if got := joined(w.ask("boss@alpha.example", keysDoc, nil).list("viewer.apiKeys.nodes"), "status"); got != strings.TrimSpace(strings.Repeat("EXPIRED ", 2)) {
			t.Error(got)
		}
	})
}

func TestR18_ARevokedAPIKeyOpensNothing(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		id, secret := w.apiKey("boss@alpha.example", vars{})
		_, other := w.apiKey("boss@alpha.example", vars{})
		w.do("boss@alpha.example", revokeKeyDoc, vars{"apiKeyId": id, "version": 2}).refused("STALE_VERSION")
		// Another administrator of the company may.
		at := w.clock.now()
		w.do("users@alpha.example", revokeKeyDoc, vars{"apiKeyId": id, "version": 1}).ok().
			want("revokeApiKey.apiKey", fmt.Sprintf(`{"id":%q,"status":"REVOKED","revokedAt":%q,"version":2}`, id, at.Format(time.RFC3339)))
		w.shut(secret)
		w.unchanged(func() { w.do("boss@alpha.example", revokeKeyDoc, vars{"apiKeyId": id}).ok() })
		w.ask(other, whoDoc, nil).text("viewer.apiKey.id")
		// So may the operator, whom a company calls for help.
		third, secret := w.apiKey("admin@one.example", vars{})
		w.do("op@x.example", revokeKeyDoc, vars{"apiKeyId": third}).ok()
		w.shut(secret)
	})
}

func TestR18_AnAPIKeyRevokedAtOnceIsRevokedOnce(t *testing.T) {
	dbtest.AtOnce(t)
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		id, _ := w.apiKey("boss@alpha.example", vars{})
		outcomes := make(chan string, 4)
		events := w.written(func() {
			for i := range cap(outcomes) {
				who := []string{"boss@alpha.example", "op@x.example"}[i%2]
				go func() { outcomes <- w.do(who, revokeKeyDoc, vars{"apiKeyId": id}).outcome() }()
			}
			for range cap(outcomes) {
				if outcome := <-outcomes; outcome != "" {
					t.Errorf("outcome %q", outcome)
				}
			}
		})
		if len(events) != 1 {
			t.Errorf("%d events", len(events))
		}
	})
}

func TestR18_ARoleTakenFromTheMakerIsGoneFromTheKey(t *testing.T) {
	t.Parallel()
	eachLife(t, func(_ *testing.T, w *world) {
		users := w.userID("users@alpha.example")
		_, all := w.apiKey("users@alpha.example", vars{})
		_, agent := w.apiKey("users@alpha.example", vars{"roles": []string{"SALES_AGENT"}})
		w.request(all, vars{}).ok()
		w.setRoles("boss@alpha.example", users, "HELPDESK_AGENT", "USER_ADMIN").ok()
		w.request(all, vars{}).refused("FORBIDDEN_ROLE")
		w.ask(all, whoDoc, nil).want("viewer.user.roles", `["USER_ADMIN"]`)
		w.shut(agent)
		// What the maker gets, a key gets only as far as it was made with it.
		w.setRoles("boss@alpha.example", users, "SALES_AGENT", "GLOBAL_ADMIN").ok()
		w.ask(all, whoDoc, nil).want("viewer.user.roles", `["SALES_AGENT"]`)
		w.ask(agent, whoDoc, nil).want("viewer.user.roles", `["SALES_AGENT"]`)
	})
}

func TestR18_AnAPIKeyEndsWithItsMaker(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		_, expired := w.apiKey("users@alpha.example", vars{"label": "old", "expiresAt": w.clock.now().Add(time.Minute)})
		w.clock.pass(time.Hour)
		_, secret := w.apiKey("users@alpha.example", vars{"label": "new"})
		boss, _ := w.apiKey("boss@alpha.example", vars{"label": "boss's"})
		events := w.written(func() { w.erase("boss@alpha.example", w.userID("users@alpha.example")).ok() })
		if got := w.kindsOf(events); got != "USER_REMOVED API_KEY_REVOKED" {
			t.Error(got)
		}
		w.shut(secret)
		w.shut(expired)
		w.ask("boss@alpha.example", keysDoc, nil).want("viewer.apiKeys.nodes", `[
			{"label":"boss's","status":"ACTIVE","lastUsedAt":null,"createdBy":{"email":"boss@alpha.example"}},
			{"label":"new","status":"REVOKED","lastUsedAt":null,"createdBy":{"email":null}},
			{"label":"old","status":"EXPIRED","lastUsedAt":null,"createdBy":{"email":null}}]`)
		w.do("boss@alpha.example", revokeKeyDoc, vars{"apiKeyId": boss}).ok()
	})
}

// kindsOf joins the kinds of events.
func (w *world) kindsOf(events []reseller.Event) string {
	kinds := make([]string, len(events))
	for i, e := range events {
		kinds[i] = string(e.Kind)
	}
	return strings.Join(kinds, " ")
}

func TestR26_ASecretIsShownOnce(t *testing.T) {
	dbtest.AtOnce(t)
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		in := vars{"label": "x", "expiresAt": w.clock.now().Add(time.Hour), "idempotencyKey": "k"}
		first := w.do("boss@alpha.example", createKeyDoc, in).ok()
		id := first.text("createApiKey.apiKey.id")
		w.unchanged(func() {
			again := w.do("boss@alpha.example", createKeyDoc, in).ok()
			again.want("createApiKey.apiKey.id", fmt.Sprintf("%q", id))
			again.want("createApiKey.secret", `null`)
			w.clock.pass(2 * time.Hour) // past the end that is asked for: it is the same request all the same
			w.do("boss@alpha.example", createKeyDoc, in).ok().want("createApiKey.apiKey.status", `"EXPIRED"`)
			in["label"] = "y"
			w.do("boss@alpha.example", createKeyDoc, in).refused("IDEMPOTENCY_CONFLICT")
		})
		for range 2 {
			w.do("boss@alpha.example", revokeKeyDoc, vars{"apiKeyId": id, "version": 1, "idempotencyKey": "r"}).ok().want("revokeApiKey.apiKey.version", `2`)
		}
		outcomes, secrets := make(chan string, 6), make(chan bool, 6)
		for range cap(outcomes) {
			go func() {
				a := w.do("boss@alpha.example", createKeyDoc, vars{"label": "twins", "idempotencyKey": "t"})
				outcomes <- a.outcome()
				secrets <- a.get("createApiKey.secret") != nil
			}()
		}
		shown := 0
		for range cap(outcomes) {
			if outcome := <-outcomes; outcome != "" {
				t.Errorf("outcome %q", outcome)
			}
			if <-secrets {
				shown++
			}
		}
		if shown != 1 {
			t.Errorf("twins: the secret is shown %d times", shown)
		}
	})
}

// A script that repeats a request with another key of the same user, since the first has expired, gets the first success.
func TestR26_APIKeysRepeatWhatTheirMakerBegan(t *testing.T) {
	t.Parallel()
	eachStore(t, func(_ *testing.T, w *world) {
		_, first := w.apiKey("boss@alpha.example", vars{})
		_, second := w.apiKey("boss@alpha.example", vars{})
		in := vars{"campaign": "spring", "idempotencyKey": "k"}
		id := w.request(first, in).ok().text("requestRelationship.invite.id")
		w.unchanged(func() {
			for _, who := range []string{second, "boss@alpha.example"} {
				w.request(who, in).ok().want("requestRelationship.invite.id", fmt.Sprintf("%q", id))
			}
		})
	})
}

func TestR18_ACompanyHasAHundredAPIKeys(t *testing.T) {
	dbtest.AtOnce(t)
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		w.keep("boss@alpha.example", reseller.MaxAPIKeys-1, w.clock.now().Add(time.Hour))
		w.keep("boss@alpha.example", 2, w.clock.now()) // which count no more
		outcomes := make(chan string, 4)
		for range cap(outcomes) {
			go func() { outcomes <- w.do("boss@alpha.example", createKeyDoc, vars{"label": "x"}).outcome() }()
		}
		counts := map[string]int{}
		for range cap(outcomes) {
			counts[<-outcomes]++
		}
		if want := map[string]int{"": 1, "VALIDATION_FAILED": cap(outcomes) - 1}; !maps.Equal(counts, want) {
			t.Errorf("%v, where there was room for one", counts)
		}
		w.apiKey("admin@one.example", vars{})
	})
}

// keep adds so many API keys of a user's, beside the API, which end at a time.
func (w *world) keep(email string, n int, end time.Time) {
	w.t.Helper()
	v, err := w.store.Identify(w.t.Context(), email)
	w.must(err)
	w.must(w.store.Update(w.t.Context(), dbtest.AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
		for range n {
			id := reseller.NewID(end, 0, rand.Reader)
			key := reseller.APIKey{
				ID: id, UserID: v.User.ID, Tenant: v.User.Tenant, TenantID: v.User.TenantID, Label: "x", Roles: v.User.Roles,
				CreatedAt: end.Add(-time.Hour), ExpiresAt: end, Version: 1,
			}
			if err := tx.InsertAPIKey(ctx, key, sha256.Sum256(id[:])); err != nil {
				return err
			}
		}
		return nil
	}))
}
