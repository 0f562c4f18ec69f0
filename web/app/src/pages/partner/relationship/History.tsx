import { useTranslation } from 'react-i18next';
import { useEndless } from '../../../api/endless';
import { language } from '../../../i18n';
import { Card } from '../../../ui/page';
import { FailureState, Loading } from '../../../ui/states';
import { ListEnd } from '../../../ui/table';
import { EventList } from '../../shared/EventList';
import { HistoryQuery } from './query';

/** What happened under a relationship (R25). */
export function History({ id }: { id: string }) {
  const { t } = useTranslation('partner');
  const list = useEndless(HistoryQuery, { id, locale: language() }, data => data.relationship?.history);
  const empty = list.rows.length === 0;
  return (
    <Card title={t('relationship.history')}>
      <p className="quiet">{t('relationship.historyHelp')}</p>
      {empty && list.fetching && !list.error && <Loading />}
      {empty && !list.fetching && !list.error && <p>{t('relationship.noHistory')}</p>}
      {!empty && <EventList events={list.rows} />}
      {list.error && <FailureState error={list.error} onRetry={list.retry} />}
      {!empty && <ListEnd list={list} />}
    </Card>
  );
}
