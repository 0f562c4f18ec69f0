package resolvers

import (
	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"accord/graph/model"
	"accord/reseller"
)

// planInvite plans the preview of a link, before sign-in and for users of partners. A view is counted when the preview is there, after
// which nothing fails.
func planInvite(c *compiler, f graphql.CollectedField) func(*planWriter, struct{}) {
	c.counts = true
	token := argument(f, "token")
	preview := compile(c, f.Selections, previewFields, "InvitePreview")
	return func(w *planWriter, _ struct{}) {
		text, ok := token(w).(string)
		if !ok || w.failed || w.viewer.Customer != nil {
			w.fail()
			return
		}
		shown, err := w.app.PreviewInvite(w.ctx, w.viewer, text)
		if err != nil {
			w.fail()
			return
		}
		preview.write(w, &shown)
	}
}

var previewFields = plannable[*reseller.Preview]{
	"partner":   within(invitePartnerFields, func(p *reseller.Preview) *reseller.Partner { return &p.Partner }, "InvitePartner"),
	"expiresAt": plain(func(w *planWriter, p *reseller.Preview) { w.optionalTime(p.ExpiresAt) }),
	"reseller": func(c *compiler, f graphql.CollectedField) func(*planWriter, *reseller.Preview) {
		partner := compile(c, f.Selections, invitePartnerFields, "InvitePartner")
		return func(w *planWriter, p *reseller.Preview) {
			if p.Reseller == nil {
				w.null()
				return
			}
			partner.write(w, p.Reseller)
		}
	},
	"services": func(c *compiler, f graphql.CollectedField) func(*planWriter, *reseller.Preview) {
		service := compile(c, f.Selections, serviceFields, "Service", "Node")
		return func(w *planWriter, p *reseller.Preview) { writeList(w, p.Services, service.write) }
	},
	// Of users of customers alone, whom plans leave to the executor.
	"forViewer": func(c *compiler, f graphql.CollectedField) func(*planWriter, *reseller.Preview) {
		return func(w *planWriter, _ *reseller.Preview) { w.null() }
	},
}

var invitePartnerFields = plannable[*reseller.Partner]{
	"id":      plain(func(w *planWriter, p *reseller.Partner) { w.id(model.KindPartner, p.ID) }),
	"name":    text(func(p *reseller.Partner) string { return p.Name }),
	"country": text(func(p *reseller.Partner) string { return p.Country }),
	"status":  text(func(p *reseller.Partner) reseller.PartnerStatus { return p.Status }),
}

var serviceFields = plannable[*reseller.Service]{
	"id":   plain(func(w *planWriter, s *reseller.Service) { w.string(model.ServiceID(s.Code)) }),
	"code": text(func(s *reseller.Service) string { return s.Code }),
	"name": planServiceName,
}

// planServiceName plans a service's name in a language that the document names, English without.
func planServiceName(_ *compiler, f graphql.CollectedField) func(*planWriter, *reseller.Service) {
	locale := reseller.English
	if given := f.Arguments.ForName("locale"); given != nil && given.Value.Kind != ast.NullValue {
		var err error
		if locale, err = reseller.ParseLocale(given.Value.Raw); err != nil || given.Value.Kind == ast.Variable {
			return nil
		}
	}
	return func(w *planWriter, s *reseller.Service) { w.string(s.Name(locale)) }
}
