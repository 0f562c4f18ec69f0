import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { graphql } from '../../../api/graphql';
import { happened, isEmpty, Line, stands } from './figures';
import { OpenFigure } from './OpenFigure';
import { Nothing, Section, Told, ToRequest } from './Section';
import { shown, TimeChart } from './TimeChart';
import type { ReportArguments } from './time';
import { Totals } from './Totals';
import { usePartNames } from './useParts';

const RelationshipsReportQuery = graphql(
  `
    query RelationshipsReport($from: Date!, $to: Date, $interval: ReportInterval!, $timeZone: String, $services: [String!], $customerCountries: [String!], $asOf: DateTime) {
      viewer {
        partner {
          id
          report(from: $from, to: $to, interval: $interval, timeZone: $timeZone, services: $services, customerCountries: $customerCountries, asOf: $asOf) {
            from to interval timeZone
            parts { from to }
            relationships { begun { ...Line } ended { ...Line } standing { ...Line } }
          }
        }
      }
    }
  `,
  [Line],
);

const none = { interval: 'MONTH', timeZone: 'UTC', parts: [] } as const;

/** Relationships that began, ended and stand. */
export function RelationshipsSection({ given }: { given: ReportArguments }) {
  const { t } = useTranslation('reports');
  const [{ data, error, fetching }, again] = useQuery({ query: RelationshipsReportQuery, variables: given });
  const report = data?.viewer?.partner?.report;
  const parts = usePartNames(report ?? none);
  const lines = report?.relationships;
  return (
    <Section
      title={t('relationships.title')}
      ready={lines !== undefined}
      fetching={fetching}
      error={error}
      onRetry={() => again({ requestPolicy: 'network-only' })}
    >
      {report && <Told report={report} />}
      {lines && isEmpty(lines.begun, lines.ended, lines.standing) && (
        <Nothing title={t('relationships.none')} help={t('relationships.noneHelp')}>
          <ToRequest />
        </Nothing>
      )}
      {lines && !isEmpty(lines.begun, lines.ended, lines.standing) && (
        <>
          <Totals
            items={[
              { label: t('figures.begun'), value: <OpenFigure figure={happened(lines.begun)} />, about: t('figures.inAll') },
              { label: t('figures.ended'), value: <OpenFigure figure={happened(lines.ended)} />, about: t('figures.inAll') },
              { label: t('figures.standing'), value: <OpenFigure figure={stands(lines.standing)} />, about: t('figures.atEnd') },
            ]}
          />
          <TimeChart
            title={t('relationships.flow')}
            kind="bars"
            parts={parts}
            series={[shown('begun', t('figures.begun'), lines.begun), shown('ended', t('figures.ended'), lines.ended)]}
          />
          <TimeChart
            title={t('relationships.standing')}
            kind="lines"
            parts={parts}
            series={[shown('standing', t('figures.standing'), lines.standing)]}
          />
        </>
      )}
    </Section>
  );
}
