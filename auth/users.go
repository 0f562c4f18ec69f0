package auth

import (
	"context"
	"errors"
	"fmt"

	"accord/reseller"
)

// UserSource is what DevelopmentUsers needs of the database; the Store is one.
type UserSource interface {
	Directory
	// EachUser calls yield with every user, ordered by e-mail, until it returns an error, which it then returns.
	EachUser(ctx context.Context, yield func(reseller.TenantUser) error) error
}

// DevelopmentUsers are the users whom one may be with the development identity.
type DevelopmentUsers struct {
	identity *Development
	source   UserSource
}

// DevelopmentUser is a user to choose.
type DevelopmentUser struct {
	Email string
	Name  string
	// Tenant is "partner:NAME", "customer:NAME" or "operator".
	Tenant string
	Roles  []string
}

// NewDevelopmentUsers puts the users of a database and the identity that signs for them together.
func NewDevelopmentUsers(identity *Development, source UserSource) *DevelopmentUsers {
	return &DevelopmentUsers{identity: identity, source: source}
}

// errEnough ends EachUser early.
var errEnough = errors.New("enough users")

// List returns users ordered by e-mail, at most limit of them, all when limit is 0. Its errors are the source's.
func (u *DevelopmentUsers) List(ctx context.Context, limit int) ([]DevelopmentUser, error) {
	users := []DevelopmentUser{}
	err := u.source.EachUser(ctx, func(user reseller.TenantUser) error {
		users = append(users, developmentUser(user))
		if len(users) == limit {
			return errEnough
		}
		return nil
	})
	if err != nil && !errors.Is(err, errEnough) {
		return nil, fmt.Errorf("auth: list the users: %w", err)
	}
	return users, nil
}

// Token signs a token for a user of the database, good for DevelopmentLifetime. It returns reseller.ErrNotFound and
// reseller.ErrUnavailable, wrapped.
func (u *DevelopmentUsers) Token(ctx context.Context, email string) (string, error) {
	viewer, err := u.source.Identify(ctx, reseller.FoldEmail(email))
	if err != nil {
		return "", fmt.Errorf("auth: a token for %q: %w", email, err)
	}
	return u.identity.Issue(viewer.User.Email)
}

func developmentUser(user reseller.TenantUser) DevelopmentUser {
	roles := make([]string, len(user.Roles))
	for i, role := range user.Roles {
		roles[i] = string(role)
	}
	tenant := string(user.Tenant)
	if user.Tenant != reseller.TenantOperator {
		tenant += ":" + user.TenantName
	}
	return DevelopmentUser{Email: user.Email, Name: user.Name, Tenant: tenant, Roles: roles}
}
