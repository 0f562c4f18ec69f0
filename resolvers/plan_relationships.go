package resolvers

import (
	"encoding/json"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"accord/graph/model"
	"accord/reseller"
)

// linesPage is a page that was read.
type linesPage struct {
	reseller.Slice[reseller.RelationshipLine]

	owner reseller.ID
	ask   relationshipsAsked
}

// lineEdge is one line in its list.
type lineEdge struct {
	line *reseller.RelationshipLine
	list model.List
}

// planRelationships plans a page of a partner's relationships.
func planRelationships(c *compiler, f graphql.CollectedField) func(*planWriter, *reseller.Partner) {
	if gives(f, "asOf") { // which is rare
		return nil
	}
	parts := &reseller.LineParts{}
	c.parts = parts // no connection of lines is within another
	connection := compile(c, f.Selections, relationshipConnectionFields, "RelationshipConnection")
	ask := planRelationshipsAsked(f)
	return func(w *planWriter, p *reseller.Partner) {
		if !seesPartnersAffairs(w.ctx, p.ID) {
			w.null()
			return
		}
		asked, ok := ask(w)
		if !ok || w.failed {
			w.fail()
			return
		}
		lines, err := w.app.Lines().RelationshipLines(w.ctx, w.viewer.Scope(), p.ID, asked.List, asked.Page, *parts)
		if err != nil {
			w.fail()
			return
		}
		w.text = slices.Grow(w.text, len(lines.Items)*bytesOfLine)
		connection.write(w, &linesPage{Slice: lines, owner: p.ID, ask: asked})
	}
}

// bytesOfLine is about what a line of a page takes in an answer.
const bytesOfLine = 400

// planRelationshipsAsked reads the arguments of a page. Those of most pages are read directly, filters and orders as those of pages that
// are fetched ahead.
func planRelationshipsAsked(f graphql.CollectedField) func(*planWriter) (relationshipsAsked, bool) {
	if gives(f, "filter", "orderBy") {
		return func(w *planWriter) (relationshipsAsked, bool) { return askedInFull(w, f) }
	}
	first, after, last, before := argument(f, "first"), argument(f, "after"), argument(f, "last"), argument(f, "before")
	return func(w *planWriter) (asked relationshipsAsked, ok bool) {
		var args pageArgs
		var readable [4]bool
		args.first, readable[0] = optionalInt(first(w))
		args.after, readable[1] = optionalTextOf(after(w))
		args.last, readable[2] = optionalInt(last(w))
		args.before, readable[3] = optionalTextOf(before(w))
		if readable != [4]bool{true, true, true, true} {
			return asked, false
		}
		asked, err := asking(reseller.RelationshipList{Owner: reseller.TenantPartner, Order: reseller.DefaultOrder}, args)
		return asked, err == nil
	}
}

// gives reports whether a field is given one of these arguments.
func gives(f graphql.CollectedField, names ...string) bool {
	return slices.ContainsFunc(f.Arguments, func(a *ast.Argument) bool { return slices.Contains(names, a.Name) })
}

func askedInFull(w *planWriter, f graphql.CollectedField) (asked relationshipsAsked, ok bool) {
	var args connectionArguments[model.RelationshipFilter]
	if !readArguments(w.ctx, f, &args) {
		return asked, false
	}
	asked, err := askRelationships(w.ctx, reseller.TenantPartner, args.Filter, args.order(), nil, args.page())
	return asked, err == nil
}

// optionalInt and optionalTextOf read a value that may be null; any other kind is the executor's to judge.
func optionalInt(value any) (*int32, bool) {
	var n int64
	var err error
	switch v := value.(type) {
	case nil:
		return nil, true
	case int64:
		n = v
	case json.Number:
		n, err = v.Int64()
	default:
		return nil, false
	}
	if err != nil || n < -1<<31 || n >= 1<<31 {
		return nil, false
	}
	return new(int32(n)), true
}

func optionalTextOf(value any) (*string, bool) {
	switch v := value.(type) {
	case nil:
		return nil, true
	case string:
		return &v, true
	}
	return nil, false
}

var relationshipConnectionFields = plannable[*linesPage]{
	"edges": func(c *compiler, f graphql.CollectedField) func(*planWriter, *linesPage) {
		edge := compile(c, f.Selections, relationshipEdgeFields, "RelationshipEdge")
		return func(w *planWriter, p *linesPage) {
			writeList(w, p.Items, func(w *planWriter, line *reseller.RelationshipLine) { edge.write(w, lineEdge{line, p.ask.Name}) })
		}
	},
	"nodes": func(c *compiler, f graphql.CollectedField) func(*planWriter, *linesPage) {
		node := compile(c, f.Selections, relationshipFields, "Relationship", "Node")
		return func(w *planWriter, p *linesPage) { writeList(w, p.Items, node.write) }
	},
	"pageInfo": within(pageInfoFields, func(p *linesPage) *linesPage { return p }, "PageInfo"),
	"totalCount": plain(func(w *planWriter, p *linesPage) {
		n, err := countOf(p.owner, p.ask)(w.ctx)
		if err != nil {
			w.fail()
		}
		w.int(n)
	}),
}

