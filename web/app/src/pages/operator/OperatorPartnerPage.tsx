import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useKeptQuery } from '../../api/kept';
import { useFormat } from '../../i18n/format';
import { Card, Facts, Page } from '../../ui/page';
import { Name } from '../../ui/states';
import { PartnerBadge } from '../shared/badges';
import { Missing } from '../shared/Missing';
import { PartnerHistory } from './Histories';
import { Pairing } from './Pairing';
import { Paired } from './Paired';
import { PartnerRelationships } from './Relationships';
import { type Partner as PartnerData, PartnerQuery } from './queries';
import { Suspension } from './Suspension';
import { PartnerUsers } from './Users';

/** One partner, for the operator. */
export function OperatorPartnerPage() {
  const { partnerId } = useParams({ from: '/app/operator/partners/$partnerId' });
  const [{ data, error, fetching }, again] = useKeptQuery({ query: PartnerQuery, variables: { id: partnerId } });
  const reload = () => again({ requestPolicy: 'network-only' });
  if (!data?.partner) return <Missing error={error} fetching={fetching} onRetry={reload} />;
  return <Partner key={data.partner.id} partner={data.partner} onReload={reload} />;
}

function Partner({ partner, onReload }: { partner: PartnerData; onReload: () => void }) {
  const { t } = useTranslation('operator');
  return (
    <Page title={partner.name} above={<Link to="/app/operator/partners">{t('partners.title')}</Link>}>
      <div className="cards">
        <Details partner={partner} />
        <Suspension partner={partner} onReload={onReload} />
        {partner.type === 'INDIRECT_RESELLER' && <Pairing reseller={partner} onReload={onReload} />}
      </div>
      {partner.type === 'INDIRECT_PROVIDER' && <Paired providerId={partner.id} onReload={onReload} />}
      <PartnerUsers id={partner.id} />
      <PartnerRelationships id={partner.id} />
      <PartnerHistory id={partner.id} />
    </Page>
  );
}

function Details({ partner }: { partner: PartnerData }) {
  const { t } = useTranslation(['operator', 'common']);
  const format = useFormat();
  const { agreement, support } = partner;
  const signer = agreement?.signedBy?.name;
  return (
    <Card title={t('details')}>
      <Facts
        items={[
          { term: t('columns.status'), value: <PartnerBadge status={partner.status} /> },
          { term: t('columns.type'), value: t(`common:partnerTypes.${partner.type}`) },
          { term: t('columns.country'), value: format.country(partner.country) },
          {
            term: t('agreement.term'),
            value: agreement
              ? t('agreement.signed', { version: agreement.version, date: format.day(agreement.signedAt) })
              : t('agreement.unsigned'),
          },
          ...(signer ? [{ term: t('agreement.signer'), value: <Name>{signer}</Name> }] : []),
          ...(partner.externalKey ? [{ term: t('columns.key'), value: <Name>{partner.externalKey}</Name> }] : []),
          ...[support.url, support.email, support.phone].flatMap((value, i) =>
            value ? [{ term: t(`support.${i === 0 ? 'url' : i === 1 ? 'email' : 'phone'}`), value: <Name>{value}</Name> }] : [],
          ),
        ]}
      />
    </Card>
  );
}
