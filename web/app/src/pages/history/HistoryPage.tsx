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
import type { HistoryEvent } from '../shared/history/event';
import { EventList } from '../shared/history/EventList';
import { newestFirst } from '../shared/history/newest';
import { HistoryFilters } from './HistoryFilters';
import { filterOf, keeps } from './historyFilter';
import { CustomerHistoryQuery, PartnerHistoryQuery } from './queries';
import './page.css';

/** What has happened to the viewer's company: who did what, and when (R25). */
export function HistoryPage() {
  const { kind } = useViewer();
  return kind === 'operator' ? <NothingHere /> : <History kind={kind} />;
}

type Filter = ReturnType<typeof filterOf>;

function History({ kind }: { kind: 'customer' | 'partner' }) {
  const { t } = useTranslation('history');
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
    <Page title={t('title')} intro={t(`intro.${kind}`)}>
      <HistoryFilters kind={kind} />
      <div role="status" className="history-news">
        {count > 0 && (
          <Button kind="primary" onPress={showNews}>
            {t('news', { count })}
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
  const { t } = useTranslation('history');
  return <EventList label={t('title')} list={list} />;
}
