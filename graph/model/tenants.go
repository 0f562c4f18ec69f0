package model

import "accord/reseller"

// PartnerSupport shows where a partner's customers find help.
type PartnerSupport struct{ reseller.Support }

// Support is where the partner's customers find help.
func (p *Partner) Support() *PartnerSupport { return &PartnerSupport{p.Partner.Support} }

// URL is null where none is published, as are the others.
func (s *PartnerSupport) URL() *string { return optionalText(s.Support.URL) }

// Email is an e-mail address.
func (s *PartnerSupport) Email() *string { return optionalText(s.Support.Email) }

// Phone is a telephone number.
func (s *PartnerSupport) Phone() *string { return optionalText(s.Support.Phone) }

// PartnerAgreement shows the reseller agreement that a partner has signed.
type PartnerAgreement struct{ reseller.Agreement }

// CustomerContact shows a customer's primary contact.
type CustomerContact struct{ reseller.Contact }

// Contact is null where nothing is known of it.
func (c *Customer) Contact() *CustomerContact {
	if c.Customer.Contact == (reseller.Contact{}) {
		return nil
	}
	return &CustomerContact{c.Customer.Contact}
}

// Name is null where it is not known, as are the others.
func (c *CustomerContact) Name() *string { return optionalText(c.Contact.Name) }

// Email is an e-mail address.
func (c *CustomerContact) Email() *string { return optionalText(c.Contact.Email) }

// Phone is a telephone number.
func (c *CustomerContact) Phone() *string { return optionalText(c.Contact.Phone) }

// CustomerBillingDetails shows what bills to a customer are written with.
type CustomerBillingDetails struct{ reseller.BillingDetails }

// Name is null where it is not known, as are the others.
func (b *CustomerBillingDetails) Name() *string { return optionalText(b.BillingDetails.Name) }

// Address is the address on bills.
func (b *CustomerBillingDetails) Address() *string { return optionalText(b.BillingDetails.Address) }

// Email is where bills are sent.
func (b *CustomerBillingDetails) Email() *string { return optionalText(b.BillingDetails.Email) }

// TaxID is the number under which the company pays tax.
func (b *CustomerBillingDetails) TaxID() *string { return optionalText(b.BillingDetails.TaxID) }

// Offer shows an offer.
type Offer struct{ reseller.OfferRow }

// IsNode marks the type as a Node.
func (*Offer) IsNode() {}

// ID is the offer's global id.
func (o *Offer) ID() string { return OfferID(o.Code) }

// Name is the offer's name in a language.
func (o *Offer) Name(locale *string) (string, error) { return named(o.OfferRow.Name, locale) }

// MinSeats is at most reseller.MaxSeats, as MaxSeats is.
func (o *Offer) MinSeats() int32 { return int32(o.OfferRow.MinSeats) } //nolint:gosec // bounded when it was written

// MaxSeats is the most seats of a subscription.
func (o *Offer) MaxSeats() int32 { return int32(o.OfferRow.MaxSeats) } //nolint:gosec // bounded when it was written
