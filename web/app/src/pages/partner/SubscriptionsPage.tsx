import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useEndless } from '../../api/endless';
import { useOwnPartner } from '../../api/viewer';
import { language } from '../../i18n';
import { ButtonLink } from '../../ui/buttons';
import { Page } from '../../ui/page';
import { Empty } from '../../ui/states';
import { EndlessTable } from '../../ui/table';
import { useSubscriptionColumns } from './subscriptions/columns';
import { Offered } from './subscriptions/Offered';
import { SubscriptionsQuery } from './subscriptions/query';
import { type SubscriptionsSearch, subscriptionsAsked } from './subscriptions/search';
import { SubscriptionFilters } from './subscriptions/SubscriptionFilters';
import './partner.css';

/** The subscriptions that a partner is billed for, and before them those that it may take over (R41). */
export function SubscriptionsPage() {
  const { t } = useTranslation(['partner', 'common']);
  const partner = useOwnPartner();
  const navigate = useNavigate({ from: '/app/subscriptions' });
  const search = useSearch({ from: '/app/subscriptions' });
  const columns = useSubscriptionColumns();
  const seller = partner.type === 'DIRECT_RESELLER' || partner.type === 'INDIRECT_PROVIDER';
  const list = useEndless(
    SubscriptionsQuery,
    { partnerId: partner.id, locale: language(), filter: subscriptionsAsked(search) },
    data => data.partner?.subscriptions,
  );
  return (
    <Page title={t('common:nav.subscriptions')} intro={seller && t('subscriptions.intro')}>
      {!search.offered && <Offered partner={partner} />}
      <SubscriptionFilters search={search} onChange={next => void navigate({ search: next, replace: true })} />
      <EndlessTable
        label={t('subscriptions.label')}
        columns={columns}
        list={list}
        idOf={row => row.id}
        empty={<NoSubscriptions search={search} />}
      />
      {seller && <OwnId id={partner.id} />}
    </Page>
  );
}

/** Partners see little of each other, so that a transfer is offered to an id (R27, R41). */
function OwnId({ id }: { id: string }) {
  const { t } = useTranslation('partner');
  return (
    <p className="quiet">
      {t('subscriptions.receive')} <code>{id}</code>
    </p>
  );
}

function NoSubscriptions({ search }: { search: SubscriptionsSearch }) {
  const { t } = useTranslation('partner');
  const { type } = useOwnPartner();
  if (search.offered) return <Empty title={t('subscriptions.noneOffered')} />;
  if (Object.keys(search).length > 0) return <Empty title={t('subscriptions.none')}>{t('customers.noneHelp')}</Empty>;
  return (
    <Empty title={t('subscriptions.emptyTitle')}>
      <p>{t(`subscriptions.empty.${type}`)}</p>
      <ButtonLink to="/app/customers" kind="primary">
        {t('subscriptions.toCustomers')}
      </ButtonLink>
    </Empty>
  );
}
