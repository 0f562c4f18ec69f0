import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/format';
import type { HistoryEvent } from './event';
import { aboutLink, namesOf, sideOf } from './sentence';

/** What was done at once, in its order. */
export type Change = [HistoryEvent, ...HistoryEvent[]];

/** A change is written down as it happens; an import writes down what had happened long before. */
const lateMilliseconds = 60_000;

/** When it happened, who did it, in which role and by what; when it was written down, where that is later. */
export function EventSource({ change }: { change: Change }) {
  const { t } = useTranslation(['history', 'common']);
  const format = useFormat();
  const [event] = change;
  const { actorRole: role, actorApiKey: key, occurredAt, recordedAt } = event;
  const invite = change.find(one => one.invite && !aboutLink(one.kind))?.invite;
  const late = Date.parse(recordedAt) - Date.parse(occurredAt) > lateMilliseconds;
  return (
    <p className="event-source">
      <time dateTime={occurredAt}>{format.moment(occurredAt)}</time>
      {' · '}
      <bdi>{useWho(event)}</bdi>
      {role && role !== 'OPERATOR' && ` · ${t(`common:roles.${role}`)}`}
      {key && ` · ${t('byKey', { label: key.label })}`}
      {invite && ` · ${invite.label ? t('throughLink', { label: invite.label }) : t('throughALink')}`}
      {late && ` · ${t('recorded', { time: format.moment(recordedAt) })}`}
    </p>
  );
}

/** Who did it: a name where the viewer may know it, else the company, else what is left. */
function useWho(event: HistoryEvent): string {
  const { t } = useTranslation('history');
  const { actor, actorRole } = event;
  if (actor?.name) return actor.name;
  if (actorRole === 'OPERATOR') return t('operator');
  if (!actor && !actorRole) return t(event.kind === 'INVITE_DECLINED' ? 'aUser' : 'platform');
  const side = sideOf(event);
  const company = side && namesOf(event, { partner: '', customer: '', user: '', offer: '' })[side];
  return company ? t('userOf', { company }) : t('aUser');
}
