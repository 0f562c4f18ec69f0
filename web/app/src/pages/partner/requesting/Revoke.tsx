import { useTranslation } from 'react-i18next';
import { Refusal, useAct } from '../../../api/act';
import { graphql } from '../../../api/graphql';
import { Button } from '../../../ui/buttons';
import { Actions, Dialog } from '../../../ui/dialog';
import { ActOutcome } from '../../shared/ActOutcome';
import type { OneLink } from './link';

const RevokeMutation = graphql(
  `
    mutation RevokeLink($input: RevokeInviteInput!) {
      revokeInvite(input: $input) {
        invite { id version status graceEndsAt }
        userErrors { ...Refusal }
      }
    }
  `,
  [Refusal],
);

interface RevokeProps {
  link: OneLink;
  isDefault: boolean;
  isOpen: boolean;
  onClose: () => void;
  onDone: () => void;
  onRefresh: () => void;
}

/** Withdraws a link for good, after saying what that stops (R8). */
export function Revoke({ link, isDefault, isOpen, onClose, onDone, onRefresh }: RevokeProps) {
  const { t } = useTranslation(['requesting', 'common']);
  const revoke = useAct(RevokeMutation);

  function close() {
    revoke.reset();
    onClose();
  }

  async function submit() {
    if (!(await revoke.act({ inviteId: link.id, version: link.version }))) return;
    onDone();
    onClose();
  }

  return (
    <Dialog title={t('revoke.title')} isOpen={isOpen} onClose={close} alert>
      <p>{t('revoke.help')}</p>
      {isDefault && <p>{t('revoke.default')}</p>}
      <p>{t('revoke.stays')}</p>
      <ActOutcome of={revoke} onReload={onRefresh} />
      <Actions>
        <Button onPress={close}>{t('common:cancel')}</Button>
        <Button kind="danger" onPress={submit} isPending={revoke.busy}>
          {t('revoke.submit')}
        </Button>
      </Actions>
    </Dialog>
  );
}
