package main

import (
	"testing"
)

const (
	requestLink = `mutation Request($campaign: String) { requestRelationship(input: {campaign: $campaign}) {
		invite { id url token status version } email { subject text mailto } userErrors { code message path } } }`
	previewLink = `query Preview($token: String!) { invite(token: $token) { partner { name status } services { code }
		forViewer { alreadyRelated conflicts { service { code } holder { name } } } } }`
	acceptLink = `mutation Accept($token: String!, $replace: Boolean) { acceptRelationship(input: {token: $token, replaceExisting: $replace}) {
		relationship { id status } granted { service { code } } displaced { service { code } } alreadyAccepted
		userErrors { code message path } } }`
	countRelationships = `query Count { viewer { partner { customers { totalCount } invite { viewCount } } } }`
)

// The people of the demonstration data.
const (
	brightcloud  = "admin@brightcloud.example"
	yunqiao      = "admin@yunqiao.example"
	harbourFoods = "admin@harbourfoods.example"
	silverfin    = "admin@silverfin.example"
	emberOak     = "admin@emberoak.example"
	operator     = "operator@accord.example"
)

// request asks for a relationship and gives the token of the link.
func (s *instance) request(t testing.TB, partner string) string {
	t.Helper()
	a := s.do(t, partner, requestLink, nil)
	token := a.at("requestRelationship.invite.token")
	if token == "" {
		t.Fatalf("no link: %s", a.body)
	}
	return s.hide(token)
}

// accept accepts a link, in place of whoever holds the services.
func (s *instance) accept(t testing.TB, customer, token string) answer {
	t.Helper()
	a := s.do(t, customer, acceptLink, map[string]any{"token": token, "replace": true})
	if a.at("acceptRelationship.relationship.status") != "ACTIVE" {
		t.Fatalf("not accepted: %s", a.body)
	}
	return a
}

// story is a relationship of Brightcloud from the request to the acceptance.
func (s *instance) story(t testing.TB, customer string) (token string) {
	t.Helper()
	token = s.request(t, brightcloud)
	if a := s.do(t, customer, previewLink, map[string]any{"token": token}); a.at("invite.partner.status") != "ACTIVE" ||
		a.at("invite.forViewer.alreadyRelated") != "false" {
		t.Errorf("the preview: %s", a.body)
	}
	if a := s.accept(t, customer, token); a.at("acceptRelationship.granted.0.service.code") == "" ||
		a.at("acceptRelationship.alreadyAccepted") != "false" {
		t.Errorf("the acceptance: %s", a.body)
	}
	if a := s.do(t, customer, previewLink, map[string]any{"token": token}); a.at("invite.forViewer.alreadyRelated") != "true" {
		t.Errorf("the preview afterwards: %s", a.body)
	}
	return token
}