var pageInfoFields = plannable[*linesPage]{
	"hasNextPage":     plain(func(w *planWriter, p *linesPage) { w.bool(p.HasNext) }),
	"hasPreviousPage": plain(func(w *planWriter, p *linesPage) { w.bool(p.HasPrevious) }),
	"startCursor":     plain(func(w *planWriter, p *linesPage) { p.cursor(w, 0) }),
	"endCursor":       plain(func(w *planWriter, p *linesPage) { p.cursor(w, len(p.Items)-1) }),
}

func (p *linesPage) cursor(w *planWriter, item int) {
	if len(p.Items) == 0 {
		w.null()
		return
	}
	w.cursor(p.ask.Name, p.Items[item].Key)
}

var relationshipEdgeFields = plannable[lineEdge]{
	"cursor": plain(func(w *planWriter, e lineEdge) { w.cursor(e.list, e.line.Key) }),
	"node":   within(relationshipFields, func(e lineEdge) *reseller.RelationshipLine { return e.line }, "Relationship", "Node"),
}

var relationshipFields = plannable[*reseller.RelationshipLine]{
	"id":         plain(func(w *planWriter, l *reseller.RelationshipLine) { w.id(model.KindRelationship, l.ID) }),
	"status":     text(func(l *reseller.RelationshipLine) reseller.RelationshipStatus { return l.Status }),
	"acceptedAt": plain(func(w *planWriter, l *reseller.RelationshipLine) { w.time(l.AcceptedAt) }),
	"endedAt":    plain(func(w *planWriter, l *reseller.RelationshipLine) { w.optionalTime(l.EndedAt) }),
	"version":    plain(func(w *planWriter, l *reseller.RelationshipLine) { w.int(l.Version) }),
	"customer": func(c *compiler, f graphql.CollectedField) func(*planWriter, *reseller.RelationshipLine) {
		c.parts.Customer = true
		customer := compile(c, f.Selections, customerLineFields, "Customer", "Node")
		return func(w *planWriter, l *reseller.RelationshipLine) { customer.write(w, &l.Customer) }
	},
	"delegatedAdminPrivileges": func(c *compiler, f graphql.CollectedField) func(*planWriter, *reseller.RelationshipLine) {
		if len(f.Arguments) > 0 {
			return nil
		}
		c.parts.Privileges = true
		privilege := compile(c, f.Selections, privilegeLineFields, "DelegatedAdminPrivilege", "Node")
		return func(w *planWriter, l *reseller.RelationshipLine) { writeList(w, l.Privileges, privilege.write) }
	},
}

var customerLineFields = plannable[*reseller.CustomerLine]{
	"id":      plain(func(w *planWriter, l *reseller.CustomerLine) { w.id(model.KindCustomer, l.ID) }),
	"name":    text(func(l *reseller.CustomerLine) string { return l.Name }),
	"domain":  text(func(l *reseller.CustomerLine) string { return l.Domain }),
	"country": text(func(l *reseller.CustomerLine) string { return l.Country }),
}

var privilegeLineFields = plannable[*reseller.PrivilegeLine]{
	"id":        plain(func(w *planWriter, l *reseller.PrivilegeLine) { w.id(model.KindDelegation, l.ID) }),
	"status":    text(func(l *reseller.PrivilegeLine) reseller.DelegationStatus { return l.Status }),
	"grantedAt": plain(func(w *planWriter, l *reseller.PrivilegeLine) { w.time(l.GrantedAt) }),
	"endedAt":   plain(func(w *planWriter, l *reseller.PrivilegeLine) { w.optionalTime(l.EndedAt) }),
	"endReason": optionalString(func(l *reseller.PrivilegeLine) reseller.EndReason { return l.EndReason }),
	"service":   within(serviceCodeFields, func(l *reseller.PrivilegeLine) string { return l.Service }, "Service", "Node"),
}

// serviceCodeFields are those of a service of which the code is at hand, as every privilege's is in the catalogue.
var serviceCodeFields = plannable[string]{
	"id":   plain(func(w *planWriter, code string) { w.string(model.ServiceID(code)) }),
	"code": text(func(code string) string { return code }),
}
