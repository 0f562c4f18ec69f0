import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { graphql, type ResultOf } from '../../../api/graphql';
import { language } from '../../../i18n';
import { Choice } from '../../../ui/fields';
import { Name } from '../../../ui/states';
import { happened, isEmpty, Line, stands } from './figures';
import { OpenFigure } from './OpenFigure';
import { Nothing, Section, Told, ToRequest } from './Section';
import { SummaryTable } from './SummaryTable';
import { shown, TimeChart } from './TimeChart';
import type { ReportArguments } from './time';
import { usePartNames } from './useParts';

const PrivilegesReportQuery = graphql(
  `
    query PrivilegesReport($from: Date!, $to: Date, $interval: ReportInterval!, $timeZone: String, $services: [String!], $customerCountries: [String!], $asOf: DateTime, $locale: String!) {
      viewer {
        partner {
          id
          report(from: $from, to: $to, interval: $interval, timeZone: $timeZone, services: $services, customerCountries: $customerCountries, asOf: $asOf) {
            from to interval timeZone
            parts { from to }
            services {
              service { code name(locale: $locale) }
              granted { ...Line }
              standing { ...Line }
              CUSTOMER_REMOVED: endedFor(reason: CUSTOMER_REMOVED) { ...Line }
              PARTNER_RELINQUISHED: endedFor(reason: PARTNER_RELINQUISHED) { ...Line }
              DISPLACED: endedFor(reason: DISPLACED) { ...Line }
              RELATIONSHIP_ENDED: endedFor(reason: RELATIONSHIP_ENDED) { ...Line }
            }
          }
        }
      }
    }
  `,
  [Line],
);

type Report = NonNullable<NonNullable<NonNullable<ResultOf<typeof PrivilegesReportQuery>['viewer']>['partner']>['report']>;
type Service = Report['services'][number];

const reasons = ['CUSTOMER_REMOVED', 'PARTNER_RELINQUISHED', 'DISPLACED', 'RELATIONSHIP_ENDED'] as const;

function linesOf(service: Service): Line[] {
  return [service.granted, service.standing, ...reasons.map(reason => service[reason])];
}

/** Privileges granted, ended for each reason and standing, service by service. */
export function PrivilegesSection({ given }: { given: ReportArguments }) {
  const { t } = useTranslation('reports');
  const [{ data, error, fetching }, again] = useQuery({
    query: PrivilegesReportQuery,
    variables: { ...given, locale: language() },
  });
  const report = data?.viewer?.partner?.report;
  const empty = report != null && isEmpty(...report.services.flatMap(linesOf));
  return (
    <Section
      title={t('privileges.title')}
      ready={report != null}
      fetching={fetching}
      error={error}
      onRetry={() => again({ requestPolicy: 'network-only' })}
    >
      {report && <Told report={report} />}
      {empty && (
        <Nothing title={t('privileges.none')} help={t('privileges.noneHelp')}>
          <ToRequest />
        </Nothing>
      )}
      {report && !empty && <Privileges report={report} />}
    </Section>
  );
}

function Privileges({ report }: { report: Report }) {
  const { t } = useTranslation('reports');
  const parts = usePartNames(report);
  return (
    <>
      <SummaryTable
        label={t('privileges.title')}
        columns={[
          t('figures.service'),
          t('figures.granted'),
          ...reasons.map(reason => t(`reasons.${reason}`)),
          t('figures.standing'),
        ]}
        rows={report.services.map((service, i) => ({
          id: service.service?.code ?? `${i}`,
          name: <Name>{service.service?.name ?? '–'}</Name>,
          figures: [
            <OpenFigure key="granted" figure={happened(service.granted)} />,
            ...reasons.map(reason => <OpenFigure key={reason} figure={happened(service[reason])} />),
            <OpenFigure key="standing" figure={stands(service.standing)} />,
          ],
        }))}
      />
      <TimeChart
        title={t('privileges.standing')}
        kind="lines"
        parts={parts}
        series={report.services.map(({ service, standing }, i) => shown(service?.code ?? `${i}`, service?.name ?? '–', standing))}
      />
      <Movement services={report.services} parts={parts} />
    </>
  );
}

/** What came and went of one service, and why it went. */
function Movement({ services, parts }: { services: Report['services']; parts: readonly string[] }) {
  const { t } = useTranslation('reports');
  const [code, setCode] = useState<string | null>(null);
  const service = services.find(one => one.service?.code === code) ?? services[0];
  if (!service) return null;
  return (
    <>
      {services.length > 1 && (
        <Choice
          label={t('privileges.movementOf')}
          value={service.service?.code ?? ''}
          onChange={setCode}
          items={services.map(one => ({ value: one.service?.code ?? '', label: one.service?.name ?? '–' }))}
        />
      )}
      <TimeChart
        title={t('privileges.movement', { service: service.service?.name ?? '–' })}
        kind="bars"
        parts={parts}
        series={[
          shown('granted', t('figures.granted'), service.granted),
          ...reasons.map(reason => shown(reason, t(`reasons.${reason}`), service[reason])),
        ]}
      />
    </>
  );
}
