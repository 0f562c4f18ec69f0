import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { graphql, type ResultOf } from '../../../api/graphql';
import { useFormat } from '../../../i18n/format';
import { Name } from '../../../ui/states';
import { Funnel, useDuration } from '../requesting/Funnel';
import { happened, Line } from './figures';
import { OpenFigure } from './OpenFigure';
import { Nothing, Section, Told, ToRequest } from './Section';
import { SummaryTable } from './SummaryTable';
import { TimeChart } from './TimeChart';
import type { ReportArguments } from './time';
import { usePartNames } from './useParts';

/** Links are not of services: what they ask for narrows nothing here. */
const LinksReportQuery = graphql(
  `
    query LinksReport($from: Date!, $to: Date, $interval: ReportInterval!, $timeZone: String, $asOf: DateTime) {
      viewer {
        partner {
          id
          report(from: $from, to: $to, interval: $interval, timeZone: $timeZone, asOf: $asOf) {
            from to interval timeZone
            parts { from to }
            invites {
              views { total }
              previews { total values }
              acceptances { total values }
              declines { total values }
              rate
              timeToAccept { median percentile90 }
              links {
                invite { id label createdAt }
                views { total }
                previews { total }
                acceptances { ...Line }
                declines { ...Line }
                rate
                timeToAccept { median percentile90 }
              }
            }
          }
        }
      }
    }
  `,
  [Line],
);

type Report = NonNullable<NonNullable<NonNullable<ResultOf<typeof LinksReportQuery>['viewer']>['partner']>['report']>;
type Invites = NonNullable<Report['invites']>;

/** How many of those that follow links accept, and how long it takes them. */
export function LinksSection({ given: { services: _, customerCountries: __, ...given } }: { given: ReportArguments }) {
  const { t } = useTranslation('reports');
  const [{ data, error, fetching }, again] = useQuery({ query: LinksReportQuery, variables: given });
  const report = data?.viewer?.partner?.report;
  const invites = report?.invites;
  return (
    <Section
      title={t('links.title')}
      about={t('links.about')}
      ready={invites != null}
      fetching={fetching}
      error={error}
      onRetry={() => again({ requestPolicy: 'network-only' })}
    >
      {report && <Told report={report} />}
      {report && invites && <Links report={report} invites={invites} />}
    </Section>
  );
}

function Links({ report, invites }: { report: Report; invites: Invites }) {
  const { t } = useTranslation('reports');
  const parts = usePartNames(report);
  const { views, previews, acceptances, declines } = invites;
  if (views.total + previews.total + acceptances.total + declines.total === 0) {
    return (
      <Nothing title={t('links.none')} help={t('links.noneHelp')}>
        <ToRequest />
      </Nothing>
    );
  }
  const series = [
    { id: 'previews', label: t('links.previews'), values: previews.values, cells: previews.values },
    { id: 'acceptances', label: t('links.acceptances'), values: acceptances.values, cells: acceptances.values },
    { id: 'declines', label: t('links.declines'), values: declines.values, cells: declines.values },
  ];
  return (
    <>
      <Funnel
        figures={{
          views: views.total,
          previews: previews.total,
          acceptances: acceptances.total,
          declines: declines.total,
          rate: invites.rate,
          timeToAccept: invites.timeToAccept,
        }}
      />
      <TimeChart title={t('links.overTime')} kind="bars" parts={parts} series={series} />
      <h3>{t('links.each')}</h3>
      {invites.links ? <EachLink links={invites.links} /> : <p>{t('links.tooMany')}</p>}
    </>
  );
}

function EachLink({ links }: { links: NonNullable<Invites['links']> }) {
  const { t } = useTranslation('reports');
  const format = useFormat();
  const duration = useDuration();
  return (
    <SummaryTable
      label={t('links.each')}
      columns={[
        t('figures.link'),
        t('links.views'),
        t('links.previews'),
        t('links.acceptances'),
        t('links.declines'),
        t('links.rate'),
        t('links.median'),
        t('links.percentile90'),
      ]}
      rows={links.map(({ invite, views, previews, acceptances, declines, rate, timeToAccept }) => ({
        id: invite.id,
        name: (
          <Link to="/app/links/$inviteId" params={{ inviteId: invite.id }}>
            <Name>{invite.label ?? t('links.unlabelled', { day: format.day(invite.createdAt) })}</Name>
          </Link>
        ),
        figures: [
          format.number(views.total),
          format.number(previews.total),
          <OpenFigure key="acceptances" figure={happened(acceptances)} />,
          <OpenFigure key="declines" figure={happened(declines)} />,
          rate === null ? '–' : format.percent(rate),
          timeToAccept ? duration(timeToAccept.median) : '–',
          timeToAccept ? duration(timeToAccept.percentile90) : '–',
        ],
      }))}
    />
  );
}
