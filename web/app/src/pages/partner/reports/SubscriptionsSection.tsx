import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { graphql, type ResultOf } from '../../../api/graphql';
import { language } from '../../../i18n';
import { ButtonLink } from '../../../ui/buttons';
import { Name } from '../../../ui/states';
import { happened, isEmpty, Line, stands } from './figures';
import { OpenFigure } from './OpenFigure';
import { Nothing, Section, Told } from './Section';
import { SummaryTable } from './SummaryTable';
import { shown, TimeChart } from './TimeChart';
import type { ReportArguments } from './time';
import { usePartNames } from './useParts';

const SubscriptionsReportQuery = graphql(
  `
    query SubscriptionsReport($from: Date!, $to: Date, $interval: ReportInterval!, $timeZone: String, $services: [String!], $customerCountries: [String!], $asOf: DateTime, $locale: String!) {
      viewer {
        partner {
          id
          report(from: $from, to: $to, interval: $interval, timeZone: $timeZone, services: $services, customerCountries: $customerCountries, asOf: $asOf) {
            from to interval timeZone
            parts { from to }
            offers {
              offer { code name(locale: $locale) }
              subscriptions { begun { ...Line } ended { ...Line } standing { ...Line } }
              seats { ...Line }
            }
          }
        }
      }
    }
  `,
  [Line],
);

type Report = NonNullable<NonNullable<NonNullable<ResultOf<typeof SubscriptionsReportQuery>['viewer']>['partner']>['report']>;
type Offer = Report['offers'][number];

const codeOf = ({ offer }: Offer, i: number) => offer?.code ?? `${i}`;
const nameOf = ({ offer }: Offer) => offer?.name ?? '–';

/** Subscriptions and their seats, offer by offer. */
export function SubscriptionsSection({ given }: { given: ReportArguments }) {
  const { t } = useTranslation('reports');
  const [{ data, error, fetching }, again] = useQuery({
    query: SubscriptionsReportQuery,
    variables: { ...given, locale: language() },
  });
  const report = data?.viewer?.partner?.report;
  const offers = report?.offers.filter(({ subscriptions: { begun, ended, standing } }) => !isEmpty(begun, ended, standing));
  return (
    <Section
      title={t('subscriptions.title')}
      about={t('subscriptions.about')}
      ready={report != null}
      fetching={fetching}
      error={error}
      onRetry={() => again({ requestPolicy: 'network-only' })}
    >
      {report && <Told report={report} />}
      {offers?.length === 0 && (
        <Nothing title={t('subscriptions.none')} help={t('subscriptions.noneHelp')}>
          <ButtonLink to="/app/customers">{t('subscriptions.toCustomers')}</ButtonLink>
        </Nothing>
      )}
      {report && offers && offers.length > 0 && <Offers report={report} offers={offers} />}
    </Section>
  );
}

function Offers({ report, offers }: { report: Report; offers: readonly Offer[] }) {
  const { t } = useTranslation('reports');
  const parts = usePartNames(report);
  return (
    <>
      <SummaryTable
        label={t('subscriptions.title')}
        columns={[t('figures.offer'), t('figures.begun'), t('figures.ended'), t('figures.standing'), t('figures.seats')]}
        rows={offers.map((offer, i) => ({
          id: codeOf(offer, i),
          name: <Name>{nameOf(offer)}</Name>,
          figures: [
            <OpenFigure key="begun" figure={happened(offer.subscriptions.begun)} />,
            <OpenFigure key="ended" figure={happened(offer.subscriptions.ended)} />,
            <OpenFigure key="standing" figure={stands(offer.subscriptions.standing)} />,
            <OpenFigure key="seats" figure={stands(offer.seats)} />,
          ],
        }))}
      />
      <TimeChart
        title={t('subscriptions.seats')}
        kind="lines"
        parts={parts}
        series={offers.map((offer, i) => shown(codeOf(offer, i), nameOf(offer), offer.seats))}
      />
      <TimeChart
        title={t('subscriptions.standing')}
        kind="lines"
        parts={parts}
        series={offers.map((offer, i) => shown(codeOf(offer, i), nameOf(offer), offer.subscriptions.standing))}
      />
    </>
  );
}
