import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format';
import { detailsOf, whoDid } from './eventDetails';
import type { Event } from './events';
import './events.css';

interface EventListProps {
  events: readonly Event[];
  /** Whether to say with whom it happened; a history of one relationship knows. */
  parties?: 'customer' | 'partner';
}

/** What happened, who did it and when (R25), in the order in which it is given. */
export function EventList({ events, parties }: EventListProps) {
  return (
    <ol className="events">
      {events.map(event => (
        <OneEvent key={event.id} event={event} parties={parties} />
      ))}
    </ol>
  );
}

function OneEvent({ event, parties }: { event: Event; parties: EventListProps['parties'] }) {
  const { t } = useTranslation(['partner', 'common']);
  const format = useFormat();
  const details = detailsOf(event, parties, t, format);
  return (
    <li className="event">
      <time className="event-when" dateTime={event.occurredAt}>
        {format.moment(event.occurredAt)}
      </time>
      <div>
        <p className="event-what">{t(`events.kinds.${event.kind}`)}</p>
        {details.length > 0 && (
          <ul className="event-details">
            {details.map(detail => (
              <li key={detail}>
                <bdi>{detail}</bdi>
              </li>
            ))}
          </ul>
        )}
        <p className="quiet">{whoDid(event, t, format)}</p>
      </div>
    </li>
  );
}
