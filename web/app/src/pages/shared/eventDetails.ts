import type { TFunction } from 'i18next';
import type { Format } from '../../i18n/format';
import type { Event } from './events';

type T = TFunction<['partner', 'common']>;

/** An import writes down what had happened long before; a change is written down as it happens. */
const late = 60_000;

/** Who did it and how, and when it was written down where that was later. */
export function whoDid({ kind, actor, actorRole, actorApiKey, occurredAt, recordedAt }: Event, t: T, format: Format): string {
  const name = actor ? actor.name || t('events.somebody') : kind === 'INVITE_DECLINED' ? t('events.customerUser') : null;
  const parts = [
    name === null
      ? t('events.system')
      : actorRole
        ? t('events.byRole', { name, role: t(`common:roles.${actorRole}`) })
        : t('events.by', { name }),
  ];
  if (actorApiKey) parts.push(t('events.byKey', { label: actorApiKey.label }));
  if (Date.parse(recordedAt) - Date.parse(occurredAt) > late) parts.push(t('events.recorded', { moment: format.moment(recordedAt) }));
  return parts.join(' · ');
}

/** What an offer became, or which one it is. */
function offer({ before, after, subscription }: Event, t: T): string | null {
  const now = after?.offer ?? subscription?.offer;
  if (!now) return null;
  if (before?.offer && before.offer.id !== now.id) return t('events.offers', { before: before.offer.name, after: now.name });
  return t('events.offer', { name: now.name });
}

function seats({ before, after }: Event, t: T, format: Format): string | null {
  const now = after?.seats;
  if (now === null || now === undefined) return null;
  const earlier = before?.seats;
  if (earlier === null || earlier === undefined || earlier === now) return t('events.seats', { after: format.number(now) });
  return t('events.seatsChanged', { before: format.number(earlier), after: format.number(now) });
}

function link({ invite }: Event, t: T): string | null {
  if (!invite) return null;
  return invite.label ? t('events.link', { label: invite.label }) : t('events.linkUnnamed');
}

/** The other side of the relationship, for a history of several. */
function party({ relationship }: Event, parties: 'customer' | 'partner' | undefined, t: T): string | null {
  const other = parties && relationship?.[parties];
  return other ? t('events.with', { name: other.name }) : null;
}

/** What there is to say of an event beside its kind. */
export function detailsOf(event: Event, parties: 'customer' | 'partner' | undefined, t: T, format: Format): string[] {
  const { before, after } = event;
  const service = after?.service ?? before?.service;
  const reason = after?.fields.find(({ name }) => name === 'reason')?.value;
  const name = after?.name ?? before?.name;
  const details = [
    party(event, parties, t),
    offer(event, t),
    service && !event.subscription ? t('events.service', { name: service.name }) : null,
    seats(event, t, format),
    after?.endReason ? t('events.endReason', { reason: t(`common:endReasons.${after.endReason}`) }) : null,
    reason ? t('events.reason', { reason }) : null,
    name ? t('events.name', { name }) : null,
    after?.roles && after.roles.length > 0
      ? t('events.rolesChanged', { roles: format.list(after.roles.map(role => t(`common:roles.${role}`))) })
      : null,
    link(event, t),
  ];
  return details.filter(detail => detail !== null);
}
