import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { graphql } from '../../../api/graphql';
import { Card } from '../../../ui/page';
import { FailureState, Loading } from '../../../ui/states';
import { Funnel } from './Funnel';
import type { OneLink } from './link';

/** Of one link alone, with neither values by time nor links one by one: that costs little. */
const FunnelQuery = graphql(`
  query LinkFunnel($ids: [ID!], $from: Date!) {
    viewer {
      partner {
        id
        report(from: $from, interval: MONTH) {
          invites(ids: $ids) { previews { total } rate timeToAccept { median percentile90 } }
        }
      }
    }
  }
`);

/** A day on which the link was not there yet, whichever zone's days the report tells. */
function dayBefore(moment: string): string {
  const day = new Date(moment);
  day.setUTCDate(day.getUTCDate() - 1);
  return day.toISOString().slice(0, 10);
}

/** How far those came that followed a link. */
export function LinkFunnel({ link }: { link: OneLink }) {
  const { t } = useTranslation('requesting');
  const [{ data, error }, again] = useQuery({
    query: FunnelQuery,
    variables: { ids: [link.id], from: dayBefore(link.createdAt) },
  });
  const invites = data?.viewer?.partner?.report?.invites;
  const nobody = link.viewCount + link.acceptCount + link.declineCount === 0;
  return (
    <Card
      title={t('funnel.title')}
      actions={
        <Link to="/app/reports" search={{ section: 'links' }}>
          {t('funnel.reports')}
        </Link>
      }
    >
      {error && !invites && <FailureState error={error} onRetry={() => again({ requestPolicy: 'network-only' })} />}
      {!error && !invites && <Loading />}
      {invites && nobody && <p className="quiet">{t('funnel.none')}</p>}
      {invites && !nobody && (
        <Funnel
          figures={{
            ...invites,
            // The link's own counts have what is older than reports, too.
            views: link.viewCount,
            acceptances: link.acceptCount,
            declines: link.declineCount,
            previews: invites.previews.total,
          }}
        />
      )}
    </Card>
  );
}
