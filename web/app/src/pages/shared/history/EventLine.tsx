import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/format';
import type { HistoryEvent, State } from './event';
import { aboutLink, field, namesOf, sentenceOf } from './sentence';

/** What happened, in words, with what it was before where that helps. */
export function EventLine({ event }: { event: HistoryEvent }) {
  const { t } = useTranslation('history');
  const format = useFormat();
  const names = namesOf(event, {
    partner: t('aPartner'),
    customer: t('aCustomer'),
    user: t('aUser'),
    offer: t('anOffer'),
  });
  return (
    <div className="event">
      <p>
        {t(`kinds.${sentenceOf(event)}`, {
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
const partnerTypes = ['DIRECT_RESELLER', 'INDIRECT_PROVIDER', 'INDIRECT_RESELLER', 'ADVISOR'] as const;
const suspensions = ['CUSTOMER_REQUEST', 'NON_PAYMENT', 'FRAUD'] as const;

/** The reason given, and what was changed from what to what. */
function Details({ event: { kind, invite, before, after } }: { event: HistoryEvent }) {
  const { t } = useTranslation(['history', 'common']);
  const format = useFormat();
  const reason = field(after, 'reason');
  const suspended = suspensions.find(one => one === field(after, 'suspension_reason'));
  const changed = changedNames(after);
  const told = (name: (typeof compared)[number], value: string) => {
    const type = name === 'type' && partnerTypes.find(one => one === value);
    if (type) return t(`common:partnerTypes.${type}`);
    return value && name === 'country' ? format.country(value) : value || '–';
  };
  const roles = (state: State | null) => format.list(state?.roles?.map(role => t(`common:roles.${role}`)) ?? []);
  const lines = [
    ...(before?.name && after?.name && before.name !== after.name
      ? [t('changed', { field: t('fields.name'), before: before.name, after: after.name })]
      : []),
    ...compared.flatMap(name => {
      const [old, now] = [field(before, name), field(after, name)];
      if (!before || !after || old === now) return [];
      return [t('changed', { field: t(`fields.${name}`), before: told(name, old), after: told(name, now) })];
    }),
    ...(changed.length > 0
      ? [t('changedFields', { fields: format.list(changed.map(name => t(`fields.${name}`))) })]
      : []),
    ...(kind === 'USER_CHANGED' && before?.roles && after?.roles
      ? [t('changed', { field: t('fields.roles'), before: roles(before), after: roles(after) })]
      : []),
    ...(kind === 'USER_ADDED' && after?.roles?.length ? [roles(after)] : []),
    ...(kind === 'SUBSCRIPTION_SUSPENDED' && suspended ? [t(`suspensions.${suspended}`)] : []),
    ...(aboutLink(kind) && invite?.label ? [t('link', { label: invite.label })] : []),
    ...(reason ? [t('reason', { reason })] : []),
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
