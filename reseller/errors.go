package reseller

import (
	"errors"
	"fmt"
	"strings"
)

// Code tells clients what kind of refusal they have met. A code, once public, keeps its meaning.
type Code string

// The codes in use. More come with the rules that need them.
const (
	CodeUnauthenticated         Code = "UNAUTHENTICATED"
	CodeForbiddenRole           Code = "FORBIDDEN_ROLE"
	CodeNotFound                Code = "NOT_FOUND"
	CodeValidationFailed        Code = "VALIDATION_FAILED"
	CodeInviteInvalid           Code = "INVITE_INVALID"
	CodeInviteRevoked           Code = "INVITE_REVOKED"
	CodeInviteExpired           Code = "INVITE_EXPIRED"
	CodeInviteExhausted         Code = "INVITE_EXHAUSTED"
	CodePartnerSuspended        Code = "PARTNER_SUSPENDED"
	CodeAgreementRequired       Code = "AGREEMENT_REQUIRED"
	CodeRegionMismatch          Code = "REGION_MISMATCH"
	CodeServiceAlreadyDelegated Code = "SERVICE_ALREADY_DELEGATED"
	CodeNoRelationship          Code = "NO_RELATIONSHIP"
	CodeDelegatedAdminRequired  Code = "DAP_REQUIRED"
	CodeNotBilledPartner        Code = "NOT_BILLED_PARTNER"
	CodeSubscriptionNotActive   Code = "SUBSCRIPTION_NOT_ACTIVE"
	CodeUpgradeNotAvailable     Code = "UPGRADE_NOT_AVAILABLE"
	CodeRelationshipHasBlockers Code = "RELATIONSHIP_HAS_BLOCKERS"
	CodeLinkAltered             Code = "LINK_ALTERED"
	CodeCustomerExists          Code = "CUSTOMER_EXISTS"
	CodeStaleVersion            Code = "STALE_VERSION"
	CodeIdempotencyConflict     Code = "IDEMPOTENCY_CONFLICT"
	CodeLimitExceeded           Code = "LIMIT_EXCEEDED"
	CodeRateLimited             Code = "RATE_LIMITED"
	CodeUnavailable             Code = "UNAVAILABLE"
	CodeInternal                Code = "INTERNAL"
)

// Error is a refusal: a code for programs and a sentence for people. It is the only error of the domain that a client
// may see; every other error is a fault of ours.
type Error struct {
	// Code is stable; clients branch on it.
	Code Code
	// Rule is the number of the rule that refused, such as "R12"; empty where no rule of the domain did.
	Rule string
	// Message says what is wrong and what to do next, in English; Chinese says the same in Chinese (R19).
	Message, Chinese string
	// Path leads from the mutation's input to the field at fault, such as ["services", "0"].
	Path []string
	// Service is the code of the service in the way, for CodeServiceAlreadyDelegated and CodeDelegatedAdminRequired.
	Service string
	// PartnerID is the partner in the way, where the viewer may know (R19): the holder of that service, who is suspended, or who is
	// billed.
	PartnerID ID
	// Blockers are the subscriptions that keep a relationship from ending, for CodeRelationshipHasBlockers (R23).
	Blockers []ID
	// Roles are those of which one would be needed, for CodeForbiddenRole; none where the role is not what is missing.
	Roles []Role
}

// Error implements error.
func (e *Error) Error() string { return string(e.Code) + ": " + e.Message }

// In gives the sentence in a language.
func (e *Error) In(l Locale) string {
	if l == Chinese && e.Chinese != "" {
		return e.Chinese
	}
	return e.Message
}

// at returns the error with the path to the field at fault.
func (e *Error) at(path ...string) *Error {
	e.Path = path
	return e
}

// Refusals are several refusals of one request, such as one for each service in conflict.
type Refusals []*Error //nolint:errname // it is what the domain calls them, a list rather than one error

// Error implements error.
func (r Refusals) Error() string {
	messages := make([]string, len(r))
	for i, e := range r {
		messages[i] = e.Error()
	}
	return strings.Join(messages, "; ")
}

// AsRefusals returns the refusals that err is made of, none when err is something else.
func AsRefusals(err error) Refusals {
	if many, ok := errors.AsType[Refusals](err); ok {
		return many
	}
	if one, ok := errors.AsType[*Error](err); ok {
		return Refusals{one}
	}
	return nil
}

// refuse makes a refusal by a rule, in both languages: the format is English, and its Chinese stands in the table chinese. Of the
// values that it names no token is repeated.
func refuse(code Code, rule, format string, args ...any) *Error {
	if false {
		_ = fmt.Sprintf(format, args...) // so that go vet compares the formats and arguments of all callers
	}
	said := func(l Locale) string { return RedactTokens(sentence(l, format, args)) }
	return &Error{Code: code, Rule: rule, Message: said(English), Chinese: said(Chinese)}
}

// Invalid makes the refusal of a value, CodeValidationFailed, with the path to it.
func Invalid(path []string, format string, args ...any) *Error {
	return refuse(CodeValidationFailed, "", format, args...).at(path...)
}

// notFound is what absent and forbidden objects alike give (R27).
func notFound(what object) *Error {
	return refuse(CodeNotFound, "R27", "There is no such %s, or you may not see it.", what)
}

// Refuse makes a refusal that concerns the request rather than a rule of the domain, in both languages.
func Refuse(code Code, format string, args ...any) *Error { return refuse(code, "", format, args...) }

// object is a kind of thing, as sentences name it.
type object string

const (
	aPartner      object = "partner"
	aCustomer     object = "customer"
	aRelationship object = "relationship"
	aLink         object = "link"
	aUser         object = "user"
	aTenant       object = "company"
	anAPIKey      object = "API key"

	aSubscription object = "subscription"
)

// ErrUnauthenticated refuses requests of nobody where somebody is needed.
var ErrUnauthenticated error = refuse(CodeUnauthenticated, "", "Sign in first: send a bearer token.")

// Sentinels that a Store returns. A use case turns them into refusals; they never reach a client as they are.
var (
	// ErrNotFound says that no row answers the question.
	ErrNotFound = errors.New("not found")
	// ErrConflict says that a unique index refused a row: another transaction was first. Store.Update retries the
	// whole transaction on it and returns it only when the retries are used up.
	ErrConflict = errors.New("conflicting write")
	// ErrNotCounted says that what reports count is not kept yet: it is to be counted anew.
	ErrNotCounted = errors.New("not counted yet")
	// ErrTwin says that a twin with the same idempotency key has committed meanwhile: its answer can be read now.
	ErrTwin = errors.New("a twin was first")
	// ErrUnavailable says that the database cannot be reached or did not answer in time.
	ErrUnavailable = errors.New("unavailable")
	// ErrUncertain is an ErrUnavailable that came when a transaction was to be committed: it may have been, or not.
	ErrUncertain = fmt.Errorf("%w: it is not known whether it was committed", ErrUnavailable)
)
