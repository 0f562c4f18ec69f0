import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/format';
import { Button } from '../../../ui/buttons';
import { CountryField } from '../../../ui/country';

interface CountryListProps {
  codes: readonly string[];
  onChange: (codes: string[]) => void;
}

/** The countries and regions that a report is narrowed to: each choice adds one. */
export function CountryList({ codes, onChange }: CountryListProps) {
  const { t } = useTranslation('reports');
  const format = useFormat();
  // After each change the field is a new one, empty and ready for the next.
  const [changed, setChanged] = useState(false);
  const change = (next: string[]) => {
    setChanged(true);
    onChange(next);
  };
  return (
    <div className="stack">
      <CountryField
        key={codes.join()}
        label={t('filters.countries')}
        description={t('filters.countriesAbout')}
        value=""
        without={codes}
        autoFocus={changed}
        onChange={code => code && change([...codes, code])}
      />
      {codes.length > 0 && (
        <div className="row">
          {codes.map(code => (
            <Button
              key={code}
              small
              aria-label={t('filters.countryRemove', { country: format.country(code) })}
              onPress={() => change(codes.filter(one => one !== code))}
            >
              {format.country(code)} ×
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}
