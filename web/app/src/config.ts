/** What the server writes into each page, in the element with the id config: how to reach it, and how to sign in. */
export interface Config {
  /** The path of the GraphQL API, on this origin. */
  endpoint: string;
  /** Who signs users in: the development identity's page to pick a user, or an OpenID Connect provider. */
  identity: 'development' | 'oidc';
  /** Of the provider, where there is one. */
  oidc?: OIDCConfig;
  /** On the page of a link. */
  invite?: InviteConfig;
  /** In the playground. */
  examples?: Example[];
}

export interface OIDCConfig {
  issuer: string;
  /** Empty where the operator has registered none: then nobody can sign in here. */
  clientId: string;
  scope: string;
  /** Which of the provider's tokens the API takes. */
  token: 'access' | 'id';
  /** What the access token shall be for; empty where the provider is not to be told, or by a scope. */
  audience: string;
}

export interface InviteConfig {
  /** Empty where the link cannot be used: what is no token of ours may be another secret, which is not repeated. */
  token: string;
  /** What the link asks for, as the server has read it for this page; null when it cannot be used. */
  preview: {
    partner: { name: string; country: string; suspended: boolean };
    reseller: { name: string; suspended: boolean } | null;
    services: { code: string; names: Record<'en' | 'zh-CN', string> }[];
    expiresAt: string | null;
  } | null;
  /** Why the link cannot be used: a code such as INVITE_REVOKED, or UNAVAILABLE where the server cannot tell. */
  problem: string | null;
}

export interface Example {
  name: string;
  title: string;
  as: 'nobody' | 'partner' | 'customer' | 'operator';
  about: string;
  query: string;
  variables?: Record<string, unknown>;
}

export const config = JSON.parse(document.getElementById('config')?.textContent ?? '') as Config;
