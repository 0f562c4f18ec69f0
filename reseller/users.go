package reseller

import (
	"context"
	"errors"
	"slices"
)

// AddUserInput adds a user to a tenant (R18).
type AddUserInput struct {
	Common
	// Tenant and TenantID name a partner or a customer; the zero values are the viewer's own.
	Tenant      TenantKind
	TenantID    ID
	Email, Name string
	Roles       []Role
}

// SetUserRolesInput gives a user other roles (R18).
type SetUserRolesInput struct {
	Common
	UserID ID
	Roles  []Role
}

// RemoveUserInput removes a user (R18, R25).
type RemoveUserInput struct {
	Common
	UserID ID
}

// UserAnswer names a user.
type UserAnswer struct {
	UserID ID
}

// AddUser adds a user to the viewer's tenant; the operator names the tenant (R18).
//
// Refusals: CodeNotFound, CodeForbiddenRole (R18), CodeStaleVersion, CodeValidationFailed for roles that do not fit and an
// e-mail that a user has already.
func (a *App) AddUser(ctx context.Context, v Viewer, in AddUserInput) (UserAnswer, error) {
	if !v.Known() {
		return UserAnswer{}, ErrUnauthenticated
	}
	in, err := in.clean(v)
	if err != nil {
		return UserAnswer{}, err
	}
	m := mutation{name: "addUser", input: in, Common: in.Common}
	return mutate(ctx, a, v, m, func(ctx context.Context, tx Tx, c *change) (UserAnswer, error) {
		if err := in.checkTenant(ctx, tx, v); err != nil {
			return UserAnswer{}, err
		}
		if err := in.checkVersion(0); err != nil {
			return UserAnswer{}, err
		}
		roles, err := cleanRoles(in.Tenant, in.Roles)
		if err != nil {
			return UserAnswer{}, err
		}
		if err := checkEmailFree(ctx, tx, in.Email, "email"); err != nil {
			return UserAnswer{}, err
		}
		user, err := c.addUser(ctx, tx, User{Email: in.Email, Name: in.Name, Tenant: in.Tenant, TenantID: in.TenantID, Roles: roles}, ID{})
		return UserAnswer{UserID: user.ID}, err
	})
}

// clean checks the fields, and puts the viewer's own tenant where none is named.
func (in AddUserInput) clean(v Viewer) (AddUserInput, error) {
	var f fields
	in.Email = f.required("email", in.Email, f.email)
	in.Name = f.name("name", in.Name)
	if in.TenantID.IsZero() {
		in.Tenant, in.TenantID = v.User.Tenant, v.User.TenantID
	}
	if in.TenantID.IsZero() {
		f.refusef("tenantId", "Name the partner or customer to which the user is to belong.")
	}
	return in, f.err()
}

// checkTenant refuses a tenant that the viewer does not see, or whose users it does not manage.
func (in AddUserInput) checkTenant(ctx context.Context, tx Tx, v Viewer) error {
	visible, err := tenantVisible(ctx, tx, v, in.Tenant, in.TenantID)
	if err != nil {
		return err
	}
	if !visible {
		return notFound(aTenant).at("tenantId")
	}
	if err := v.may(actManageUsers); err != nil {
		return err
	}
	if !v.IsOperator() && !v.isOf(in.Tenant, in.TenantID) {
		return refuse(CodeForbiddenRole, "R18", "A company's users are managed by its own administrators and by the operator.").at("tenantId")
	}
	return nil
}

func tenantVisible(ctx context.Context, tx Tx, v Viewer, kind TenantKind, id ID) (visible bool, err error) {
	switch kind {
	case TenantPartner:
		var found map[ID]Partner
		found, err = tx.PartnersByID(ctx, v.Scope(), []ID{id})
		_, visible = found[id]
	case TenantCustomer:
		var found map[ID]Customer
		found, err = tx.CustomersByID(ctx, v.Scope(), []ID{id})
		_, visible = found[id]
	case TenantOperator:
	}
	return visible, err
}

// isOf reports whether the viewer is a user of that tenant.
func (v Viewer) isOf(kind TenantKind, id ID) bool {
	return v.User.Tenant == kind && v.User.TenantID == id
}

// cleanRoles checks the roles of a user, and puts the agent role first.
func cleanRoles(kind TenantKind, roles []Role) ([]Role, error) {
	if err := CheckRoles(kind, roles); err != nil {
		return nil, err
	}
	return slices.SortedFunc(slices.Values(roles), func(x, y Role) int { return roleRank(x) - roleRank(y) }), nil
}

// addUser adds a user. The event concerns a partner beside the user's own tenant, if one creates it; zero is none.
func (c *change) addUser(ctx context.Context, tx Tx, u User, partner ID) (User, error) {
	u.ID, u.CreatedAt, u.Version = c.newID(), c.at, 1
	e := u.event(EventUserAdded)
	if !partner.IsZero() {
		e.PartnerID = partner
	}
	e.After = &EventState{Roles: u.Roles}
	c.record(e)
	return u, tx.PutUsers(ctx, []User{u})
}

