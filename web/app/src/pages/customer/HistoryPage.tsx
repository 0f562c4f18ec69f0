import { useSearch } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Endless, useEndless } from '../../api/endless';
import { useNews } from '../../api/live';
import { useViewer } from '../../api/viewer';
import { language } from '../../i18n';
import { Button } from '../../ui/buttons';
import { Page } from '../../ui/page';
import { NothingHere } from '../NotFound';
import { keepFocus } from '../shared/focus';
import type { HistoryEvent } from './event';
import { EventList } from './EventList';
import { CustomerHistoryQuery, PartnerHistoryQuery } from './histories';
import { HistoryFilters } from './HistoryFilters';
import { filterOf, keeps } from './historyFilter';
import { newestFirst } from './newest';

/** What has happened to the viewer's company: who did what, and when (R25). */
export function HistoryPage() {
  const { kind } = useViewer();
  return kind === 'operator' ? <NothingHere /> : <History kind={kind} />;
}

type Filter = ReturnType<typeof filterOf>;

function History({ kind }: { kind: 'customer' | 'partner' }) {
  const { t } = useTranslation('customer');
  const search = useSearch({ from: '/app/history' });
  const filter = useMemo(() => filterOf(search), [search]);
  const [turn, setTurn] = useState(0);
  const fits = useCallback((event: Parameters<typeof keeps>[1]) => keeps(filter, event), [filter]);
  const { count, clear } = useNews(fits);
  const List = kind === 'customer' ? CustomerEvents : PartnerEvents;

  function showNews() {
    clear();
    setTurn(before => before + 1);
    keepFocus();
  }
  return (
    <Page title={t('history.title')} intro={t(`history.intro.${kind}`)}>
      <HistoryFilters kind={kind} />
      <div role="status" className="history-news">
        {count > 0 && (
          <Button kind="primary" onPress={showNews}>
            {t('history.news', { count })}
          </Button>
        )}
      </div>
      <List key={turn} filter={filter} />
    </Page>
  );
}

function CustomerEvents({ filter }: { filter: Filter }) {
  const variables = { filter, locale: language() };
  return <Events list={useEndless(CustomerHistoryQuery, variables, data => newestFirst(data.viewer?.customer?.history))} />;
}

function PartnerEvents({ filter }: { filter: Filter }) {
  const variables = { filter, locale: language() };
  return <Events list={useEndless(PartnerHistoryQuery, variables, data => newestFirst(data.viewer?.partner?.history))} />;
}

function Events({ list }: { list: Endless<HistoryEvent> }) {
  const { t } = useTranslation('customer');
  return <EventList label={t('history.title')} list={list} />;
}
