import { useTranslation } from 'react-i18next';
import type { Refusal } from '../../../api/act';
import { TextField } from '../../../ui/fields';
import { refusedAt } from '../../shared/refusedAt';

interface ReasonFieldProps {
  value: string;
  onChange: (value: string) => void;
  refusals: readonly Refusal[];
  /** Who reads it; the history alone otherwise. */
  description?: string;
}

/** A reason in the user's own words, as long as the server takes it. */
export function ReasonField({ value, onChange, refusals, description }: ReasonFieldProps) {
  const { t } = useTranslation('partner');
  return (
    <TextField
      label={t('reasonField')}
      description={description ?? t('reasonFieldHelp')}
      rows={3}
      isRequired={false}
      maxLength={500}
      value={value}
      onChange={onChange}
      error={refusedAt(refusals, 'reason')}
    />
  );
}
