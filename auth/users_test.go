package auth

import (
	"context"
	"errors"
	"slices"
	"testing"

	"accord/reseller"
)

// source adds lists of users to the directory.
type source struct {
	directory
	users []reseller.TenantUser
	err   error
}

func (s source) EachUser(_ context.Context, yield func(reseller.TenantUser) error) error {
	for _, user := range s.users {
		if err := yield(user); err != nil {
			return err
		}
	}
	return s.err
}

func tenantUser(email string, kind reseller.TenantKind, tenant string, roles ...reseller.Role) reseller.TenantUser {
	return reseller.TenantUser{User: reseller.User{Email: email, Tenant: kind, Roles: roles}, TenantName: tenant}
}

func TestDevelopmentUsersList(t *testing.T) {
	t.Parallel()
	s := source{users: []reseller.TenantUser{
		tenantUser("a@example.com", reseller.TenantPartner, "Northwind", reseller.RoleAdminAgent, reseller.RoleGlobalAdmin),
		tenantUser("b@example.com", reseller.TenantCustomer, "Contoso", reseller.RoleUser),
		tenantUser(ann, reseller.TenantOperator, "", reseller.RoleOperator),
	}}
	want := []DevelopmentUser{
		{Email: "a@example.com", Tenant: "partner:Northwind", Roles: []string{"ADMIN_AGENT", "GLOBAL_ADMIN"}},
		{Email: "b@example.com", Tenant: "customer:Contoso", Roles: []string{"USER"}},
		{Email: ann, Tenant: "operator", Roles: []string{"OPERATOR"}},
	}
	users := NewDevelopmentUsers(development(t, testTime, oldKey), s)
	for limit, n := range map[int]int{0: 3, 1: 1, 2: 2, 3: 3, 4: 3} {
		got, err := users.List(t.Context(), limit)
		if err != nil || !slices.EqualFunc(got, want[:n], sameUser) {
			t.Errorf("limit %d: got %v, %v", limit, got, err)
		}
	}
}

func sameUser(a, b DevelopmentUser) bool {
	return a.Email == b.Email && a.Name == b.Name && a.Tenant == b.Tenant && slices.Equal(a.Roles, b.Roles)
}

func TestDevelopmentUsersListFails(t *testing.T) {
	t.Parallel()
	users := NewDevelopmentUsers(development(t, testTime, oldKey), source{err: reseller.ErrUnavailable})
	if got, err := users.List(t.Context(), 0); !errors.Is(err, reseller.ErrUnavailable) || got != nil {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestDevelopmentUsersToken(t *testing.T) {
	t.Parallel()
	d := development(t, testTime, oldKey)
	users := NewDevelopmentUsers(d, source{})
	token, err := users.Token(t.Context(), " ANN@example.com")
	if err != nil {
		t.Fatal(err)
	}
	if claims, err := d.Verify(t.Context(), token); err != nil || claims.Email != ann {
		t.Errorf("got %v, %v", claims, err)
	}
	for email, want := range map[string]error{
		"eve@example.com":  reseller.ErrNotFound,
		"":                 reseller.ErrNotFound,
		"down@example.com": reseller.ErrUnavailable,
	} {
		if token, err := users.Token(t.Context(), email); !errors.Is(err, want) || token != "" {
			t.Errorf("%q: got %q, %v", email, token, err)
		}
	}
}
