package reseller

import (
	"context"
	"errors"
)

// NewCustomer is a customer that begins on the platform, and its first user, who becomes its GLOBAL_ADMIN. One that an API key
// creates begins without.
type NewCustomer struct {
	Name, Domain, Country string
	// ExternalKey is the key of another system; empty is none.
	ExternalKey           string
	AdminName, AdminEmail string
}

// clean checks the fields, and brings them to the form in which they are kept.
func (n NewCustomer) clean() (NewCustomer, error) {
	var f fields
	n = n.cleanCompany(&f)
	n.AdminName = f.name("adminName", n.AdminName)
	n.AdminEmail = f.required("adminEmail", n.AdminEmail, f.email)
	return n, f.err()
}

func (n NewCustomer) cleanCompany(f *fields) NewCustomer {
	n.Name = f.name("name", n.Name)
	n.Domain = f.required("domain", n.Domain, f.domain)
	n.Country = f.required("country", n.Country, f.country)
	n.ExternalKey = f.line("externalKey", n.ExternalKey)
	return n
}

// namesAdmin reports whether anything is said of a first user.
func (n NewCustomer) namesAdmin() bool { return n.AdminName != "" || n.AdminEmail != "" }

// CreateCustomerInput is a customer that is new to the platform (R29).
type CreateCustomerInput struct {
	Common
	NewCustomer
}

// CreateCustomerAnswer names the customer and the relationship with which it begins.
type CreateCustomerAnswer struct {
	CustomerID, RelationshipID ID
}

// clean checks the fields. A first user a person has to name; what an API key says of one is refused with its role.
func (in CreateCustomerInput) clean(v Viewer) (CreateCustomerInput, error) {
	var err error
	if v.APIKeyID.IsZero() {
		in.NewCustomer, err = in.NewCustomer.clean()
		return in, err
	}
	var f fields
	in.NewCustomer = in.cleanCompany(&f)
	return in, f.err()
}

// CreateCustomer makes a customer that is new to the platform, its first user, and the relationship of the viewer's partner
// with it, ACTIVE from now on (R29). Privileges come with the first order. With an API key no user is made (R18).
//
// Refusals: CodeForbiddenRole (R29, R6, R18), CodeStaleVersion, CodePartnerSuspended (R5), CodeAgreementRequired (R36),
// CodeRegionMismatch (R7), CodeCustomerExists, CodeValidationFailed.
func (a *App) CreateCustomer(ctx context.Context, v Viewer, in CreateCustomerInput) (CreateCustomerAnswer, error) {
	if !v.Known() {
		return CreateCustomerAnswer{}, ErrUnauthenticated
	}
	in, err := in.clean(v)
	if err != nil {
		return CreateCustomerAnswer{}, err
	}
	m := mutation{name: "createCustomer", input: in, Common: in.Common}
	return mutate(ctx, a, v, m, func(ctx context.Context, tx Tx, c *change) (CreateCustomerAnswer, error) {
		partner, err := in.creator(ctx, tx, v)
		if err != nil {
			return CreateCustomerAnswer{}, err
		}
		taken, err := domainTaken(ctx, tx, in.Domain, ID{})
		if err != nil {
			return CreateCustomerAnswer{}, err
		}
		if taken {
			return CreateCustomerAnswer{}, refuse(CodeCustomerExists, "R29",
				"A customer with this domain is on the platform already. Send it your link instead: requestRelationship gives it.").at("domain")
		}
		customer, _, err := c.addCustomer(ctx, tx, in.NewCustomer, partner.ID)
		if err != nil {
			return CreateCustomerAnswer{}, err
		}
		relationship, err := c.beginRelationship(ctx, tx, partner, customer)
		return CreateCustomerAnswer{CustomerID: customer.ID, RelationshipID: relationship.ID}, err
	})
}

// creator is the viewer's partner, if it may create this customer now.
func (in CreateCustomerInput) creator(ctx context.Context, tx Tx, v Viewer) (Partner, error) {
	if err := in.checkRole(v); err != nil {
		return Partner{}, err
	}
	if err := in.checkVersion(0); err != nil {
		return Partner{}, err
	}
	partner, err := tx.Partner(ctx, v.Partner.ID)
	if err != nil {
		return Partner{}, err
	}
	if err := partner.mayTakeOnBusiness(); err != nil {
		return Partner{}, err
	}
	if partner.Country != in.Country {
		e := refuse(CodeRegionMismatch, "R7", "%s does business in %s and creates customers there only, not in %s.",
			partner.Name, partner.Country, in.Country).at("country")
		e.PartnerID = partner.ID
		return Partner{}, e
	}
	return partner, nil
}

func (in CreateCustomerInput) checkRole(v Viewer) error {
	if err := v.may(actCreateCustomer); err != nil || !in.namesAdmin() {
		return err
	}
	return v.may(actNameFirstUser)
}

// beginRelationship makes the relationship of a partner with a customer that it has created: no link led to it, and no user
// of the customer accepted it.
func (c *change) beginRelationship(ctx context.Context, tx Tx, p Partner, customer Customer) (Relationship, error) {
	r := Relationship{
		ID: c.newID(), PartnerID: p.ID, CustomerID: customer.ID, Status: RelationshipActive, AcceptedAt: c.at,
		GrantsWithFirstOrder: true, Version: 1,
	}
	e := r.event(EventRelationshipCreated, ID{})
	e.After = &EventState{RelationshipStatus: RelationshipActive}
	c.record(e)
	return r, tx.InsertRelationship(ctx, r)
}

// addCustomer adds a customer, whose domain nobody has, and its first user if one is named. The events concern the partner that
// creates it too; zero is none.
func (c *change) addCustomer(ctx context.Context, tx Tx, n NewCustomer, partner ID) (Customer, User, error) {
	if n.namesAdmin() {
		if err := checkEmailFree(ctx, tx, n.AdminEmail, "adminEmail"); err != nil {
			return Customer{}, User{}, err
		}
	}
	customer := Customer{
		ID: c.newID(), ExternalKey: n.ExternalKey, Name: n.Name, Domain: n.Domain, Country: n.Country, CreatedAt: c.at, Version: 1,
	}
	c.record(Event{Kind: EventCustomerRegistered, PartnerID: partner, CustomerID: customer.ID, After: customerState(customer)})
	if err := tx.PutCustomers(ctx, []Customer{customer}); err != nil || !n.namesAdmin() {
		return customer, User{}, err
	}
	admin, err := c.addUser(ctx, tx, User{
		Email: n.AdminEmail, Name: n.AdminName, Tenant: TenantCustomer, TenantID: customer.ID, Roles: []Role{RoleGlobalAdmin},
	}, partner)
	return customer, admin, err
}

// customerState is what an event says of a customer.
func customerState(c Customer) *EventState {
	return &EventState{Name: c.Name, Key: c.ExternalKey, Fields: map[string]string{"domain": c.Domain, "country": c.Country}}
}

// domainTaken reports whether another customer has the domain. Two at once are told apart by the unique index.
func domainTaken(ctx context.Context, tx Tx, domain string, own ID) (bool, error) {
	holder, err := tx.DomainHolder(ctx, domain)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return holder != own, err
}

// checkEmailFree refuses an e-mail that a user has, of whatever tenant: it says no more than that it cannot be used (R27).
func checkEmailFree(ctx context.Context, tx Tx, email, field string) error {
	taken, err := tx.EmailTaken(ctx, email)
	if err == nil && taken {
		err = Invalid([]string{field}, "This e-mail address cannot be used here; name another one.")
	}
	return err
}
