package main

import (
	"net/http"
	"testing"

	"accord/cache/cachetest"
)

const (
	revokeLink   = `mutation Revoke($id: ID!) { revokeInvite(input: {inviteId: $id}) { invite { status } userErrors { code message } } }`
	newLink      = `mutation New($campaign: String) { requestRelationship(input: {campaign: $campaign}) { invite { id token } userErrors { code message } } }`
	setStatus    = `mutation Status($id: ID!, $to: PartnerStatus!) { setPartnerStatus(input: {partnerId: $id, status: $to}) { partner { status } userErrors { code message } } }`
	setRoles     = `mutation Roles($id: ID!) { setUserRoles(input: {userId: $id, roles: [HELPDESK_AGENT]}) { user { roles } userErrors { code message } } }`
	revokeKey    = `mutation RevokeKey($id: ID!) { revokeApiKey(input: {apiKeyId: $id}) { apiKey { status } userErrors { code message } } }`
	whoAmI       = `query Me { viewer { user { id email roles } partner { id } } }`
	sales        = "sales@brightcloud.example"
	billingAdmin = "billing@brightcloud.example"
)

// TestChangesOfOneServerAreSeenByAnother that has just shown what they change: at once where something is decided, and soon where
// something is shown, with the messages of Redis and without.
func TestChangesOfOneServerAreSeenByAnother(t *testing.T) {
	t.Parallel()
	for name, cut := range map[string]bool{"with Redis": false, "cut off from Redis": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := shared(t)
			one := demo(t, p)
			through, proxy := throughProxy(t, p.redis)
			other := one.place
			other.redis = through
			two := serve(t, other)
			two.tokens = one.tokens

			s := &several{one: one, two: two}
			s.prime(t)
			if cut {
				proxy.Set(cachetest.Cut)
			}
			s.linkRevoked(t)
			s.keyRevoked(t)
			s.rolesChanged(t)
			s.userRemoved(t)
			s.partnerSuspended(t)
		})
	}
}

// several are two servers, and what the second has shown before the first changes it.
type several struct {
	one, two *instance

	link, token, kept, partner string
	keyID                      string
	asKey                      map[string]string
	ids                        map[string]string
}

// prime has the second server show everything that will change, so that it keeps what it may keep.
func (s *several) prime(t *testing.T) {
	t.Helper()
	a := s.one.do(t, brightcloud, newLink, map[string]any{"campaign": "autumn"})
	s.link, s.token = a.at("requestRelationship.invite.id"), a.at("requestRelationship.invite.token")
	s.kept = s.one.request(t, brightcloud)
	for _, token := range []string{s.token, s.kept} {
		s.one.hide(token)
		if a := s.preview(t, s.two.hide(token)); a.at("invite.partner.status") != "ACTIVE" {
			t.Fatalf("the preview: %s", a.body)
		}
	}
	a = s.one.do(t, chief, createKey, nil)
	s.keyID = a.at("createApiKey.apiKey.id")
	s.asKey = map[string]string{"Content-Type": "application/json", "Authorization": "Bearer " + s.two.hide(s.one.hide(a.at("createApiKey.secret")))}
	if a := s.two.send(t, http.MethodPost, "/graphql", document(t, whoAmI, nil), s.asKey); a.at("viewer.user.email") != chief {
		t.Fatalf("with the API key: %s", a.body)
	}
	s.ids = map[string]string{}
	for _, email := range []string{sales, billingAdmin, brightcloud} {
		a := s.two.do(t, email, whoAmI, nil)
		s.ids[email], s.partner = a.at("viewer.user.id"), a.at("viewer.partner.id")
	}
}

func (s *several) preview(t *testing.T, token string) answer {
	t.Helper()
	return s.two.ask(t, "", previewLink, map[string]any{"token": token})
}

