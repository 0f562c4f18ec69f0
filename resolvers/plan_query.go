package resolvers

import (
	"github.com/99designs/gqlgen/graphql"

	"accord/graph/model"
	"accord/reseller"
)

// queryFields are the roots that plans know.
var queryFields = plannable[struct{}]{
	"partner": planPartner,
	"viewer":  planViewer,
	"invite":  planInvite,
}

// planPartner plans a partner by its id: most ask for their own, which is at hand.
func planPartner(c *compiler, f graphql.CollectedField) func(*planWriter, struct{}) {
	id := argument(f, "id")
	partner := compile(c, f.Selections, partnerFields, "Partner", "Node")
	return func(w *planWriter, _ struct{}) {
		text, ok := id(w).(string)
		ref, err := model.ParseID(model.KindPartner, text, "id")
		if !ok || err != nil || !w.viewer.Known() {
			w.fail()
			return
		}
		if own := w.viewer.Partner; own != nil && own.ID == ref {
			partner.write(w, own)
			return
		}
		found, err := loadersOf(w.ctx).partners.get(w.ctx, ref)
		switch {
		case err != nil:
			w.fail()
		case found == nil:
			w.null()
		default:
			partner.write(w, found)
		}
	}
}

// planViewer plans who asks.
func planViewer(c *compiler, f graphql.CollectedField) func(*planWriter, struct{}) {
	viewer := compile(c, f.Selections, viewerFields, "Viewer")
	return func(w *planWriter, _ struct{}) {
		if !w.viewer.Known() {
			w.null()
			return
		}
		viewer.write(w, &w.viewer)
	}
}

var viewerFields = plannable[*reseller.Viewer]{
	"partner": func(c *compiler, f graphql.CollectedField) func(*planWriter, *reseller.Viewer) {
		partner := compile(c, f.Selections, partnerFields, "Partner", "Node")
		return func(w *planWriter, v *reseller.Viewer) {
			if v.Partner == nil {
				w.null()
				return
			}
			partner.write(w, v.Partner)
		}
	},
	"user": within(userFields, func(v *reseller.Viewer) *reseller.User { return &v.User }, "User", "Node"),
}

// userFields are those of the viewer's own user.
var userFields = plannable[*reseller.User]{
	"id":    plain(func(w *planWriter, u *reseller.User) { w.id(model.KindUser, u.ID) }),
	"name":  optionalString(func(u *reseller.User) string { return u.Name }),
	"email": optionalString(func(u *reseller.User) string { return u.Email }),
	"roles": plain(func(w *planWriter, u *reseller.User) {
		writeList(w, u.Roles, func(w *planWriter, r *reseller.Role) { w.string(string(*r)) })
	}),
}

var partnerFields = plannable[*reseller.Partner]{
	"id":            plain(func(w *planWriter, p *reseller.Partner) { w.id(model.KindPartner, p.ID) }),
	"name":          text(func(p *reseller.Partner) string { return p.Name }),
	"type":          text(func(p *reseller.Partner) reseller.PartnerType { return p.Type }),
	"country":       text(func(p *reseller.Partner) string { return p.Country }),
	"status":        text(func(p *reseller.Partner) reseller.PartnerStatus { return p.Status }),
	"externalKey":   optionalString(func(p *reseller.Partner) string { return p.ExternalKey }),
	"relationships": planRelationships,
}

// argument reads an argument of a field for each answer: a literal, or the value of a variable.
func argument(f graphql.CollectedField, name string) func(*planWriter) any {
	given := f.Arguments.ForName(name)
	if given == nil {
		return func(*planWriter) any { return nil }
	}
	return func(w *planWriter) any {
		value, err := given.Value.Value(w.variables)
		if err != nil {
			w.fail()
		}
		return value
	}
}
