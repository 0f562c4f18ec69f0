import { type KeyboardEvent, useMemo, useRef } from 'react';
import { Button } from 'react-aria-components/Button';
import { ComboBox, useFilter } from 'react-aria-components/ComboBox';
import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Text } from 'react-aria-components/Text';
import { useTranslation } from 'react-i18next';
import { language } from '../i18n';
import { countries } from '../i18n/countries';
import { useFormat } from '../i18n/format';

interface Country {
  id: string;
  name: string;
}

/** All countries and regions, in the order of their names. */
function useCountries(): Country[] {
  const format = useFormat();
  const lang = language();
  return useMemo(() => {
    const { compare } = new Intl.Collator(lang);
    return countries.map(id => ({ id, name: format.country(id) })).sort((a, b) => compare(a.name, b.name));
  }, [format, lang]);
}

interface CountryFieldProps {
  label: string;
  description?: string;
  /** Its two letters; '' for none. */
  value: string;
  onChange: (code: string) => void;
  error?: string | undefined;
  isRequired?: boolean;
  /** Those that are not offered. */
  without?: readonly string[];
}

/** A choice of a country or region, found by its name in the user's language or by its two letters. */
export function CountryField({ label, description, value, onChange, error, isRequired = false, without = [] }: CountryFieldProps) {
  const { t } = useTranslation();
  const all = useCountries();
  const { contains } = useFilter({ sensitivity: 'base' });
  const typed = useRef('');
  const offered = all.filter(({ id }) => !without.includes(id));
  const named = (name: string, text: string) =>
    name.toLowerCase() === text.toLowerCase() || all.find(one => one.name === name)?.id === text.toUpperCase();

  /** What is typed in full is chosen, also when it is left without a look at the list. */
  function take() {
    const text = typed.current.trim();
    const found = text && offered.find(({ name }) => named(name, text));
    if (found && found.id !== value) onChange(found.id);
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter' || event.key === 'Tab') take();
  };

  return (
    <ComboBox
      className="field"
      defaultItems={offered}
      value={value || null}
      onChange={key => onChange(key === null ? '' : String(key))}
      onInputChange={text => {
        typed.current = text;
      }}
      onBlur={take}
      defaultFilter={(name, text) => contains(name, text.trim()) || named(name, text.trim())}
      isRequired={isRequired}
      isInvalid={error !== undefined}
      validationBehavior="aria"
    >
      <Label>
        {label}
        {!isRequired && <span className="field-optional">{t('optional')}</span>}
      </Label>
      <div className="field-search-row" onKeyDownCapture={onKey}>
        <Input autoComplete="off" />
        <Button>
          <span aria-hidden="true">▾</span>
        </Button>
      </div>
      {description && (
        <Text slot="description" className="field-description">
          {description}
        </Text>
      )}
      <FieldError className="field-error">{error}</FieldError>
      <Popover className="popover">
        <ListBox<Country> className="options">
          {({ id, name }) => (
            <ListBoxItem id={id} textValue={name} className="option">
              {name}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