// linkRevoked: accepting is refused at once (R8), whatever the preview still shows.
func (s *several) linkRevoked(t *testing.T) {
	t.Helper()
	if a := s.one.do(t, brightcloud, revokeLink, map[string]any{"id": s.link}); a.at("revokeInvite.invite.status") != "REVOKED" {
		t.Fatalf("revoking: %s", a.body)
	}
	if a := s.two.do(t, silverfin, acceptLink, map[string]any{"token": s.token}); a.at("acceptRelationship.userErrors.0.code") != "INVITE_REVOKED" {
		t.Errorf("accepting what was revoked: %s", a.body)
	}
	eventually(t, "the link is shown as revoked", func() bool { return s.preview(t, s.token).code() == "INVITE_REVOKED" })
}

// keyRevoked: an API key opens nothing from the next request on (R18).
func (s *several) keyRevoked(t *testing.T) {
	t.Helper()
	if a := s.one.do(t, chief, revokeKey, map[string]any{"id": s.keyID}); a.at("revokeApiKey.apiKey.status") != "REVOKED" {
		t.Fatalf("revoking: %s", a.body)
	}
	if a := s.two.send(t, http.MethodPost, "/graphql", document(t, whoAmI, nil), s.asKey); a.status != http.StatusUnauthorized {
		t.Errorf("with an API key that was revoked: %d %s", a.status, a.body)
	}
}

// rolesChanged: a role that was taken away changes nothing any more (R18), and shows nothing for long.
func (s *several) rolesChanged(t *testing.T) {
	t.Helper()
	s.two.do(t, billingAdmin, whoAmI, nil)
	if a := s.one.do(t, chief, setRoles, map[string]any{"id": s.ids[billingAdmin]}); a.at("setUserRoles.user.roles") != "[HELPDESK_AGENT]" {
		t.Fatalf("other roles: %s", a.body)
	}
	if a := s.two.do(t, billingAdmin, newLink, nil); a.at("requestRelationship.userErrors.0.code") != "FORBIDDEN_ROLE" {
		t.Errorf("a mutation by a role that was taken away: %s", a.body)
	}
	eventually(t, "queries go by the new roles", func() bool {
		return s.two.do(t, billingAdmin, whoAmI, nil).at("viewer.user.roles") == "[HELPDESK_AGENT]"
	})
}

// userRemoved changes nothing from then on, and sees nothing for long.
func (s *several) userRemoved(t *testing.T) {
	t.Helper()
	s.two.do(t, sales, whoAmI, nil)
	if a := s.one.do(t, chief, removeUser, map[string]any{"id": s.ids[sales]}); a.at("removeUser.user.id") != s.ids[sales] {
		t.Fatalf("removing: %s", a.body)
	}
	if a := s.two.ask(t, sales, newLink, nil); a.code() != "UNAUTHENTICATED" {
		t.Errorf("a mutation by a removed user: %d %s", a.status, a.body)
	}
	eventually(t, "queries are refused too", func() bool { return s.two.ask(t, sales, whoAmI, nil).status == http.StatusUnauthorized })
}

// partnerSuspended requests nothing and is accepted no more (R5), and its link says so soon.
func (s *several) partnerSuspended(t *testing.T) {
	t.Helper()
	if a := s.preview(t, s.kept); a.at("invite.partner.status") != "ACTIVE" {
		t.Fatalf("before: %s", a.body)
	}
	if a := s.one.do(t, operator, setStatus, map[string]any{"id": s.partner, "to": "SUSPENDED"}); a.at("setPartnerStatus.partner.status") != "SUSPENDED" {
		t.Fatalf("suspending: %s", a.body)
	}
	if a := s.two.do(t, brightcloud, newLink, nil); a.at("requestRelationship.userErrors.0.code") != "PARTNER_SUSPENDED" {
		t.Errorf("requesting: %s", a.body)
	}
	if a := s.two.do(t, silverfin, acceptLink, map[string]any{"token": s.kept}); a.at("acceptRelationship.userErrors.0.code") != "PARTNER_SUSPENDED" {
		t.Errorf("accepting: %s", a.body)
	}
	eventually(t, "the link tells of it", func() bool { return s.preview(t, s.kept).at("invite.partner.status") == "SUSPENDED" })
}
