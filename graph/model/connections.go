package model

import (
	"context"

	"accord/reseller"
)

// Connection is a page of a Relay list.
type Connection[T any] struct {
	Edges    []*Edge[T]
	PageInfo *PageInfo
	count    func(context.Context) (int32, error)
}

// Edge is an item of a page with its cursor.
type Edge[T any] struct {
	Cursor string
	Node   T
}

// NewConnection shows a slice of a list. The count is asked for only when a client asks for it.
func NewConnection[D, T any](slice reseller.Slice[D], list List, keyOf func(D) reseller.Key, show func(D) T,
	count func(context.Context) (int32, error),
) *Connection[T] {
	c := &Connection[T]{
		Edges:    make([]*Edge[T], len(slice.Items)),
		PageInfo: &PageInfo{HasNextPage: slice.HasNext, HasPreviousPage: slice.HasPrevious},
		count:    count,
	}
	for i, item := range slice.Items {
		c.Edges[i] = &Edge[T]{Cursor: Cursor(list, keyOf(item)), Node: show(item)}
	}
	if n := len(c.Edges); n > 0 {
		c.PageInfo.StartCursor, c.PageInfo.EndCursor = &c.Edges[0].Cursor, &c.Edges[n-1].Cursor
	}
	return c
}

// Nodes are the page's items.
func (c *Connection[T]) Nodes() []T {
	nodes := make([]T, len(c.Edges))
	for i, e := range c.Edges {
		nodes[i] = e.Node
	}
	return nodes
}

// TotalCount counts the whole list.
func (c *Connection[T]) TotalCount(ctx context.Context) (int32, error) { return c.count(ctx) }

// The connections and edges of the schema.
type (
	PartnerConnection      = Connection[*Partner]
	PartnerEdge            = Edge[*Partner]
	UserConnection         = Connection[*User]
	UserEdge               = Edge[*User]
	CustomerConnection     = Connection[*Customer]
	CustomerEdge           = Edge[*Customer]
	RelationshipConnection = Connection[*Relationship]
	RelationshipEdge       = Edge[*Relationship]
	InviteConnection       = Connection[*Invite]
	InviteEdge             = Edge[*Invite]

	DelegatedAdminPrivilegeConnection = Connection[*DelegatedAdminPrivilege]
	DelegatedAdminPrivilegeEdge       = Edge[*DelegatedAdminPrivilege]
	InviteAcceptanceConnection        = Connection[*InviteAcceptance]
	InviteAcceptanceEdge              = Edge[*InviteAcceptance]
	InviteDeclineConnection           = Connection[*InviteDecline]
	InviteDeclineEdge                 = Edge[*InviteDecline]
	RelationshipEventConnection       = Connection[*RelationshipEvent]
	RelationshipEventEdge             = Edge[*RelationshipEvent]
	CustomerSubscriptionConnection    = Connection[*CustomerSubscription]
	CustomerSubscriptionEdge          = Edge[*CustomerSubscription]
	ChargeConnection                  = Connection[*Charge]
	ChargeEdge                        = Edge[*Charge]
	APIKeyConnection                  = Connection[*APIKey]
	APIKeyEdge                        = Edge[*APIKey]
	BillLineConnection                = Connection[*BillLine]
	BillLineEdge                      = Edge[*BillLine]
	BillSubtotalConnection            = Connection[*BillSubtotal]
	BillSubtotalEdge                  = Edge[*BillSubtotal]
)
