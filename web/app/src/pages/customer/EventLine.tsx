import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format';
import type { HistoryEvent, State } from './event';
import { field, namesOf, sentenceOf, sideOf } from './sentence';

/** What happened, in words, with what it was before where that helps. */
export function EventLine({ event }: { event: HistoryEvent }) {
  const { t } = useTranslation('customer');
  const format = useFormat();
  const names = namesOf(event, {
    partner: t('events.aPartner'),
    customer: t('events.aCustomer'),
    user: t('events.aUser'),
  });
  return (
    <div className="event">
      <p>
        {t(`events.kinds.${sentenceOf(event)}`, {
          ...names,
          seats: format.number(names.seats),
          oldSeats: format.number(names.oldSeats),
        })}
      </p>
      <Details event={event} />
    </div>
  );
}

const compared = ['domain', 'country', 'type', 'support_url'] as const;
const suspensions = ['CUSTOMER_REQUEST', 'NON_PAYMENT', 'FRAUD'] as const;

/** The reason given, and what was changed from what to what. */
function Details({ event: { kind, before, after } }: { event: HistoryEvent }) {
  const { t } = useTranslation(['customer', 'common']);
  const format = useFormat();
  const reason = field(after, 'reason');
  const suspended = suspensions.find(one => one === field(after, 'suspension_reason'));
  const changed = changedNames(after);
  const roles = (state: State | null) => format.list(state?.roles?.map(role => t(`common:roles.${role}`)) ?? []);
  const lines = [
    ...(before?.name && after?.name && before.name !== after.name
      ? [t('events.changed', { field: t('events.fields.name'), before: before.name, after: after.name })]
      : []),
    ...compared.flatMap(name => {
      const [old, now] = [field(before, name), field(after, name)];
      if (!before || !after || old === now) return [];
      return [t('events.changed', { field: t(`events.fields.${name}`), before: old || '–', after: now || '–' })];
    }),
    ...(changed.length > 0
      ? [t('events.changedFields', { fields: format.list(changed.map(name => t(`events.fields.${name}`))) })]
      : []),
    ...(kind === 'USER_CHANGED' && before?.roles && after?.roles
      ? [t('events.changed', { field: t('events.fields.roles'), before: roles(before), after: roles(after) })]
      : []),
    ...(kind === 'USER_ADDED' && after?.roles?.length ? [roles(after)] : []),
    ...(kind === 'SUBSCRIPTION_SUSPENDED' && suspended ? [t(`events.suspensions.${suspended}`)] : []),
    ...(reason ? [t('events.reason', { reason })] : []),
  ];
  if (lines.length === 0) return null;
  return (
    <ul className="event-details">
      {lines.map(line => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

const fields = [
  'contact_name',
  'contact_email',
  'contact_phone',
  'billing_name',
  'billing_address',
  'billing_email',
  'tax_id',
  'support_email',
  'support_phone',
] as const;

/** The fields of which the event tells no more than that they have changed: they are of people (R25). */
function changedNames(after: State | null): (typeof fields)[number][] {
  const named = field(after, 'changed').split(';');
  return fields.filter(one => named.includes(one));
}

/** Who did it, in which role, and when; when it was written down, where that differs. */
export function EventSource({ event }: { event: HistoryEvent }) {
  const { t } = useTranslation(['customer', 'common']);
  const format = useFormat();
  const { actorRole: role, occurredAt, recordedAt } = event;
  const late = format.moment(occurredAt) !== format.moment(recordedAt);
  return (
    <p className="event-source">
      <time dateTime={occurredAt}>{format.moment(occurredAt)}</time>
      {' · '}
      <bdi>{useWho(event)}</bdi>
      {role && role !== 'OPERATOR' && ` · ${t(`common:roles.${role}`)}`}
      {late && ` · ${t('events.recorded', { time: format.moment(recordedAt) })}`}
    </p>
  );
}

/** Who did it: a name where the viewer may know it, else the company, else what is left. */
function useWho(event: HistoryEvent): string {
  const { t } = useTranslation('customer');
  const { actor, actorRole } = event;
  if (actor?.name) return actor.name;
  if (actorRole === 'OPERATOR') return t('events.operator');
  if (!actor && !actorRole) return t(event.kind === 'INVITE_DECLINED' ? 'events.aUser' : 'events.platform');
  const names = namesOf(event, { partner: '', customer: '', user: '' });
  const side = sideOf(event);
  const company = side && names[side];
  return company ? t('events.userOf', { company }) : t('events.aUser');
}
