package reseller

import (
	"bytes"
	"compress/flate"
	"context"
	"encoding/json"
	"errors"
	"time"
)

// ExportKind is what a file lists.
type ExportKind string

// The kinds of file.
const (
	ExportRelationships ExportKind = "RELATIONSHIPS"
	ExportSubscriptions ExportKind = "SUBSCRIPTIONS"
	ExportEvents        ExportKind = "EVENTS"
)

// mutation is the name of the mutation that asks for such a file.
func (k ExportKind) mutation() string {
	switch k {
	case ExportRelationships:
		return "exportRelationships"
	case ExportSubscriptions:
		return "exportSubscriptions"
	case ExportEvents:
		return "exportEvents"
	}
	return ""
}

// ExportFormat is how a file is written.
type ExportFormat string

// The formats.
const (
	ExportCSV     ExportFormat = "CSV"
	ExportNDJSON  ExportFormat = "NDJSON"
	ExportParquet ExportFormat = "PARQUET"
)

// ExportInput asks for a list as a file.
type ExportInput struct {
	Common
	Kind   ExportKind
	Format ExportFormat
	// PartnerID or CustomerID tells whose list it is; without either it is that of the viewer's own company.
	PartnerID, CustomerID ID
	ExportFilters
	// AsOf is the moment at which relationships and subscriptions are told; nil is now.
	AsOf *time.Time
}

// ExportFilters narrow the list, by the kind of it.
type ExportFilters struct {
	Relationships RelationshipFilter
	Subscriptions SubscriptionFilter
	Events        EventFilter
}

// Export is a file that can be fetched for a while: what it lists, of whom, and for whom.
type Export struct {
	Kind    ExportKind
	Format  ExportFormat
	Owner   TenantKind
	OwnerID ID
	ExportFilters
	// AsOf is the moment at which relationships and subscriptions are told, and after which no event was recorded.
	AsOf time.Time
	// Email is the user's for whom it is, and APIKeyID the key with which the user has asked, if any.
	Email    string
	APIKeyID ID
	// ExpiresAt is until when it can be fetched.
	ExpiresAt time.Time
}

// ExportLifetime is how long a file can be fetched after it was asked for.
const ExportLifetime = 15 * time.Minute

// RequestExport makes a list ready to be fetched as a file, by whoever may see the list. It reads nothing of it.
//
// Refusals: CodeNotFound for a company that the viewer does not see, CodeForbiddenRole for a partner whose lists are not the viewer's
// to see, CodeStaleVersion for any version, CodeValidationFailed.
func (a *App) RequestExport(ctx context.Context, v Viewer, in ExportInput) (Export, error) {
	if !v.Known() {
		return Export{}, ErrUnauthenticated
	}
	if in.AsOf != nil {
		if err := a.CheckAsOf(*in.AsOf); err != nil {
			return Export{}, err
		}
	}
	m := mutation{name: in.Kind.mutation(), input: in, Common: in.Common}
	e, err := mutate(ctx, a, v, m, func(ctx context.Context, tx Tx, c *change) (Export, error) {
		e := Export{Kind: in.Kind, Format: in.Format, ExportFilters: in.ExportFilters, AsOf: c.at}
		if in.AsOf != nil {
			e.AsOf = in.AsOf.UTC()
		}
		var err error
		if e.Owner, e.OwnerID, err = exportOwner(ctx, tx, v, in); err != nil {
			return Export{}, err
		}
		if e.Owner == TenantCustomer && in.Relationships.AsPartner() {
			return Export{}, ErrOfPartners()
		}
		return e, in.checkVersion(0)
	})
	// Of this call, also when it repeats an earlier one: it may be made with an API key that has fewer roles.
	e.Email, e.APIKeyID, e.ExpiresAt = v.User.Email, v.APIKeyID, a.now().Add(ExportLifetime)
	return e, err
}

