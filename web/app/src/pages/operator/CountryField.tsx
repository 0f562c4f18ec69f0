import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format';
import { TextField } from '../../ui/fields';

interface CountryFieldProps {
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
}

/** A country or region by its two letters; the field says which one they mean. */
export function CountryField({ value, onChange, error }: CountryFieldProps) {
  const { t } = useTranslation('operator');
  const format = useFormat();
  const name = value.length === 2 ? format.country(value) : value;
  return (
    <TextField
      label={t('fields.country')}
      description={name === value ? t('fields.countryHelp') : name}
      value={value}
      onChange={text => onChange(text.toUpperCase())}
      maxLength={2}
      autoComplete="off"
      error={error}
    />
  );
}
