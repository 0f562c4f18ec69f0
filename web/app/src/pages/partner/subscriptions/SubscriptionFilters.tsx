import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/buttons';
import { useOffers, useServiceItems } from '../parts/catalogue';
import { FilterChoice } from '../parts/FilterChoice';
import type { SubscriptionsSearch } from './search';

interface SubscriptionFiltersProps {
  search: SubscriptionsSearch;
  onChange: (search: SubscriptionsSearch) => void;
}

/** What narrows the list of subscriptions. */
export function SubscriptionFilters({ search, onChange }: SubscriptionFiltersProps) {
  const { t } = useTranslation(['partner', 'common']);
  const services = useServiceItems();
  const { offers } = useOffers();
  const set = <Key extends keyof SubscriptionsSearch>(key: Key, value: SubscriptionsSearch[Key] | undefined) => {
    const { [key]: _, ...others } = search;
    onChange(value === undefined ? others : { ...others, [key]: value });
  };
  return (
    <search className="filters">
      <FilterChoice
        label={t('subscriptions.offers')}
        anyLabel={t('subscriptions.mine')}
        items={[{ value: 'offered', label: t('subscriptions.offered') }]}
        value={search.offered ? 'offered' : undefined}
        onChange={value => set('offered', value === 'offered' ? true : undefined)}
      />
      <FilterChoice
        label={t('filters.status')}
        items={(['ACTIVE', 'SUSPENDED', 'CANCELLED'] as const).map(value => ({ value, label: t(`common:subscriptionStatuses.${value}`) }))}
        value={search.status}
        onChange={value => set('status', value)}
      />
      <FilterChoice
        label={t('filters.offer')}
        items={offers?.map(({ code, name }) => ({ value: code, label: name })) ?? []}
        value={search.offer}
        onChange={value => set('offer', value)}
      />
      <FilterChoice label={t('filters.ofService')} items={services} value={search.service} onChange={value => set('service', value)} />
      {Object.keys(search).length > 0 && <Button onPress={() => onChange({})}>{t('filters.clear')}</Button>}
    </search>
  );
}
