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

// UserErrors shows refusals, each by its type.
func UserErrors(refusals reseller.Refusals) []UserError {
	shown := make([]UserError, len(refusals))
	for i, r := range refusals {
		shown[i] = GenericUserError{r}
		if r.Code == reseller.CodeServiceAlreadyDelegated {
			shown[i] = ServiceAlreadyDelegatedError{r}
		}
	}
	return shown
}
