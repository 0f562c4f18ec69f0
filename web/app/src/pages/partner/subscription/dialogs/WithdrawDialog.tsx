import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Refusal, useAct } from '../../../../api/act';
import { graphql } from '../../../../api/graphql';
import { useOwnPartner } from '../../../../api/viewer';
import { ActDialog } from '../../parts/ActDialog';
import type { DialogProps } from '../query';

const WithdrawTransfer = graphql(
  `
    mutation WithdrawTransfer($input: WithdrawTransferInput!) {
      withdrawTransfer(input: $input) {
        subscription { id version }
        userErrors { ...Refusal }
      }
    }
  `,
  [Refusal],
);

/** Ends the offer of a transfer: its maker takes it back, or who was asked turns it down (R41). */
export function WithdrawDialog({ subscription, onClose, onReload, onDone }: DialogProps) {
  const { t } = useTranslation('partner');
  const own = useOwnPartner();
  const navigate = useNavigate();
  const withdraw = useAct(WithdrawTransfer);
  const kind = subscription.transfer?.to?.id === own.id ? 'decline' : 'withdraw';

  async function submit() {
    const done = await withdraw.act({ subscriptionId: subscription.id, version: subscription.version });
    if (!done) return;
    onDone(t(kind === 'decline' ? 'transfer.declined' : 'transfer.withdrawn'));
    // Who has turned it down may not see it any more: then there is no page to stay on.
    if (!done.subscription) await navigate({ to: '/app/subscriptions' });
  }

  return (
    <ActDialog
      title={kind === 'decline' ? t('transfer.declineTitle', { offer: subscription.offer.name }) : t('transfer.withdrawTitle')}
      help={t(`transfer.${kind}Help`)}
      act={withdraw}
      submit={t(`transfer.${kind}`)}
      kind="danger"
      onSubmit={() => void submit()}
      onClose={onClose}
      onReload={onReload}
    />
  );
}
