import { useTranslation } from 'react-i18next';
import { type Item, Radios, TextField } from '../../../ui/fields';

/** What stands for a partner that is none of those to choose from. */
export const another = '*';

interface PartnerPickerProps {
  label: string;
  /** Those that the viewer knows; another one is named by its id, as partners see little of each other (R27). */
  partners: readonly Item[];
  chosen: string;
  onChoose: (id: string) => void;
  id: string;
  onId: (id: string) => void;
  error: string | undefined;
}

/** Names a partner: one of those that are known, or another one by its id. */
export function PartnerPicker({ label, partners, chosen, onChoose, id, onId, error }: PartnerPickerProps) {
  const { t } = useTranslation('partner');
  const byId = chosen === another;
  return (
    <>
      {partners.length > 0 && (
        <Radios
          label={label}
          items={[...partners, { value: another, label: t('transferDialog.other') }]}
          value={chosen}
          onChange={onChoose}
          {...(!byId && { error })}
        />
      )}
      {byId && (
        <TextField
          label={t('transferDialog.id')}
          description={t('transferDialog.idHelp')}
          value={id}
          onChange={onId}
          autoComplete="off"
          spellCheck="false"
          error={error}
        />
      )}
    </>
  );
}
