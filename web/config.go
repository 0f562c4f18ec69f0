package web

// endpoint is where the pages send their operations; it has to be on the same origin.
const endpoint = "/graphql"

// pageConfig is what a page reads from its data block, as no script may stand in the page itself. Its reader, which knows
// more of it, is app/src/config.ts.
type pageConfig struct {
	Endpoint string        `json:"endpoint"`
	Identity string        `json:"identity"`
	OIDC     *oidcConfig   `json:"oidc,omitempty"`
	Invite   *inviteConfig `json:"invite,omitempty"`
	Examples []Example     `json:"examples,omitempty"`
}

type oidcConfig struct {
	Issuer   string `json:"issuer"`
	ClientID string `json:"clientId"`
	Scope    string `json:"scope"`
	Token    string `json:"token"`
	Audience string `json:"audience"`
}

// inviteConfig is what the page of a link knows of it. Token is empty where the link cannot be used: what is no token of
// ours may be another secret, which is not repeated.
type inviteConfig struct {
	Token   string         `json:"token"`
	Preview *previewConfig `json:"preview"`
	Problem *string        `json:"problem"`
}

type previewConfig struct {
	Partner   partnerConfig   `json:"partner"`
	Reseller  *resellerConfig `json:"reseller"`
	Services  []serviceConfig `json:"services"`
	ExpiresAt *string         `json:"expiresAt"`
}

type partnerConfig struct {
	Name      string `json:"name"`
	Country   string `json:"country"`
	Suspended bool   `json:"suspended"`
}

type resellerConfig struct {
	Name      string `json:"name"`
	Suspended bool   `json:"suspended"`
}

type serviceConfig struct {
	Code  string            `json:"code"`
	Names map[string]string `json:"names"`
}

// config is what every page reads.
func (s Site) config() pageConfig {
	config := pageConfig{Endpoint: endpoint, Identity: "development"}
	if p := s.Provider; p != nil {
		config.Identity = "oidc"
		config.OIDC = &oidcConfig{Issuer: p.Issuer, ClientID: p.ClientID, Scope: p.Scope, Token: p.Token, Audience: p.Audience}
	}
	return config
}
