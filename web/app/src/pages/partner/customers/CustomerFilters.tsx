import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/buttons';
import { Choice, TextField } from '../../../ui/fields';
import { SearchBox } from '../../shared/SearchBox';
import { useServiceItems } from '../parts/catalogue';
import { FilterChoice } from '../parts/FilterChoice';
import { MoreFilters } from '../parts/MoreFilters';
import { orders } from '../parts/orders';
import type { CustomersSearch } from './search';

const moreSet = ['service', 'privileges', 'without', 'from', 'to'] as const;

interface CustomerFiltersProps {
  search: CustomersSearch;
  onChange: (search: CustomersSearch) => void;
}

/** What narrows and orders the list of customers. */
export function CustomerFilters({ search, onChange }: CustomerFiltersProps) {
  const { t } = useTranslation(['partner', 'common']);
  const services = useServiceItems();
  const set = <Key extends keyof CustomersSearch>(key: Key, value: CustomersSearch[Key] | undefined) => {
    const { [key]: _, ...others } = search;
    onChange(value === undefined || value === '' ? others : { ...others, [key]: value });
  };
  return (
    <search className="filters">
      <SearchBox label={t('filters.search')} value={search.q ?? ''} onSearch={q => set('q', q)} />
      <FilterChoice
        label={t('filters.status')}
        items={(['ACTIVE', 'ENDING'] as const).map(value => ({ value, label: t(`common:relationshipStatuses.${value}`) }))}
        value={search.status}
        onChange={value => set('status', value)}
      />
      <Choice
        label={t('filters.order')}
        items={orders.map(value => ({ value, label: t(`filters.orders.${value}`) }))}
        value={search.order ?? 'newest'}
        onChange={value => set('order', value === 'newest' ? undefined : value)}
      />
      <MoreFilters open={moreSet.some(key => search[key] !== undefined)}>
        <FilterChoice label={t('filters.service')} items={services} value={search.service} onChange={value => set('service', value)} />
        <FilterChoice
          label={t('filters.privileges')}
          items={(['with', 'without'] as const).map(value => ({ value, label: t(`filters.${value}`) }))}
          value={search.privileges}
          onChange={value => set('privileges', value)}
        />
        <FilterChoice
          label={t('filters.withoutFor')}
          anyLabel={t('filters.withoutNone')}
          items={services}
          value={search.without}
          onChange={value => set('without', value)}
        />
        <TextField type="date" label={t('filters.from')} value={search.from ?? ''} onChange={value => set('from', value)} />
        <TextField type="date" label={t('filters.to')} value={search.to ?? ''} onChange={value => set('to', value)} />
      </MoreFilters>
      {Object.keys(search).length > 0 && <Button onPress={() => onChange({})}>{t('filters.clear')}</Button>}
    </search>
  );
}
