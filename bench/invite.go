package main

import (
	"context"
	"fmt"
	"net/http"
)

// What invite asks for: who sent the link, and for what.
const inviteQuery = `query Invite($token: String!) { invite(token: $token) { partner { name } services { code name } } }`

// checkInvite holds the preview of a link to the partner whose link it is.
func (d dataset) checkInvite(ctx context.Context, address, token string, partner int) error {
	var data struct {
		Invite struct {
			Partner  struct{ Name string }
			Services []struct{ Code, Name string }
		}
	}
	if err := post(ctx, http.DefaultClient, address+"/graphql", "", operation{inviteQuery, map[string]any{"token": token}}, &data); err != nil {
		return err
	}
	if want := d.partner(partner).name; data.Invite.Partner.Name != want || len(data.Invite.Services) != len(services) {
		return fmt.Errorf("%s shows the link of %q as %+v", address, want, data.Invite)
	}
	return nil
}
