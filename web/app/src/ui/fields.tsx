import type { ReactNode } from 'react';
import { Checkbox } from 'react-aria-components/Checkbox';
import { CheckboxGroup } from 'react-aria-components/CheckboxGroup';
import { Button } from 'react-aria-components/Button';
import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { NumberField as AriaNumberField } from 'react-aria-components/NumberField';
import { Popover } from 'react-aria-components/Popover';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import { SearchField as AriaSearchField } from 'react-aria-components/SearchField';
import { Select, SelectValue } from 'react-aria-components/Select';
import { Text } from 'react-aria-components/Text';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField as AriaTextField, type TextFieldProps as AriaTextFieldProps } from 'react-aria-components/TextField';
import { useTranslation } from 'react-i18next';

/** One of several things to choose from. */
export interface Item<Value extends string = string> {
  value: Value;
  label: string;
  /** A line below the label. */
  about?: ReactNode;
  disabled?: boolean;
}

interface Described {
  label: string;
  description?: ReactNode;
  /** Why the value does not do; shown below the field and read with it. */
  error?: string | undefined;
}

function Below({ description, error }: Pick<Described, 'description' | 'error'>) {
  return (
    <>
      {description && (
        <Text slot="description" className="field-description">
          {description}
        </Text>
      )}
      <FieldError className="field-error">{error}</FieldError>
    </>
  );
}

type TextFieldProps = Described &
  Omit<AriaTextFieldProps, 'children' | 'className' | 'style' | 'isInvalid'> & {
    /** How many lines; one is a plain field. */
    rows?: number;
    placeholder?: string;
  };

/** A field for a text. */
export function TextField({ label, description, error, rows = 1, placeholder, ...props }: TextFieldProps) {
  const { t } = useTranslation();
  return (
    // What is wrong is told by the form in the user's language, not by the browser in its own.
    <AriaTextField {...props} validationBehavior="aria" className="field" isInvalid={error !== undefined}>
      <Label>
        {label}
        {props.isRequired === false && <span className="field-optional">{t('optional')}</span>}
      </Label>
      {rows > 1 ? <TextArea rows={rows} placeholder={placeholder ?? ''} /> : <Input placeholder={placeholder ?? ''} />}
      <Below description={description} error={error} />
    </AriaTextField>
  );
}

interface NumberFieldProps extends Described {
  value: number;
  onChange: (value: number) => void;
  min?: number;
  max?: number;
}

/** A field for a whole number, with buttons for one more and one less. */
export function NumberField({ label, description, error, value, onChange, min, max }: NumberFieldProps) {
  return (
    <AriaNumberField
      className="field field-number"
      value={value}
      onChange={onChange}
      formatOptions={{ maximumFractionDigits: 0 }}
      isInvalid={error !== undefined}
      {...(min !== undefined && { minValue: min })}
      {...(max !== undefined && { maxValue: max })}
    >
      <Label>{label}</Label>
      <div className="field-number-row">
        <Button slot="decrement">−</Button>
        <Input />
        <Button slot="increment">+</Button>
      </div>
      <Below description={description} error={error} />
    </AriaNumberField>
  );
}

interface SearchFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
}

/** A field to search with; Escape clears it. */
export function SearchField({ label, value, onChange, placeholder }: SearchFieldProps) {
  const { t } = useTranslation();
  return (
    <AriaSearchField className="field field-search" value={value} onChange={onChange}>
      <Label>{label}</Label>
      <div className="field-search-row">
        <Input placeholder={placeholder ?? ''} />
        <Button aria-label={t('clear')}>×</Button>
      </div>
    </AriaSearchField>
  );
}

interface ChoiceProps<Value extends string> extends Described {
  items: readonly Item<Value>[];
  value: Value;
  onChange: (value: Value) => void;
}

/** A choice of one among several that drops down. */
export function Choice<Value extends string>({ label, description, error, items, value, onChange }: ChoiceProps<Value>) {
  return (
    <Select
      className="field"
      value={value}
      onChange={key => onChange(key as Value)}
      isInvalid={error !== undefined}
    >
      <Label>{label}</Label>
      <Button className="field-choice">
        <SelectValue />
        <span aria-hidden="true" className="field-choice-mark" />
      </Button>
      <Below description={description} error={error} />
      <Popover className="popover">
        <ListBox items={items.map(item => ({ ...item, id: item.value }))} className="options">
          {item => (
            <ListBoxItem id={item.value} textValue={item.label} isDisabled={item.disabled ?? false} className="option">
              <Text slot="label">{item.label}</Text>
              {item.about && <Text slot="description">{item.about}</Text>}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}

/** A choice of one among a few that are all in view. */
export function Radios<Value extends string>({ label, description, error, items, value, onChange }: ChoiceProps<Value>) {
  return (
    <RadioGroup className="field" value={value} onChange={key => onChange(key as Value)} isInvalid={error !== undefined}>
      <Label>{label}</Label>
      <div className="field-group">
        {items.map(item => (
          <Radio key={item.value} value={item.value} isDisabled={item.disabled ?? false} className="check check-round">
            <span className="check-mark" aria-hidden="true" />
            <span>
              {item.label}
              {item.about && <span className="check-about">{item.about}</span>}
            </span>
          </Radio>
        ))}
      </div>
      <Below description={description} error={error} />
    </RadioGroup>
  );
}

interface ChecksProps<Value extends string> extends Described {
  items: readonly Item<Value>[];
  values: readonly Value[];
  onChange: (values: Value[]) => void;
}

/** A choice of any among a few that are all in view. */
export function Checks<Value extends string>({ label, description, error, items, values, onChange }: ChecksProps<Value>) {
  return (
    <CheckboxGroup
      className="field"
      value={[...values]}
      onChange={keys => onChange(keys as Value[])}
      isInvalid={error !== undefined}
    >
      <Label>{label}</Label>
      <div className="field-group">
        {items.map(item => (
          <Checkbox key={item.value} value={item.value} isDisabled={item.disabled ?? false} className="check">
            <span className="check-mark" aria-hidden="true" />
            <span>
              {item.label}
              {item.about && <span className="check-about">{item.about}</span>}
            </span>
          </Checkbox>
        ))}
      </div>
      <Below description={description} error={error} />
    </CheckboxGroup>
  );
}

interface CheckProps {
  value: boolean;
  onChange: (value: boolean) => void;
  children: ReactNode;
}

/** One yes or no. */
export function Check({ value, onChange, children }: CheckProps) {
  return (
    <Checkbox isSelected={value} onChange={onChange} className="check">
      <span className="check-mark" aria-hidden="true" />
      <span>{children}</span>
    </Checkbox>
  );
}