// SetUserRoles gives a user of the viewer's tenant – to the operator, of any – other roles (R18). The last GLOBAL_ADMIN of a
// tenant stays one.
//
// Refusals: CodeNotFound, CodeForbiddenRole (R18), CodeStaleVersion, CodeValidationFailed.
func (a *App) SetUserRoles(ctx context.Context, v Viewer, in SetUserRolesInput) (UserAnswer, error) {
	m := mutation{name: "setUserRoles", input: in, Common: in.Common}
	return onUser(ctx, a, v, m, in.UserID, func(ctx context.Context, tx Tx, c *change, before User) error {
		if !before.RemovedAt.IsZero() {
			return Invalid([]string{"userId"}, "This user has been removed; add the person anew.")
		}
		roles, err := cleanRoles(before.Tenant, in.Roles)
		if err != nil || slices.Equal(roles, before.Roles) {
			return err
		}
		after := before
		after.Roles = roles
		return c.changeUser(ctx, tx, EventUserChanged, before, after)
	})
}

// RemoveUser removes a user of the viewer's tenant – to the operator, of any (R18). The person's e-mail and name are erased,
// sign-in ends, that of the user's API keys too, and the history stays whole, with the id (R25). The last GLOBAL_ADMIN of a tenant stays. Removing who is
// removed changes nothing.
//
// Refusals: CodeNotFound, CodeForbiddenRole (R18), CodeStaleVersion, CodeValidationFailed.
func (a *App) RemoveUser(ctx context.Context, v Viewer, in RemoveUserInput) (UserAnswer, error) {
	m := mutation{name: "removeUser", input: in, Common: in.Common}
	return onUser(ctx, a, v, m, in.UserID, func(ctx context.Context, tx Tx, c *change, before User) error {
		if !before.RemovedAt.IsZero() {
			return nil
		}
		after := before
		after.Email, after.Name, after.Roles, after.RemovedAt = "", "", nil, c.at
		if err := c.changeUser(ctx, tx, EventUserRemoved, before, after); err != nil {
			return err
		}
		return c.revokeAPIKeysOf(ctx, tx, before.ID)
	})
}

// changeUser writes a user as it has become, unless its tenant loses its last GLOBAL_ADMIN by that.
func (c *change) changeUser(ctx context.Context, tx Tx, kind EventKind, before, after User) error {
	if slices.Contains(before.Roles, RoleGlobalAdmin) && !slices.Contains(after.Roles, RoleGlobalAdmin) {
		admins, err := tx.CountGlobalAdmins(ctx, before.TenantID)
		if err != nil {
			return err
		}
		if admins < 2 {
			return refuse(CodeValidationFailed, "R18", "This is the company's last GLOBAL_ADMIN. Make another user one first.").at("userId")
		}
	}
	after.Version++
	e := after.event(kind)
	e.Before = &EventState{Roles: before.Roles}
	if len(after.Roles) > 0 {
		e.After = &EventState{Roles: after.Roles}
	}
	c.record(e)
	return tx.PutUsers(ctx, []User{after})
}

// onUser runs fn on a user that the viewer manages, with its tenant's row locked, so that of two administrators removed at once
// the second is seen to be the last.
func onUser(ctx context.Context, a *App, v Viewer, m mutation, id ID, fn func(context.Context, Tx, *change, User) error) (UserAnswer, error) {
	if !v.Known() {
		return UserAnswer{}, ErrUnauthenticated
	}
	return mutate(ctx, a, v, m, func(ctx context.Context, tx Tx, c *change) (UserAnswer, error) {
		seen, err := visibleUser(ctx, tx, v, id)
		if err != nil {
			return UserAnswer{}, err
		}
		if err := v.may(actManageUsers); err != nil {
			return UserAnswer{}, err
		}
		if err := lockTenant(ctx, tx, seen); err != nil {
			return UserAnswer{}, err
		}
		user, err := visibleUser(ctx, tx, v, id) // as it is now that nobody else changes it
		if err != nil {
			return UserAnswer{}, err
		}
		if err := m.checkVersion(user.Version); err != nil {
			return UserAnswer{}, err
		}
		return UserAnswer{UserID: id}, fn(ctx, tx, c, user)
	})
}

// visibleUser finds a user of the viewer's own tenant; the operator sees all.
func visibleUser(ctx context.Context, tx Tx, v Viewer, id ID) (User, error) {
	found, err := tx.UsersByID(ctx, v.Scope(), []ID{id})
	if err != nil {
		return User{}, err
	}
	user, ok := found[id]
	if !ok || !v.IsOperator() && !v.isOf(user.Tenant, user.TenantID) {
		return User{}, notFound(aUser).at("userId")
	}
	return user, nil
}

// lockTenant locks the row of a user's tenant. Operators have none, and are not managed here.
func lockTenant(ctx context.Context, tx Tx, u User) (err error) {
	switch u.Tenant {
	case TenantPartner:
		_, err = tx.LockPartner(ctx, u.TenantID)
	case TenantCustomer:
		_, err = tx.LockCustomer(ctx, u.TenantID)
	case TenantOperator:
		return Invalid([]string{"userId"}, "Operators are not managed here; they come with an import.")
	}
	if errors.Is(err, ErrNotFound) {
		return notFound(aUser).at("userId")
	}
	return err
}
