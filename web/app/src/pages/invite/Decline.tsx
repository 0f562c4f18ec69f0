import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Refusal, useAct } from '../../api/act';
import { graphql } from '../../api/graphql';
import { Button } from '../../ui/buttons';
import { Actions, Dialog } from '../../ui/dialog';
import { TextField } from '../../ui/fields';
import { Outcome } from '../../ui/states';

const DeclineMutation = graphql(
  `
    mutation Decline($input: DeclineRelationshipInput!) {
      declineRelationship(input: $input) {
        userErrors { ...Refusal }
      }
    }
  `,
  [Refusal],
);

interface DeclineProps {
  token: string;
  name: string;
  isOpen: boolean;
  onClose: () => void;
  onDone: () => void;
}

/** Declines a link, with a reason that the partner gets to read (R14). */
export function Decline({ token, name, isOpen, onClose, onDone }: DeclineProps) {
  const { t } = useTranslation(['invite', 'common']);
  const [reason, setReason] = useState('');
  const decline = useAct(DeclineMutation);

  async function submit() {
    const result = await decline.act({ token, ...(reason.trim() && { reason }) });
    if (!result) return;
    onClose();
    onDone();
  }

  return (
    <Dialog title={t('declineDialog.title')} isOpen={isOpen} onClose={onClose}>
      <p>{t('declineDialog.help', { name })}</p>
      <TextField label={t('declineDialog.reason')} rows={3} isRequired={false} value={reason} onChange={setReason} />
      <Outcome of={decline} />
      <Actions>
        <Button onPress={onClose}>{t('common:cancel')}</Button>
        <Button kind="danger" onPress={submit} isPending={decline.busy}>
          {t('declineDialog.submit')}
        </Button>
      </Actions>
    </Dialog>
  );
}
