import type { Endless } from '../../../api/endless';
import { Section } from '../../../ui/page';
import type { HistoryEvent } from './event';
import { EventList } from './EventList';

interface HistorySectionProps {
  title: string;
  list: Endless<HistoryEvent>;
}

/** What has happened to what a page is about, as a part of that page. */
export function HistorySection({ title, list }: HistorySectionProps) {
  return (
    <Section title={title}>
      <EventList label={title} list={list} />
    </Section>
  );
}
