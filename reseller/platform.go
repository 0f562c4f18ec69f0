package reseller

import (
	"context"
	"slices"
)

// RegisterPartnerInput is a partner that begins on the platform, and its first user, who becomes its ADMIN_AGENT and
// GLOBAL_ADMIN.
type RegisterPartnerInput struct {
	Common
	Name    string
	Type    PartnerType
	Country string
	// Services are the codes of what it sells.
	Services []string
	// ProviderID is whom an INDIRECT_RESELLER sells for (R6); zero for all others.
	ProviderID ID
	// ExternalKey is the key of another system; empty is none.
	ExternalKey           string
	AdminName, AdminEmail string
}

// RegisterPartnerAnswer names the partner and its first user.
type RegisterPartnerAnswer struct {
	PartnerID, UserID ID
}

// RegisterCustomerInput is a customer that begins on the platform.
type RegisterCustomerInput struct {
	Common
	NewCustomer
}

// RegisterCustomerAnswer names the customer and its first user.
type RegisterCustomerAnswer struct {
	CustomerID, UserID ID
}

// SetPartnerStatusInput suspends a partner, or lifts the suspension (R5).
type SetPartnerStatusInput struct {
	Common
	PartnerID ID
	// Status: empty is refused.
	Status PartnerStatus
}

// RegisterPartner registers a partner, for the operator. It takes on business once it has signed the agreement (R36).
//
// Refusals: CodeNotFound for a provider that is not there, CodeForbiddenRole, CodeStaleVersion, CodeRegionMismatch (R7),
// CodeValidationFailed.
func (a *App) RegisterPartner(ctx context.Context, v Viewer, in RegisterPartnerInput) (RegisterPartnerAnswer, error) {
	if !v.Known() {
		return RegisterPartnerAnswer{}, ErrUnauthenticated
	}
	in, err := in.clean()
	if err != nil {
		return RegisterPartnerAnswer{}, err
	}
	m := mutation{name: "registerPartner", input: in, Common: in.Common}
	return mutate(ctx, a, v, m, func(ctx context.Context, tx Tx, c *change) (RegisterPartnerAnswer, error) {
		if err := in.check(ctx, tx, v); err != nil {
			return RegisterPartnerAnswer{}, err
		}
		partner, admin, err := c.addPartner(ctx, tx, in)
		return RegisterPartnerAnswer{PartnerID: partner.ID, UserID: admin.ID}, err
	})
}

func (in RegisterPartnerInput) clean() (RegisterPartnerInput, error) {
	var f fields
	in.Name = f.name("name", in.Name)
	in.Country = f.required("country", in.Country, f.country)
	in.ExternalKey = f.line("externalKey", in.ExternalKey)
	in.AdminName = f.name("adminName", in.AdminName)
	in.AdminEmail = f.required("adminEmail", in.AdminEmail, f.email)
	if !in.Type.Valid() {
		f.refusef("type", "This field is required.")
	}
	if len(in.Services) == 0 {
		f.refusef("services", "Name at least one service that the partner sells.")
	}
	f.listed("services", len(in.Services))
	switch isReseller := in.Type == IndirectReseller; {
	case isReseller && in.ProviderID.IsZero():
		f.refusef("providerId", "An %s sells for a provider: name it.", IndirectReseller)
	case !isReseller && !in.ProviderID.IsZero():
		f.refusef("providerId", "Only an %s has a provider.", IndirectReseller)
	}
	return in, f.err()
}

// check refuses what stands against the registration: whom the viewer may not see, its role, and values that are taken or not
// there.
func (in RegisterPartnerInput) check(ctx context.Context, tx Tx, v Viewer) error {
	if err := v.may(actRegister); err != nil { // the operator sees all, so that this comes first without harm
		return err
	}
	if err := in.checkVersion(0); err != nil {
		return err
	}
	if !in.ProviderID.IsZero() {
		if _, err := findProvider(ctx, tx, v, in.ProviderID, in.Country); err != nil {
			return err
		}
	}
	if err := checkServices(ctx, tx, in.Services); err != nil {
		return err
	}
	taken, err := tx.PartnersByKey(ctx, keyIfAny(in.ExternalKey))
	if err != nil {
		return err
	}
	if len(taken) > 0 {
		return keyTaken()
	}
	return checkEmailFree(ctx, tx, in.AdminEmail, "adminEmail")
}

// keyIfAny is what to look an external key up by; none where there is no key.
func keyIfAny(key string) []string {
	if key == "" {
		return nil
	}
	return []string{key}
}

func keyTaken() error {
	return Invalid([]string{"externalKey"}, "This key is another's already.")
}

