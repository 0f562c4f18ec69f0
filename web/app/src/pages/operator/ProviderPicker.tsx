import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEndless } from '../../api/endless';
import { useFormat } from '../../i18n/format';
import { Radios, SearchField } from '../../ui/fields';
import { useSettled } from '../../ui/settled';
import { FailureState, Loading } from '../../ui/states';
import { PartnersQuery } from './queries';

/** How many providers are offered at once; a search narrows them. */
const most = 20;

interface ProviderPickerProps {
  /** The reseller's country: its provider is of the same one (R7). */
  country: string;
  value: string;
  onChange: (id: string) => void;
  error: string | undefined;
}

/** Finds the provider that a reseller sells for (R6): partners of that type and country, page after page until some fit. */
export function ProviderPicker({ country, value, onChange, error }: ProviderPickerProps) {
  const { t } = useTranslation('operator');
  const format = useFormat();
  const [typed, setTyped] = useState('');
  const search = useSettled(typed.trim(), 300);
  const list = useEndless(PartnersQuery, { search: search || null }, data => data.partners, 100);
  const fitting = list.rows.filter(one => one.type === 'INDIRECT_PROVIDER' && (country === '' || one.country === country));
  const { hasMore, more } = list;
  const wanted = hasMore && fitting.length < most;
  useEffect(() => {
    if (wanted) more();
  }, [wanted, more]);

  return (
    <div className="stack">
      <SearchField label={t('provider.search')} value={typed} onChange={setTyped} />
      {list.error ? (
        <FailureState error={list.error} onRetry={list.retry} />
      ) : fitting.length > 0 ? (
        <Radios
          label={t('provider.label')}
          items={fitting.slice(0, most).map(one => ({ value: one.id, label: one.name, about: format.country(one.country) }))}
          value={value}
          onChange={onChange}
          error={error}
          {...(fitting.length > most && { description: t('provider.narrow') })}
        />
      ) : list.fetching || wanted ? (
        <Loading rows={2} />
      ) : (
        <p className="quiet" role="status">
          {t('provider.none')}
        </p>
      )}
      {fitting.length === 0 && error && <p className="field-error">{error}</p>}
    </div>
  );
}
