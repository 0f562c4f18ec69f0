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
import { usePartNames } from './useParts';

/** The privileges have their totals alone: figures of every reseller and service would be beyond what one request may cost. */
const ResellersReportQuery = graphql(
  `
    query ResellersReport($from: Date!, $to: Date, $interval: ReportInterval!, $timeZone: String, $services: [String!], $customerCountries: [String!], $asOf: DateTime, $locale: String!) {
      viewer {
        partner {
          id
          report(from: $from, to: $to, interval: $interval, timeZone: $timeZone, services: $services, customerCountries: $customerCountries, asOf: $asOf) {
            from to interval timeZone
            parts { from to }
            resellers {
              reseller { id name }
              relationships { begun { ...Line } ended { ...Line } standing { ...Line } }
              services { service { code name(locale: $locale) } standing { total } }
            }
          }
        }
      }
    }
  `,
  [Line],
);

type Report = NonNullable<NonNullable<NonNullable<ResultOf<typeof ResellersReportQuery>['viewer']>['partner']>['report']>;
type Reseller = Report['resellers'][number];

const nameOf = ({ reseller }: Reseller) => reseller?.name ?? '–';

/** What the resellers of an indirect provider bring (R6). */
export function ResellersSection({ given }: { given: ReportArguments }) {
  const { t } = useTranslation('reports');
  const [{ data, error, fetching }, again] = useQuery({
    query: ResellersReportQuery,
    variables: { ...given, locale: language() },
  });
  const report = data?.viewer?.partner?.report;
  const empty = report?.resellers.every(({ relationships: { begun, ended, standing } }) => isEmpty(begun, ended, standing));
  return (
    <Section
      title={t('resellers.title')}
      about={t('resellers.about')}
      ready={report != null}
      fetching={fetching}
      error={error}
      onRetry={() => again({ requestPolicy: 'network-only' })}
    >
      {report && <Told report={report} />}
      {empty && (
        <Nothing title={t('resellers.none')} help={t('resellers.noneHelp')}>
          <ToRequest />
        </Nothing>
      )}
      {report && !empty && <Resellers report={report} />}
    </Section>
  );
}

function Resellers({ report }: { report: Report }) {
  const { t } = useTranslation('reports');
  const format = useFormat();
  const parts = usePartNames(report);
  const privilegesOf = ({ services }: Reseller) =>
    format.list(
      services.filter(({ standing }) => standing.total > 0).map(({ service, standing }) => `${service?.name ?? '–'}: ${format.number(standing.total)}`),
    ) || '–';
  return (
    <>
      <SummaryTable
        label={t('resellers.title')}
        columns={[t('figures.reseller'), t('figures.begun'), t('figures.ended'), t('figures.standing'), t('resellers.privileges')]}
        rows={report.resellers.map((one, i) => ({
          id: one.reseller?.id ?? `${i}`,
          name: <Name>{nameOf(one)}</Name>,
          figures: [
            <OpenFigure key="begun" figure={happened(one.relationships.begun)} />,
            <OpenFigure key="ended" figure={happened(one.relationships.ended)} />,
            <OpenFigure key="standing" figure={stands(one.relationships.standing)} />,
            privilegesOf(one),
          ],
        }))}
      />
      <TimeChart
        title={t('resellers.standing')}
        kind="lines"
        parts={parts}
        series={report.resellers.map((one, i) => shown(one.reseller?.id ?? `${i}`, nameOf(one), one.relationships.standing))}
      />
    </>
  );
}