// addPartner adds a partner and its first user. A reseller's registration begins its pairing, so it concerns the provider too.
func (c *change) addPartner(ctx context.Context, tx Tx, in RegisterPartnerInput) (Partner, User, error) {
	p := Partner{
		ID: c.newID(), ExternalKey: in.ExternalKey, Name: in.Name, Type: in.Type, Country: in.Country, Status: PartnerActive,
		ProviderID: in.ProviderID, CreatedAt: c.at, Version: 1,
		Services: slices.Compact(slices.Sorted(slices.Values(in.Services))), // the catalogue's order, each once
	}
	e := Event{Kind: EventPartnerRegistered, PartnerID: p.ID, After: partnerState(p)}
	if !p.ProviderID.IsZero() {
		e.PartnerID, e.ResellerID = p.ProviderID, p.ID
	}
	c.record(e)
	if err := tx.PutPartners(ctx, []Partner{p}); err != nil {
		return p, User{}, err
	}
	admin, err := c.addUser(ctx, tx, User{
		Email: in.AdminEmail, Name: in.AdminName, Tenant: TenantPartner, TenantID: p.ID, Roles: []Role{RoleAdminAgent, RoleGlobalAdmin},
	}, ID{})
	return p, admin, err
}

// RegisterCustomer registers a customer and its first user, for the operator. No partner is related to it.
//
// Refusals: CodeForbiddenRole, CodeStaleVersion, CodeCustomerExists, CodeValidationFailed.
func (a *App) RegisterCustomer(ctx context.Context, v Viewer, in RegisterCustomerInput) (RegisterCustomerAnswer, error) {
	if !v.Known() {
		return RegisterCustomerAnswer{}, ErrUnauthenticated
	}
	var err error
	if in.NewCustomer, err = in.clean(); err != nil {
		return RegisterCustomerAnswer{}, err
	}
	m := mutation{name: "registerCustomer", input: in, Common: in.Common}
	return mutate(ctx, a, v, m, func(ctx context.Context, tx Tx, c *change) (RegisterCustomerAnswer, error) {
		if err := in.check(ctx, tx, v); err != nil {
			return RegisterCustomerAnswer{}, err
		}
		customer, admin, err := c.addCustomer(ctx, tx, in.NewCustomer, ID{})
		return RegisterCustomerAnswer{CustomerID: customer.ID, UserID: admin.ID}, err
	})
}

func (in RegisterCustomerInput) check(ctx context.Context, tx Tx, v Viewer) error {
	if err := v.may(actRegister); err != nil {
		return err
	}
	if err := in.checkVersion(0); err != nil {
		return err
	}
	exists, err := domainTaken(ctx, tx, in.Domain, ID{})
	if err != nil {
		return err
	}
	if exists {
		return refuse(CodeCustomerExists, "R29", "A customer with this domain is on the platform already.").at("domain")
	}
	taken, err := tx.CustomersByKey(ctx, keyIfAny(in.ExternalKey))
	if err == nil && len(taken) > 0 {
		err = keyTaken()
	}
	return err
}

// SetPartnerStatus suspends a partner, or lifts the suspension, for the operator (R5). The same status changes nothing.
//
// Refusals: CodeNotFound, CodeForbiddenRole, CodeStaleVersion, CodeValidationFailed.
func (a *App) SetPartnerStatus(ctx context.Context, v Viewer, in SetPartnerStatusInput) (PartnerAnswer, error) {
	if !v.Known() {
		return PartnerAnswer{}, ErrUnauthenticated
	}
	if !in.Status.Valid() {
		return PartnerAnswer{}, Invalid([]string{"status"}, "This field is required.")
	}
	m := mutation{name: "setPartnerStatus", input: in, Common: in.Common}
	return mutate(ctx, a, v, m, func(ctx context.Context, tx Tx, c *change) (PartnerAnswer, error) {
		if _, err := visiblePartner(ctx, tx, v, in.PartnerID, "partnerId"); err != nil {
			return PartnerAnswer{}, err
		}
		if err := v.may(actOperate); err != nil {
			return PartnerAnswer{}, err
		}
		before, err := tx.LockPartner(ctx, in.PartnerID)
		if err != nil {
			return PartnerAnswer{}, err
		}
		if err := in.checkVersion(before.Version); err != nil {
			return PartnerAnswer{}, err
		}
		return PartnerAnswer{PartnerID: before.ID}, c.setStatus(ctx, tx, before, in.Status)
	})
}

func (c *change) setStatus(ctx context.Context, tx Tx, before Partner, status PartnerStatus) error {
	if before.Status == status {
		return nil
	}
	after := before
	after.Status = status
	c.record(Event{
		Kind: EventPartnerChanged, PartnerID: after.ID,
		Before: &EventState{Name: before.Name, PartnerStatus: before.Status}, After: &EventState{Name: after.Name, PartnerStatus: after.Status},
	})
	return c.putPartner(ctx, tx, after)
}
