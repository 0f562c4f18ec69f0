import { useEffect, useRef, useState } from 'react';
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
  const box = useRef<HTMLDivElement>(null);
  const [changes, setChanges] = useState(0);
  const change = (next: string[]) => {
    setChanges(before => before + 1);
    onChange(next);
  };
  // After each change the field is a new one: empty, and once the list of the old one has gone, ready for the next.
  useEffect(() => {
    if (changes === 0) return;
    const timer = setTimeout(() => box.current?.querySelector('input')?.focus());
    return () => clearTimeout(timer);
  }, [changes]);
  return (
    <div ref={box} className="stack">
      <CountryField
        key={changes}
        label={t('filters.countries')}
        description={t('filters.countriesAbout')}
        value=""
        without={codes}
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
