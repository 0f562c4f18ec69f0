import { useTranslation } from 'react-i18next';
import type { Endless } from '../../../api/endless';
import { Empty, FailureState, Loading } from '../../../ui/states';
import { ListEnd } from '../../../ui/table';
import type { HistoryEvent } from './event';
import { EventLine } from './EventLine';
import { type Change, EventSource } from './EventSource';
import './history.css';

interface EventListProps {
  label: string;
  list: Endless<HistoryEvent>;
}

/** A history, what was written down last first; what one change did stands together, in its order. */
export function EventList({ label, list }: EventListProps) {
  const { t } = useTranslation('history');
  if (list.rows.length === 0 && list.error) return <FailureState error={list.error} onRetry={list.retry} />;
  if (list.rows.length === 0 && list.fetching) return <Loading rows={6} />;
  if (list.rows.length === 0) return <Empty title={t('empty')} />;
  return (
    <>
      <p className="quiet">{t('order')}</p>
      <ol className="events" aria-label={label}>
        {changesOf(list.rows).map(change => (
          <li key={change[0].id} data-kinds={change.map(event => event.kind).join(' ')}>
            {change.map(event => (
              <EventLine key={event.id} event={event} />
            ))}
            <EventSource change={change} />
          </li>
        ))}
      </ol>
      {list.error && <FailureState error={list.error} onRetry={list.retry} />}
      <ListEnd list={list} />
    </>
  );
}

/** Neighbours of one change and one moment become one entry: an import writes years in one change. */
function changesOf(events: readonly HistoryEvent[]): Change[] {
  const changes: Change[] = [];
  for (const event of events) {
    const last = changes.at(-1);
    if (last && last[0].changeId === event.changeId && last[0].occurredAt === event.occurredAt) last.unshift(event);
    else changes.push([event]);
  }
  return changes;
}
