import { config } from '../../config';
import { graphql, type ResultOf } from '../../api/graphql';
import { language } from '../../i18n';

/** What a link asks for, and of a customer's user what accepting would do. */
export const PreviewQuery = graphql(`
  query InvitePreview($token: String!, $locale: String!) {
    invite(token: $token) {
      partner { id name country status }
      reseller { id name status }
      services { code name(locale: $locale) }
      expiresAt
      forViewer {
        alreadyRelated
        delegations { service { code } holder { id name } beside { id name } }
        conflicts { service { code } holder { id name } }
      }
    }
  }
`);

export type Preview = NonNullable<ResultOf<typeof PreviewQuery>['invite']>;

/** What every visitor may know of a link. */
export interface Ask {
  /** Who asks: the reseller, where the link names one. */
  name: string;
  country: string;
  /** In whose relationship a reseller would serve the customer (R6). */
  provider: string | null;
  suspended: boolean;
  services: readonly string[];
  expiresAt: string | null;
}

export function askOf({ partner, reseller, services, expiresAt }: Preview): Ask {
  const suspended = partner.status === 'SUSPENDED' || reseller?.status === 'SUSPENDED';
  return asked(partner, reseller, suspended, services.map(service => service.name), expiresAt);
}

interface Named {
  name: string;
}

function asked(partner: Named & { country: string }, reseller: Named | null, suspended: boolean, services: string[], expiresAt: string | null): Ask {
  return {
    name: reseller?.name ?? partner.name,
    country: partner.country,
    provider: reseller ? partner.name : null,
    suspended,
    services,
    expiresAt,
  };
}

/** The address that the server was asked for: what it says of a link is of that one. */
const loadedPath = location.pathname;

/** What the server has put into the page, if this is the page of that link. */
export function embedded(token: string): { ask: Ask | null; problem: string | null } | null {
  const invite = config.invite;
  if (!invite || location.pathname !== loadedPath) return null;
  if (!invite.preview) return { ask: null, problem: invite.problem ?? 'UNAVAILABLE' };
  if (invite.token !== token) return null;
  const { partner, reseller, services, expiresAt } = invite.preview;
  const suspended = partner.suspended || reseller?.suspended === true;
  const ask = asked(partner, reseller, suspended, services.map(service => service.names[language()]), expiresAt);
  return { ask, problem: null };
}
