package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
)

// do does what is intended, and reports whether that took a mutation. What clients do not know yet anything of is passed over.
func (c *client) do(ctx context.Context, in intention, tag string) (mutation bool) {
	c.elsewhere = int(in.other)
	switch in.act {
	case "request":
		return c.request(ctx, in, tag, tag)
	case "accept", "replace":
		return c.accept(ctx, in, tag)
	case "remove":
		return c.remove(ctx, in, tag)
	case "relinquish", "propose", "withdraw", "confirm":
		return c.onRelationship(ctx, in, tag)
	case "decline":
		return c.decline(ctx, in, tag)
	case "provision":
		return c.provision(ctx, in, tag)
	case "changeSeats", "cancel":
		return c.onSubscription(ctx, in, tag)
	case "createCustomer":
		return c.createCustomer(ctx, in, tag)
	}
	c.look(ctx, in)
	return false
}

// request asks for a link of a slot: the default one without a campaign, else one of its own terms.
func (c *client) request(ctx context.Context, in intention, tag, campaign string) bool {
	s := c.world.slots[in.slot]
	partner := c.world.partners[s.partner]
	input, asked := map[string]any{}, partner.services
	if s.named >= 0 {
		input["onBehalfOfPartnerId"] = c.world.partners[s.named].id
	}
	if campaign != "" {
		input["campaign"] = campaign
		if chosen := sold(in.services, partner.services); !in.all && len(chosen) > 0 {
			input["services"], asked = chosen, chosen
		}
	}
	p, err := c.mutate(ctx, partner, call{Operation: "requestRelationship", Key: tag}, input)
	if err != nil || p.Invite == nil {
		return campaign != ""
	}
	c.world.book.learnLink(in.slot, inviteLink{id: p.Invite.ID, token: p.Invite.Token, services: asked})
	return true
}

// sold are the services of some that a partner sells.
func sold(some, all []string) []string {
	return slices.DeleteFunc(slices.Clone(some), func(s string) bool { return !slices.Contains(all, s) })
}

// accept accepts a link for a customer. Of a link in a reseller's name the provider gets the privileges every other time.
func (c *client) accept(ctx context.Context, in intention, tag string) bool {
	link, s, customer := c.world.book.link(in), c.world.slots[in.slot], c.world.customers[in.customer]
	holder := c.world.partners[s.partner]
	if s.named >= 0 && !in.asCustomer {
		holder = c.world.partners[s.named]
	}
	chosen := sold(in.services, link.services)
	if in.all || len(chosen) == 0 {
		chosen = link.services
	}
	input := map[string]any{"token": link.token, "replaceExisting": in.act == "replace"}
	switch {
	case s.named >= 0 && in.asCustomer:
		var grants []any
		for _, service := range chosen {
			grants = append(grants, map[string]any{"service": service, "partnerId": holder.id})
		}
		input["grants"] = grants
	case !in.all:
		input["services"] = chosen
	}
	k := call{Operation: "acceptRelationship", Key: tag, Wanted: wanted{
		Customer: customer.id, Partners: []string{holder.id}, Services: chosen, Replace: in.act == "replace", Invite: link.id,
	}}
	if p, err := c.mutate(ctx, customer, k, input); err == nil && p.Relationship != nil {
		c.world.book.learnRelationship(s.partner, in.customer, p.Relationship.ID)
	}
	return true
}

// remove takes privileges from one partner, or from all.
func (c *client) remove(ctx context.Context, in intention, tag string) bool {
	customer := c.world.customers[in.customer]
	w := wanted{Customer: customer.id, Services: serviceCodes}
	input := map[string]any{}
	if in.asCustomer {
		w.Partners = []string{c.world.partners[in.partner].id}
		input["partnerIds"] = w.Partners
	} else {
		input["allPartners"] = true
	}
	if !in.all {
		w.Services = in.services
		input["services"] = in.services
	}
	_, _ = c.mutate(ctx, customer, call{Operation: "removeDelegatedAdmin", Key: tag, Wanted: w}, input) // it is in the history
	return true
}

var onRelationships = map[string]string{
	"relinquish": "relinquishDelegatedAdmin", "propose": "proposeRelationshipEnd", "withdraw": "withdrawRelationshipEnd", "confirm": "confirmRelationshipEnd",
}

