import { useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { type Endless, useEndless } from '../../api/endless';
import { useNews } from '../../api/live';
import { useViewer } from '../../api/viewer';
import { language } from '../../i18n';
import { Button } from '../../ui/buttons';
import { Page } from '../../ui/page';
import { NothingHere } from '../NotFound';
import { keepFocus } from '../shared/focus';
import type { HistoryEvent } from '../shared/history/event';
import { EventList } from '../shared/history/EventList';
import { newestFirst } from '../shared/history/newest';
import { HistoryFilters } from './HistoryFilters';
import { filterOf, keeps } from './historyFilter';
import { CustomerHistoryQuery, NewestEventQuery, PartnerHistoryQuery } from './queries';
import './page.css';

/** What has happened to the viewer's company: who did what, and when (R25). */
export function HistoryPage() {
  const { kind } = useViewer();
  return kind === 'operator' ? <NothingHere /> : <History kind={kind} />;
}

type Filter = ReturnType<typeof filterOf>;

/** What the list shows, and by what it is narrowed. */
interface Shown {
  filter: Filter;
  rows: readonly HistoryEvent[];
}

function History({ kind }: { kind: 'customer' | 'partner' }) {
  const { t } = useTranslation('history');
  const search = useSearch({ from: '/app/history' });
  const filter = useMemo(() => filterOf(search), [search]);
  const [turn, setTurn] = useState(0);
  const fits = useCallback((event: Parameters<typeof keeps>[1]) => keeps(filter, event), [filter]);
  const [shown, setShown] = useState<Shown | null>(null);
  const shownRows = shown?.filter === filter ? shown.rows : null;
  const { count, clear } = useNews(useBeginning(filter, shownRows), fits, shownRows);
  const List = kind === 'customer' ? CustomerEvents : PartnerEvents;

  function showNews() {
    clear();
    setTurn(before => before + 1);
    keepFocus();
  }
  return (
    <Page title={t('title')} intro={t(`intro.${kind}`)}>
      <HistoryFilters kind={kind} />
      <div role="status" className="history-news">
        {count > 0 && (
          <Button kind="primary" onPress={showNews}>
            {t('news', { count })}
          </Button>
        )}
      </div>
      <List key={`${turn} ${JSON.stringify(filter)}`} filter={filter} onShown={setShown} />
    </Page>
  );
}

/**
 * The cursor from which on news are followed while the page is there: that of the newest event that the list shows. A list that
 * is narrowed may end long ago, or be empty: then it is that of the company's newest event. Undefined until it is known.
 */
function useBeginning(filter: Filter, rows: Shown['rows'] | null): string | null | undefined {
  const [beginning, setBeginning] = useState<string | null>();
  const narrowed = Object.keys(filter).length > 0;
  // An answer from the cache serves as well: what is told again since then, the list shows.
  const [{ data }] = useQuery({ query: NewestEventQuery, requestPolicy: 'cache-first', pause: !narrowed || beginning !== undefined });
  const company = data && (data.viewer?.customer ?? data.viewer?.partner);
  const newest = (narrowed ? company?.history?.nodes : rows) ?? undefined;
  const found = newest && (newest[0]?.cursor ?? null);
  useEffect(() => {
    if (found !== undefined && beginning === undefined) setBeginning(found);
  }, [found, beginning]);
  return beginning;
}

interface ListProps {
  filter: Filter;
  /** Is told what the list shows, whenever that changes. */
  onShown: (shown: Shown) => void;
}

function CustomerEvents({ filter, onShown }: ListProps) {
  const variables = { filter, locale: language() };
  const list = useEndless(CustomerHistoryQuery, variables, data => newestFirst(data.viewer?.customer?.history));
  return <Events list={list} filter={filter} onShown={onShown} />;
}

function PartnerEvents({ filter, onShown }: ListProps) {
  const variables = { filter, locale: language() };
  const list = useEndless(PartnerHistoryQuery, variables, data => newestFirst(data.viewer?.partner?.history));
  return <Events list={list} filter={filter} onShown={onShown} />;
}

function Events({ list, filter, onShown }: ListProps & { list: Endless<HistoryEvent> }) {
  const { t } = useTranslation('history');
  const { rows } = list;
  const answered = rows.length > 0 || (!list.fetching && !list.error);
  useEffect(() => {
    if (answered) onShown({ filter, rows });
  }, [answered, filter, rows, onShown]);
  return <EventList label={t('title')} list={list} />;
}
