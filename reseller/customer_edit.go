package reseller

import (
	"context"
	"strings"
)

// UpdateCustomerInput changes a customer's details (R28). A field that is nil stays as it is; an empty one is cleared, except
// for the name and the domain.
type UpdateCustomerInput struct {
	Common
	CustomerID                                ID
	Name, Domain                              *string
	ContactName, ContactEmail, ContactPhone   *string
	BillingName, BillingAddress, BillingEmail *string
	TaxID                                     *string
}

// UpdateCustomerAnswer names the customer.
type UpdateCustomerAnswer struct {
	CustomerID ID
}

// UpdateCustomer changes a customer's details (R28): for all agents of a partner whose relationship with it stands – billing
// details not for HELPDESK_AGENT –, its own GLOBAL_ADMIN, and the operator. What is so already changes nothing.
//
// Refusals: CodeNotFound, CodeForbiddenRole (R28), CodeStaleVersion, CodeCustomerExists for another customer's domain,
// CodeValidationFailed.
func (a *App) UpdateCustomer(ctx context.Context, v Viewer, in UpdateCustomerInput) (UpdateCustomerAnswer, error) {
	if !v.Known() {
		return UpdateCustomerAnswer{}, ErrUnauthenticated
	}
	in, err := in.clean()
	if err != nil {
		return UpdateCustomerAnswer{}, err
	}
	m := mutation{name: "updateCustomer", input: in, Common: in.Common}
	return mutate(ctx, a, v, m, func(ctx context.Context, tx Tx, c *change) (UpdateCustomerAnswer, error) {
		before, err := in.lock(ctx, tx, v)
		if err != nil {
			return UpdateCustomerAnswer{}, err
		}
		return UpdateCustomerAnswer{CustomerID: before.ID}, c.editCustomer(ctx, tx, v, before, in.apply(before))
	})
}

func (in UpdateCustomerInput) clean() (UpdateCustomerInput, error) {
	var f fields
	in.Name = f.given("name", in.Name, f.name)
	in.Domain = f.given("domain", in.Domain, func(name, value string) string { return f.required(name, value, f.domain) })
	in.ContactName = f.given("contactName", in.ContactName, f.line)
	in.ContactEmail = f.given("contactEmail", in.ContactEmail, f.email)
	in.ContactPhone = f.given("contactPhone", in.ContactPhone, f.phone)
	in.BillingName = f.given("billingName", in.BillingName, f.line)
	in.BillingAddress = f.given("billingAddress", in.BillingAddress, f.lines)
	in.BillingEmail = f.given("billingEmail", in.BillingEmail, f.email)
	in.TaxID = f.given("taxId", in.TaxID, f.line)
	return in, f.err()
}

// lock finds the customer, if the viewer may edit it so, and locks its row.
func (in UpdateCustomerInput) lock(ctx context.Context, tx Tx, v Viewer) (Customer, error) {
	if err := checkCustomerVisible(ctx, tx, v, in.CustomerID); err != nil {
		return Customer{}, err
	}
	if err := in.checkRole(v); err != nil {
		return Customer{}, err
	}
	customer, err := tx.LockCustomer(ctx, in.CustomerID)
	if err != nil {
		return customer, err
	}
	if err := checkCustomerVisible(ctx, tx, v, in.CustomerID); err != nil { // its relationship may have ended meanwhile
		return customer, err
	}
	return customer, in.checkVersion(customer.Version)
}

func checkCustomerVisible(ctx context.Context, tx Tx, v Viewer, id ID) error {
	visible, err := tx.CustomersByID(ctx, v.Scope(), []ID{id})
	if err != nil {
		return err
	}
	if _, ok := visible[id]; !ok {
		return notFound(aCustomer).at("customerId")
	}
	return nil
}

func (in UpdateCustomerInput) checkRole(v Viewer) error {
	if err := v.may(actEditCustomer); err != nil {
		return err
	}
	if in.BillingName != nil || in.BillingAddress != nil || in.BillingEmail != nil || in.TaxID != nil {
		return v.may(actEditBilling)
	}
	return nil
}

func (in UpdateCustomerInput) apply(c Customer) Customer {
	set(&c.Name, in.Name)
	set(&c.Domain, in.Domain)
	set(&c.Contact.Name, in.ContactName)
	set(&c.Contact.Email, in.ContactEmail)
	set(&c.Contact.Phone, in.ContactPhone)
	set(&c.Billing.Name, in.BillingName)
	set(&c.Billing.Address, in.BillingAddress)
	set(&c.Billing.Email, in.BillingEmail)
	set(&c.Billing.TaxID, in.TaxID)
	return c
}

// editCustomer writes a customer as it has become. The event concerns the partner that acts, and no other.
func (c *change) editCustomer(ctx context.Context, tx Tx, v Viewer, before, after Customer) error {
	if before == after {
		return nil
	}
	if before.Domain != after.Domain {
		taken, err := domainTaken(ctx, tx, after.Domain, after.ID)
		if err != nil {
			return err
		}
		if taken {
			return refuse(CodeCustomerExists, "R28", "Another customer on the platform has this domain.").at("domain")
		}
	}
	after.Version++
	e := Event{Kind: EventCustomerChanged, CustomerID: after.ID, Before: editState(before), After: editState(after)}
	if v.Partner != nil {
		e.PartnerID = v.Partner.ID
	}
	if changed := changedFields(before.details(), after.details()); changed != "" {
		e.After.Fields["changed"] = changed
	}
	c.record(e)
	return tx.PutCustomers(ctx, []Customer{after})
}

// editState is what an event says of a customer that is edited: of people's data it names the fields alone (R25).
func editState(c Customer) *EventState {
	return &EventState{Name: c.Name, Fields: map[string]string{"domain": c.Domain}}
}

// detail is a field and its value.
type detail struct{ name, value string }

// details are the fields of which events tell no more than that they have changed.
func (c Customer) details() []detail {
	return []detail{
		{"contact_name", c.Contact.Name},
		{"contact_email", c.Contact.Email},
		{"contact_phone", c.Contact.Phone},
		{"billing_name", c.Billing.Name},
		{"billing_address", c.Billing.Address},
		{"billing_email", c.Billing.Email},
		{"tax_id", c.Billing.TaxID},
	}
}

// changedFields names the fields that differ, as events list them.
func changedFields(before, after []detail) string {
	var names []string
	for i, d := range after {
		if d != before[i] {
			names = append(names, d.name)
		}
	}
	return strings.Join(names, ListSeparator)
}