// onRelationship does what one side does about a relationship.
func (c *client) onRelationship(ctx context.Context, in intention, tag string) bool {
	owner := c.world.owner(in.partner)
	id := c.world.book.relationship(owner, in.customer)
	partner, customer := c.world.partners[in.partner], c.world.customers[in.customer]
	if in.act != "relinquish" { // which is about one's own privileges
		partner = c.world.partners[owner]
	}
	if id == "" {
		return false
	}
	as, input := customer, map[string]any{"relationshipId": id}
	if in.act == "relinquish" || !in.asCustomer {
		as = partner
	}
	w := wanted{Customer: customer.id, Partners: []string{partner.id}, Services: serviceCodes}
	if in.act != "relinquish" {
		input["reason"] = tag
	} else if !in.all {
		w.Services = in.services
		input["services"] = in.services
	}
	_, _ = c.mutate(ctx, as, call{Operation: onRelationships[in.act], Key: tag, Wanted: w}, input) // it is in the history
	return true
}

func (c *client) decline(ctx context.Context, in intention, tag string) bool {
	link := c.world.book.link(in)
	k := call{Operation: "declineRelationship", Key: tag, Wanted: wanted{Invite: link.id}}
	_, _ = c.mutate(ctx, c.world.customers[in.customer], k, map[string]any{"token": link.token, "reason": tag}) // it is in the history
	return true
}

// provision orders for a customer of a partner's: one of the world's, or one that it has created.
func (c *client) provision(ctx context.Context, in intention, tag string) bool {
	customer := c.world.customers[in.customer].id
	if created := c.world.book.createdBy(in); in.asCustomer && created != "" {
		customer = created
	}
	input := map[string]any{"customerId": customer, "offer": offerCodes[in.pick%uint32(len(offerCodes))], "seats": in.seats} //nolint:gosec // three
	p, err := c.mutate(ctx, c.world.partners[in.partner], call{Operation: "provisionSubscription", Key: tag, Wanted: wanted{Seats: in.seats}}, input)
	if err == nil && p.Subscription != nil {
		c.world.book.learnSubscription(in.partner, p.Subscription.ID)
	}
	return true
}

func (c *client) onSubscription(ctx context.Context, in intention, tag string) bool {
	id := c.world.book.subscription(in)
	if id == "" {
		return false
	}
	k, input := call{Operation: "changeSeats", Key: tag, Wanted: wanted{Subscription: id}}, map[string]any{"subscriptionId": id}
	if in.act == "cancel" {
		k.Operation, input["reason"] = "cancelSubscription", tag
	} else {
		k.Wanted.Seats, input["seats"] = in.seats, in.seats
	}
	_, _ = c.mutate(ctx, c.world.partners[in.partner], k, input) // it is in the history
	return true
}

func (c *client) createCustomer(ctx context.Context, in intention, tag string) bool {
	input := map[string]any{"name": "Created " + tag, "domain": tag + ".example", "country": "CN"}
	p, err := c.mutate(ctx, c.world.partners[in.partner], call{Operation: "createCustomer", Key: tag}, input)
	if err == nil && p.Customer != nil {
		c.world.book.learnCustomer(in.partner, p.Customer.ID)
	}
	return true
}

// look reads something.
func (c *client) look(ctx context.Context, in intention) {
	customer, partner := c.world.customers[in.customer], c.world.partners[in.partner]
	switch in.act {
	case "holders":
		c.ask(ctx, customer, call{Operation: in.act, Wanted: wanted{Customer: customer.id}}, map[string]any{"id": customer.id})
	case "preview":
		c.ask(ctx, customer, call{Operation: in.act}, map[string]any{"token": c.world.book.link(in).token})
	default:
		c.ask(ctx, partner, call{Operation: in.act}, nil)
	}
}

// learnIDs asks who a user is, and with whom its customer has relationships.
func (c *client) learnIDs(ctx context.Context, as *company) error {
	asked := c.try(ctx, as, call{Operation: "viewer"}, whoAmI, nil)
	c.history.add(asked.call)
	var viewer struct {
		User     *object `json:"user"`
		Partner  *object `json:"partner"`
		Customer *struct {
			ID            string `json:"id"`
			Relationships struct {
				Nodes []struct {
					ID      string  `json:"id"`
					Partner *object `json:"partner"`
				} `json:"nodes"`
			} `json:"relationships"`
		} `json:"customer"`
	}
	if json.Unmarshal(asked.data["viewer"], &viewer) != nil || viewer.User == nil {
		return fmt.Errorf("the server does not tell who %s is", as.email)
	}
	as.user = viewer.User.ID
	switch {
	case viewer.Partner != nil:
		as.id = viewer.Partner.ID
	case viewer.Customer != nil:
		as.id = viewer.Customer.ID
		for _, relationship := range viewer.Customer.Relationships.Nodes {
			c.world.learnImported(as, idOf(relationship.Partner), relationship.ID)
		}
	}
	return nil
}
