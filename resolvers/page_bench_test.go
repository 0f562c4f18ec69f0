package resolvers_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"accord/auth"
	"accord/cache"
	"accord/edge"
	"accord/reseller"
	"accord/resolvers"
)

// pageStore has one page, at hand.
type pageStore struct {
	reseller.Store

	page reseller.Slice[reseller.RelationshipLine]
}

// RelationshipLines implements reseller.LineReader.
func (s pageStore) RelationshipLines(context.Context, reseller.Scope, reseller.ID, reseller.RelationshipList, reseller.Page, reseller.LineParts) (reseller.Slice[reseller.RelationshipLine], error) {
	return s.page, nil
}

// BenchmarkPage is a page of 50 relationships from the request to the answer's bytes, without a database.
func BenchmarkPage(b *testing.B) {
	at := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	store := pageStore{}
	for i := range 50 {
		id := reseller.ID{1, byte(i)}
		privilege := reseller.PrivilegeLine{ID: id, Service: "AZURE", Status: reseller.DelegationActive, GrantedAt: at}
		store.page.Items = append(store.page.Items, reseller.RelationshipLine{
			Key: reseller.Key{ID: id, Time: at}, ID: id, Status: reseller.RelationshipActive, AcceptedAt: at, Version: 1,
			Customer:   reseller.CustomerLine{ID: id, Name: fmt.Sprintf("Contoso %d 科技有限公司", i), Domain: fmt.Sprintf("c%d.example", i), Country: "CN"},
			Privileges: []reseller.PrivilegeLine{privilege, privilege},
		})
	}
	keys, err := reseller.ParseKeyring(testSecret)
	if err != nil {
		b.Fatal(err)
	}
	app := reseller.New(reseller.Config{Store: store, Notifier: &cache.Local{}, Keys: keys, PublicURL: "https://accord.example", Clock: time.Now, Random: rand.Reader})
	executor := resolvers.NewExecutor(app, resolvers.Options{})
	handler := edge.New(executor, edge.Options{Schema: executor.Schema, Parsed: executor.Parsed})
	partner := &reseller.Partner{ID: reseller.ID{2}, Type: reseller.DirectReseller, Status: reseller.PartnerActive}
	viewer := reseller.Viewer{User: reseller.User{ID: reseller.ID{3}, Tenant: reseller.TenantPartner, TenantID: partner.ID, Roles: []reseller.Role{reseller.RoleAdminAgent}}, Partner: partner}
	ctx := auth.WithIdentity(b.Context(), auth.Identity{Viewer: viewer, ExpiresAt: time.Now().Add(time.Hour)})
	const body = `{"query": "{ viewer { partner { relationships(first: 50) { edges { cursor node { id status acceptedAt customer { id name domain } delegatedAdminPrivileges { service { code } } } } pageInfo { hasNextPage endCursor } } } } }"}`
	var answered *httptest.ResponseRecorder
	b.ReportAllocs()
	for b.Loop() {
		request := httptest.NewRequestWithContext(ctx, "POST", "/graphql", strings.NewReader(body))
		request.Header.Set("Content-Type", "application/json")
		answered = httptest.NewRecorder()
		handler.ServeHTTP(answered, request)
	}
	if text := answered.Body.String(); strings.Count(text, `"domain"`) != 50 || strings.Contains(text, `"errors"`) {
		b.Errorf("%s", text)
	}
}
