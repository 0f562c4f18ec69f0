package resolvers

import (
	"accord/graph/model"
	"accord/reseller"
)

func createCustomerInput(in model.CreateCustomerInput) reseller.CreateCustomerInput {
	return reseller.CreateCustomerInput{
		Common: common(in.Version, in.IdempotencyKey),
		NewCustomer: reseller.NewCustomer{
			Name: valueOf(in.Name), Domain: valueOf(in.Domain), Country: valueOf(in.Country),
			AdminName: valueOf(in.AdminName), AdminEmail: valueOf(in.AdminEmail),
		},
	}
}

func registerCustomerInput(in model.RegisterCustomerInput) reseller.RegisterCustomerInput {
	return reseller.RegisterCustomerInput{
		Common: common(in.Version, in.IdempotencyKey),
		NewCustomer: reseller.NewCustomer{
			Name: valueOf(in.Name), Domain: valueOf(in.Domain), Country: valueOf(in.Country), ExternalKey: valueOf(in.ExternalKey),
			AdminName: valueOf(in.AdminName), AdminEmail: valueOf(in.AdminEmail),
		},
	}
}

func updateCustomerInput(in model.UpdateCustomerInput) (reseller.UpdateCustomerInput, error) {
	id, err := model.ParseID(model.KindCustomer, in.CustomerID, "customerId")
	return reseller.UpdateCustomerInput{
		Common: common(in.Version, in.IdempotencyKey), CustomerID: id, Name: in.Name.Value(), Domain: in.Domain.Value(),
		ContactName: in.ContactName.Value(), ContactEmail: in.ContactEmail.Value(), ContactPhone: in.ContactPhone.Value(),
		BillingName: in.BillingName.Value(), BillingAddress: in.BillingAddress.Value(), BillingEmail: in.BillingEmail.Value(),
		TaxID: in.TaxID.Value(),
	}, err
}

func supportInput(in model.UpdateSupportContactInput) reseller.UpdateSupportInput {
	return reseller.UpdateSupportInput{
		Common: common(in.Version, in.IdempotencyKey), URL: in.URL.Value(), Email: in.Email.Value(), Phone: in.Phone.Value(),
	}
}

func pinInput(in model.PinOffersInput) reseller.PinOffersInput {
	return reseller.PinOffersInput{Common: common(in.Version, in.IdempotencyKey), Offers: in.Offers.Value()}
}

func signInput(in model.SignAgreementInput) reseller.SignAgreementInput {
	return reseller.SignAgreementInput{Common: common(in.Version, in.IdempotencyKey), AgreementVersion: in.AgreementVersion.Value()}
}

func endPairingInput(in model.EndPairingInput) (reseller.EndPairingInput, error) {
	id, err := model.ParseID(model.KindPartner, in.ResellerID, "resellerId")
	return reseller.EndPairingInput{Common: common(in.Version, in.IdempotencyKey), ResellerID: id}, err
}

func pairInput(in model.PairResellerInput) (reseller.PairResellerInput, error) {
	out := reseller.PairResellerInput{Common: common(in.Version, in.IdempotencyKey)}
	var err error
	if out.ResellerID, err = model.ParseID(model.KindPartner, in.ResellerID, "resellerId"); err != nil {
		return out, err
	}
	out.ProviderID, err = model.ParseID(model.KindPartner, in.ProviderID, "providerId")
	return out, err
}

// addUserInput reads the company from an id of either kind.
func addUserInput(in model.AddUserInput) (reseller.AddUserInput, error) {
	out := reseller.AddUserInput{
		Common: common(in.Version, in.IdempotencyKey), Email: valueOf(in.Email), Name: valueOf(in.Name), Roles: in.Roles.Value(),
	}
	var err error
	if named := in.TenantID.Value(); named != nil {
		out.Tenant, out.TenantID, err = parseTenant(*named, "tenantId")
	}
	return out, err
}

// parseTenant reads the id of a partner or a customer.
func parseTenant(text, path string) (reseller.TenantKind, reseller.ID, error) {
	ref, err := model.ParseRef(text, path)
	switch {
	case err != nil:
		return "", reseller.ID{}, err
	case ref.Kind == model.KindCustomer:
		return reseller.TenantCustomer, ref.ID, nil
	}
	id, err := model.ParseID(model.KindPartner, text, path) // which says so if it is of another kind
	return reseller.TenantPartner, id, err
}

func setRolesInput(in model.SetUserRolesInput) (reseller.SetUserRolesInput, error) {
	id, err := model.ParseID(model.KindUser, in.UserID, "userId")
	return reseller.SetUserRolesInput{Common: common(in.Version, in.IdempotencyKey), UserID: id, Roles: in.Roles.Value()}, err
}

func removeUserInput(in model.RemoveUserInput) (reseller.RemoveUserInput, error) {
	id, err := model.ParseID(model.KindUser, in.UserID, "userId")
	return reseller.RemoveUserInput{Common: common(in.Version, in.IdempotencyKey), UserID: id}, err
}

func registerPartnerInput(in model.RegisterPartnerInput) (reseller.RegisterPartnerInput, error) {
	out := reseller.RegisterPartnerInput{
		Common: common(in.Version, in.IdempotencyKey), Name: valueOf(in.Name), Type: valueOf(in.Type), Country: valueOf(in.Country),
		Services: in.Services.Value(), ExternalKey: valueOf(in.ExternalKey), AdminName: valueOf(in.AdminName), AdminEmail: valueOf(in.AdminEmail),
	}
	var err error
	if provider := in.ProviderID.Value(); provider != nil {
		out.ProviderID, err = model.ParseID(model.KindPartner, *provider, "providerId")
	}
	return out, err
}

func setStatusInput(in model.SetPartnerStatusInput) (reseller.SetPartnerStatusInput, error) {
	id, err := model.ParseID(model.KindPartner, in.PartnerID, "partnerId")
	return reseller.SetPartnerStatusInput{Common: common(in.Version, in.IdempotencyKey), PartnerID: id, Status: valueOf(in.Status)}, err
}