// exportOwner tells whose list is asked for: the viewer's own company's, unless another one is named that the viewer may see.
func exportOwner(ctx context.Context, r Reader, v Viewer, in ExportInput) (TenantKind, ID, error) {
	err := errors.Join(exportsPartner(ctx, r, v, in.PartnerID), exportsCustomer(ctx, r, v, in.CustomerID))
	switch {
	case err != nil:
		return "", ID{}, err
	case !in.PartnerID.IsZero() && !in.CustomerID.IsZero():
		return "", ID{}, Invalid([]string{"customerId"}, "Name a partner or a customer, not both: a file has one company's list.")
	case !in.PartnerID.IsZero():
		return TenantPartner, in.PartnerID, nil
	case !in.CustomerID.IsZero():
		return TenantCustomer, in.CustomerID, nil
	case v.IsOperator():
		return "", ID{}, Invalid([]string{"partnerId"}, "Name the partner or the customer whose list it is.")
	}
	return v.User.Tenant, v.User.TenantID, nil
}

// exportsPartner refuses the lists of a partner to all but itself and the operator; zero names none.
func exportsPartner(ctx context.Context, r Reader, v Viewer, partner ID) error {
	if partner.IsZero() {
		return nil
	}
	seen, err := r.PartnersByID(ctx, v.Scope(), []ID{partner})
	_, ok := seen[partner]
	switch {
	case err != nil:
		return err
	case !ok:
		return notFound(aPartner).at("partnerId")
	case !v.IsOperator() && (v.Partner == nil || v.Partner.ID != partner):
		return refuse(CodeForbiddenRole, "R27", "The lists of a partner are for that partner and the operator.").at("partnerId")
	}
	return nil
}

// exportsCustomer refuses the lists of a customer that the viewer does not see. Of one that it sees they have what it may see.
func exportsCustomer(ctx context.Context, r Reader, v Viewer, customer ID) error {
	if customer.IsZero() {
		return nil
	}
	seen, err := r.CustomersByID(ctx, v.Scope(), []ID{customer})
	if _, ok := seen[customer]; err == nil && !ok {
		err = notFound(aCustomer).at("customerId")
	}
	return err
}

// exportPurpose is what the addresses of files are sealed for.
const exportPurpose = "export"

// ExportURL is the address at which a file can be fetched, without further identification, until it expires.
func (a *App) ExportURL(e Export) (string, error) {
	var short bytes.Buffer
	w, err := flate.NewWriter(&short, flate.BestCompression)
	if err != nil {
		return "", err
	}
	if err := errors.Join(json.NewEncoder(w).Encode(e), w.Close()); err != nil { //nolint:musttag // read again below, and nowhere else
		return "", err
	}
	sealed, err := a.keys.Seal(exportPurpose, short.Bytes(), a.random)
	return a.publicURL + "/exports/" + sealed, err
}

// OpenExport reads the sealed part of a file's address, and looks up again who may fetch it.
//
// Refusals: CodeNotFound for one that was altered; CodeLimitExceeded for one that has expired; those of RequestExport. ErrNotFound when its
// user may not sign in any more.
func (a *App) OpenExport(ctx context.Context, sealed string) (Export, Viewer, error) {
	var e Export
	short, err := a.keys.Unseal(exportPurpose, sealed)
	if err == nil {
		err = json.NewDecoder(flate.NewReader(bytes.NewReader(short))).Decode(&e) //nolint:musttag // written above
	}
	if err != nil {
		return Export{}, Viewer{}, Refuse(CodeNotFound, "This is not the address of a file. Check that it was copied whole, or ask for the file again.")
	}
	if !a.now().Before(e.ExpiresAt) {
		return Export{}, Viewer{}, Refuse(CodeLimitExceeded, "This address has expired: a file can be fetched for %d minutes. Ask for it again.", int(ExportLifetime.Minutes()))
	}
	v, err := a.exportViewer(ctx, e)
	if err == nil {
		_, _, err = exportOwner(ctx, a.store, v, e.ownedAs())
	}
	return e, v, err
}

// ownedAs asks for the list again, as whose it is.
func (e Export) ownedAs() ExportInput {
	if e.Owner == TenantCustomer {
		return ExportInput{CustomerID: e.OwnerID}
	}
	return ExportInput{PartnerID: e.OwnerID}
}

func (a *App) exportViewer(ctx context.Context, e Export) (Viewer, error) {
	if !e.APIKeyID.IsZero() {
		v, _, err := a.RenewAPIKey(ctx, e.APIKeyID)
		return v, err
	}
	return a.store.Identify(ctx, e.Email)
}
