import { useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format';
import { Page } from '../../ui/page';
import { Notice } from '../../ui/states';
import { Exports } from './reports/Exports';
import { Filters } from './reports/Filters';
import { Sections } from './reports/Sections';
import './reports/reports.css';

/** Reports to a partner, now and as of any past moment, and its lists as files. */
export function ReportsPage() {
  const { t } = useTranslation('reports');
  const format = useFormat();
  const search = useSearch({ from: '/app/reports' });
  return (
    <Page title={t('title')} intro={t('intro')}>
      <Filters search={search} />
      {search.asOf && (
        <Notice>
          <p>{t('filters.asOfNotice', { moment: format.moment(search.asOf) })}</p>
        </Notice>
      )}
      <Sections search={search} />
      <Exports asOf={search.asOf ?? null} />
    </Page>
  );
}
