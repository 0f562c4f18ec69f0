import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/buttons';
import { Checks, TextField } from '../../ui/fields';
import { Card } from '../../ui/page';
import { type HistorySearch, readHistorySearch, type Topic, topicNames, topicsOf } from './historyFilter';

/** What customers have nothing to do with: links are their partners'. */
const forPartners: readonly Topic[] = ['links'];

/** Narrows the history by what it is about and when it happened. */
export function HistoryFilters({ kind }: { kind: 'customer' | 'partner' }) {
  const { t } = useTranslation('history');
  const search = useSearch({ from: '/app/history' });
  const navigate = useNavigate({ from: '/app/history' });
  const set = (change: HistorySearch) =>
    void navigate({ search: readHistorySearch({ ...search, ...change }), replace: true, resetScroll: false });
  const offered = topicNames.filter(topic => kind === 'partner' || !forPartners.includes(topic));

  return (
    <Card>
      <div className="history-topics">
        <Checks<Topic>
          label={t('about')}
          description={t('aboutHelp')}
          items={offered.map(topic => ({ value: topic, label: t(`topics.${topic}`) }))}
          values={topicsOf(search.about)}
          onChange={topics => set({ about: topics.join(',') })}
        />
      </div>
      <div className="filters">
        <TextField label={t('from')} type="date" value={search.from ?? ''} onChange={from => set({ from })} />
        <TextField label={t('to')} type="date" value={search.to ?? ''} onChange={to => set({ to })} />
        {(search.about || search.from || search.to) && (
          <Button onPress={() => void navigate({ search: {}, replace: true, resetScroll: false })}>{t('clear')}</Button>
        )}
      </div>
    </Card>
  );
}
