import { useTranslation } from 'react-i18next';
import { Choice, type Item } from '../../../ui/fields';

/** What stands for no choice; no code of the catalogue is written so. */
const any = '*';

interface FilterChoiceProps<Value extends string> {
  label: string;
  items: readonly Item<Value>[];
  value: Value | undefined;
  onChange: (value: Value | undefined) => void;
  /** What no choice is called. */
  anyLabel?: string;
}

/** A filter: one of several values, or any. A value that is no longer among them is shown as it is. */
export function FilterChoice<Value extends string>({ label, items, value, onChange, anyLabel }: FilterChoiceProps<Value>) {
  const { t } = useTranslation();
  const strange = value !== undefined && !items.some(item => item.value === value);
  return (
    <Choice<Value | typeof any>
      label={label}
      items={[{ value: any, label: anyLabel ?? t('all') }, ...items, ...(strange ? [{ value, label: value }] : [])]}
      value={value ?? any}
      onChange={chosen => onChange(chosen === any ? undefined : (chosen as Value))}
    />
  );
}
