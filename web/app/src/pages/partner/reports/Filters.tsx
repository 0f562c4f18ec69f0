import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Choice } from '../../../ui/fields';
import { MoreFilters } from './MoreFilters';
import { type Interval, intervals, type Range, ranges, type ReportSearch } from './search';
import { intervalOf, rangeOf } from './time';

/** What is reported. All of it is in the address, so that it can be kept and sent. */
export function Filters({ search }: { search: ReportSearch }) {
  const { t } = useTranslation('reports');
  const navigate = useNavigate();
  const range = rangeOf(search);

  function show(next: ReportSearch) {
    void navigate({ to: '/app/reports', search: next, resetScroll: false });
  }

  function setRange(chosen: Range | 'custom') {
    if (chosen === 'custom') return;
    const { from: _, until: __, interval: ___, ...rest } = search;
    show({ ...rest, range: chosen });
  }

  return (
    <section className="card" aria-label={t('filters.label')}>
      <div className="filters">
        <Choice<Range | 'custom'>
          label={t('filters.range')}
          value={range}
          onChange={setRange}
          items={[...ranges, ...(range === 'custom' ? (['custom'] as const) : [])].map(value => ({
            value,
            label: t(`filters.ranges.${value}`),
          }))}
        />
        <Choice<Interval>
          label={t('filters.interval')}
          value={intervalOf(search)}
          onChange={interval => show({ ...search, interval })}
          items={intervals.map(value => ({ value, label: t(`filters.intervals.${value}`) }))}
        />
      </div>
      <MoreFilters key={JSON.stringify(search)} search={search} onShow={show} />
    </section>
  );
}
