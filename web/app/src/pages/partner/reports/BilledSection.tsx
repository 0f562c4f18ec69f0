import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { graphql, type ResultOf } from '../../../api/graphql';
import { useFormat } from '../../../i18n/format';
import { useMonthName } from '../bills/months';
import { Chart } from './Chart';
import { Nothing, Section } from './Section';
import { SummaryTable } from './SummaryTable';
import type { ReportArguments } from './time';
import { Totals } from './Totals';

/** The bills alone, which no service and no country narrows. */
const BilledReportQuery = graphql(`
  query BilledReport($from: Date!, $to: Date, $interval: ReportInterval!, $timeZone: String, $asOf: DateTime) {
    viewer {
      partner {
        id
        report(from: $from, to: $to, interval: $interval, timeZone: $timeZone, asOf: $asOf) {
          billed {
            amount { amount currency }
            tax { amount currency }
            total { amount currency }
            months { month period { from until } amount { amount currency } tax { amount currency } total { amount currency } lineCount }
          }
        }
      }
    }
  }
`);

type Report = NonNullable<NonNullable<NonNullable<ResultOf<typeof BilledReportQuery>['viewer']>['partner']>['report']>;
type Billed = NonNullable<Report['billed']>;

/** What was billed, by month; each month opens its bill. */
export function BilledSection({ given }: { given: ReportArguments }) {
  const { t } = useTranslation('reports');
  const { from, to, timeZone, asOf } = given;
  const [{ data, error, fetching }, again] = useQuery({
    query: BilledReportQuery,
    variables: { from, to, timeZone, asOf, interval: 'MONTH' },
  });
  const billed = data?.viewer?.partner?.report?.billed;
  return (
    <Section
      title={t('billed.title')}
      about={t('billed.about')}
      ready={billed != null}
      fetching={fetching}
      error={error}
      onRetry={() => again({ requestPolicy: 'network-only' })}
    >
      {billed?.months.length === 0 && <Nothing title={t('billed.none')} help={t('billed.noneHelp')} />}
      {billed && billed.months.length > 0 && <Bills billed={billed} />}
    </Section>
  );
}

function Bills({ billed }: { billed: Billed }) {
  const { t } = useTranslation('reports');
  const format = useFormat();
  const { currency } = billed.total;
  const nameOf = useMonthName();
  return (
    <>
      <Totals
        items={[
          { label: t('billed.amount'), value: format.money(billed.amount) },
          { label: t('billed.tax'), value: format.money(billed.tax) },
          { label: t('billed.total'), value: format.money(billed.total) },
        ]}
      />
      <Chart
        title={t('billed.chart')}
        kind="bars"
        parts={billed.months.map(({ month }) => nameOf(month))}
        series={[{ id: 'total', label: t('billed.total'), values: billed.months.map(({ total }) => Number(total.amount)) }]}
        write={value => format.money({ amount: String(value), currency })}
      />
      <SummaryTable
        label={t('billed.title')}
        columns={[t('billed.month'), t('billed.period'), t('billed.amount'), t('billed.tax'), t('billed.total'), t('billed.lines')]}
        rows={billed.months.map(({ month, period, amount, tax, total, lineCount }) => ({
          id: month,
          name: (
            <Link to="/app/bills" search={{ month }}>
              {nameOf(month)}
            </Link>
          ),
          figures: [
            t('billed.periodOf', { from: format.day(period.from), until: format.day(period.until) }),
            format.money(amount),
            format.money(tax),
            format.money(total),
            format.number(lineCount),
          ],
        }))}
      />
    </>
  );
}
