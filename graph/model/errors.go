package model

import "accord/reseller"

// UserError is a refusal in a payload.
type UserError interface{ IsUserError() }

// GenericUserError shows a refusal that its code tells all about.
type GenericUserError struct{ *reseller.Error }

// IsUserError marks the type as a UserError.
func (GenericUserError) IsUserError() {}

// Rule is null where no rule of the domain refused.
func (e GenericUserError) Rule() *string { return optionalText(e.Error.Rule) }

// ServiceAlreadyDelegatedError shows the refusal of R12.
type ServiceAlreadyDelegatedError struct{ *reseller.Error }

// IsUserError marks the type as a UserError.
func (ServiceAlreadyDelegatedError) IsUserError() {}

// Rule is the rule that refused.
func (e ServiceAlreadyDelegatedError) Rule() *string { return optionalText(e.Error.Rule) }

// ForbiddenRoleError shows the refusal of a role, or of a kind or type of company.
type ForbiddenRoleError struct{ *reseller.Error }

// IsUserError marks the type as a UserError.
func (ForbiddenRoleError) IsUserError() {}

// Rule is the rule that refused.
func (e ForbiddenRoleError) Rule() *string { return optionalText(e.Error.Rule) }

// RequiredRoles are the roles of which one is missing.
func (e ForbiddenRoleError) RequiredRoles() []reseller.Role { return e.Roles }

// PartnerNotEligibleError shows the refusal of what a partner cannot do now.
type PartnerNotEligibleError struct{ *reseller.Error }

// IsUserError marks the type as a UserError.
func (PartnerNotEligibleError) IsUserError() {}

// Rule is the rule that refused.
func (e PartnerNotEligibleError) Rule() *string { return optionalText(e.Error.Rule) }

// NotBilledPartnerError shows the refusal of what only the billed partner may do.
type NotBilledPartnerError struct{ *reseller.Error }

// IsUserError marks the type as a UserError.
func (NotBilledPartnerError) IsUserError() {}

// Rule is the rule that refused.
func (e NotBilledPartnerError) Rule() *string { return optionalText(e.Error.Rule) }

// DelegatedAdminRequiredError shows the refusal of what takes delegated admin privileges.
type DelegatedAdminRequiredError struct{ *reseller.Error }

// IsUserError marks the type as a UserError.
func (DelegatedAdminRequiredError) IsUserError() {}

// Rule is the rule that refused.
func (e DelegatedAdminRequiredError) Rule() *string { return optionalText(e.Error.Rule) }

// RelationshipHasBlockersError shows the refusal of R23.
type RelationshipHasBlockersError struct{ *reseller.Error }

// IsUserError marks the type as a UserError.
func (RelationshipHasBlockersError) IsUserError() {}

// Rule is the rule that refused.
func (e RelationshipHasBlockersError) Rule() *string { return optionalText(e.Error.Rule) }

// Blockers are the subscriptions in the way.
func (e RelationshipHasBlockersError) Blockers() []*RelationshipEndBlocker {
	return NewBlockers(e.Error.Blockers)
}

// UserErrors shows refusals in a language, each by its type.
func UserErrors(refusals reseller.Refusals, l reseller.Locale) []UserError {
	shown := make([]UserError, len(refusals))
	for i, r := range refusals {
		said := *r
		said.Message = r.In(l)
		shown[i] = userError(&said)
	}
	return shown
}

func userError(r *reseller.Error) UserError {
	if show, ok := richer[r.Code]; ok {
		return show(r)
	}
	return GenericUserError{r}
}

// richer are the types of the refusals on which clients branch.
var richer = map[reseller.Code]func(*reseller.Error) UserError{
	reseller.CodeServiceAlreadyDelegated: func(r *reseller.Error) UserError { return ServiceAlreadyDelegatedError{r} },
	reseller.CodeForbiddenRole:           func(r *reseller.Error) UserError { return ForbiddenRoleError{r} },
	reseller.CodePartnerSuspended:        notEligible,
	reseller.CodeAgreementRequired:       notEligible,
	reseller.CodeRegionMismatch:          notEligible,
	reseller.CodeNotBilledPartner:        func(r *reseller.Error) UserError { return NotBilledPartnerError{r} },
	reseller.CodeDelegatedAdminRequired:  func(r *reseller.Error) UserError { return DelegatedAdminRequiredError{r} },
	reseller.CodeRelationshipHasBlockers: func(r *reseller.Error) UserError { return RelationshipHasBlockersError{r} },
}

func notEligible(r *reseller.Error) UserError { return PartnerNotEligibleError{r} }
