import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/format';
import { Card, Facts } from '../../../ui/page';
import { dayBefore } from '../parts/days';
import type { Bill } from './query';

/** What a bill comes to. */
export function BillTotals({ bill: { period, amount, tax, total } }: { bill: Bill }) {
  const { t } = useTranslation('partner');
  const format = useFormat();
  const days = t('bills.periodValue', { from: format.day(period.from), until: format.day(dayBefore(period.until)) });
  return (
    <Card title={t('bills.totals')}>
      <Facts
        items={[
          { term: t('bills.period'), value: days },
          // XXX stands for no currency, where nothing has been charged yet.
          ...(total.currency === 'XXX'
            ? []
            : [
                { term: t('bills.amount'), value: format.money(amount) },
                { term: t('bills.tax'), value: format.money(tax) },
                { term: t('bills.total'), value: <strong>{format.money(total)}</strong> },
              ]),
        ]}
      />
    </Card>
  );
}
