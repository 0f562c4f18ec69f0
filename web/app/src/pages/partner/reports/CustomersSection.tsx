import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { graphql, type ResultOf } from '../../../api/graphql';
import { language } from '../../../i18n';
import { useFormat } from '../../../i18n/format';
import { Name } from '../../../ui/states';
import { happened, isEmpty, Line, stands } from './figures';
import { OpenFigure } from './OpenFigure';
import { Nothing, Section, Told, ToRequest } from './Section';
import { SummaryTable } from './SummaryTable';
import { shown, TimeChart } from './TimeChart';
import type { ReportArguments } from './time';
import { Totals } from './Totals';
import { usePartNames } from './useParts';

const CustomersReportQuery = graphql(
  `
    query CustomersReport($from: Date!, $to: Date, $interval: ReportInterval!, $timeZone: String, $services: [String!], $customerCountries: [String!], $asOf: DateTime, $locale: String!) {
      viewer {
        partner {
          id
          report(from: $from, to: $to, interval: $interval, timeZone: $timeZone, services: $services, customerCountries: $customerCountries, asOf: $asOf) {
            from to interval timeZone
            parts { from to }
            customers { gained { ...Line } lost { ...Line } standing { ...Line } }
            coverage { service { code name(locale: $locale) } withPrivilege { ...Line } withoutPrivilege { ...Line } }
          }
        }
      }
    }
  `,
  [Line],
);

type Report = NonNullable<NonNullable<NonNullable<ResultOf<typeof CustomersReportQuery>['viewer']>['partner']>['report']>;

/** Customers gained, lost and kept, and how many of them grant each service. */
export function CustomersSection({ given }: { given: ReportArguments }) {
  const { t } = useTranslation('reports');
  const [{ data, error, fetching }, again] = useQuery({
    query: CustomersReportQuery,
    variables: { ...given, locale: language() },
  });
  const report = data?.viewer?.partner?.report;
  return (
    <Section
      title={t('customers.title')}
      about={t('customers.about')}
      ready={report != null}
      fetching={fetching}
      error={error}
      onRetry={() => again({ requestPolicy: 'network-only' })}
    >
      {report && <Told report={report} />}
      {report && <Customers report={report} />}
    </Section>
  );
}

function Customers({ report }: { report: Report }) {
  const { t } = useTranslation('reports');
  const parts = usePartNames(report);
  const { gained, lost, standing } = report.customers;
  if (isEmpty(gained, lost, standing)) {
    return (
      <Nothing title={t('customers.none')} help={t('relationships.noneHelp')}>
        <ToRequest />
      </Nothing>
    );
  }
  return (
    <>
      <Totals
        items={[
          { label: t('figures.gained'), value: <OpenFigure figure={happened(gained)} />, about: t('figures.inAll') },
          { label: t('figures.lost'), value: <OpenFigure figure={happened(lost)} />, about: t('figures.inAll') },
          { label: t('figures.standing'), value: <OpenFigure figure={stands(standing)} />, about: t('figures.atEnd') },
        ]}
      />
      <TimeChart
        title={t('customers.flow')}
        kind="bars"
        parts={parts}
        series={[shown('gained', t('figures.gained'), gained), shown('lost', t('figures.lost'), lost)]}
      />
      <TimeChart
        title={t('customers.standing')}
        kind="lines"
        parts={parts}
        series={[shown('standing', t('figures.standing'), standing)]}
      />
      <Coverage report={report} parts={parts} />
    </>
  );
}

function Coverage({ report: { coverage }, parts }: { report: Report; parts: readonly string[] }) {
  const { t } = useTranslation('reports');
  const format = useFormat();
  return (
    <>
      <h3>{t('customers.coverage')}</h3>
      <p className="quiet">{t('customers.coverageAbout')}</p>
      <SummaryTable
        label={t('customers.coverage')}
        columns={[t('figures.service'), t('figures.with'), t('figures.without'), t('figures.share')]}
        rows={coverage.map(({ service, withPrivilege, withoutPrivilege }, i) => {
          const all = withPrivilege.total + withoutPrivilege.total;
          return {
            id: service?.code ?? `${i}`,
            name: <Name>{service?.name ?? '–'}</Name>,
            figures: [
              <OpenFigure key="with" figure={stands(withPrivilege)} />,
              <OpenFigure key="without" figure={stands(withoutPrivilege)} />,
              all > 0 ? format.percent(withPrivilege.total / all) : '–',
            ],
          };
        })}
      />
      <TimeChart
        title={t('customers.coverageOf')}
        kind="lines"
        parts={parts}
        series={coverage.map(({ service, withPrivilege }, i) => shown(service?.code ?? `${i}`, service?.name ?? '–', withPrivilege))}
      />
    </>
  );
}
