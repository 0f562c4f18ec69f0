import { useTranslation } from 'react-i18next';
import { Refusal, useAct } from '../../../../api/act';
import { graphql } from '../../../../api/graphql';
import { useFormat } from '../../../../i18n/format';
import { ActDialog } from '../../parts/ActDialog';
import type { DialogProps } from '../query';

const TakeTransfer = graphql(
  `
    mutation TakeTransfer($input: TakeTransferInput!) {
      takeTransfer(input: $input) {
        subscription { id version }
        userErrors { ...Refusal }
      }
    }
  `,
  [Refusal],
);

/** Takes over a subscription that is offered to the viewer's partner (R41). */
export function TakeDialog({ subscription, onClose, onReload, onDone }: DialogProps) {
  const { t } = useTranslation('partner');
  const format = useFormat();
  const take = useAct(TakeTransfer);

  async function submit() {
    const done = await take.act({ subscriptionId: subscription.id, version: subscription.version });
    if (done) onDone(t('transfer.taken'));
  }

  return (
    <ActDialog
      title={t('transfer.takeTitle', { offer: subscription.offer.name })}
      help={t('transfer.toYou', { day: subscription.transfer ? format.day(subscription.transfer.offeredAt) : '' })}
      act={take}
      submit={t('transfer.take')}
      onSubmit={() => void submit()}
      onClose={onClose}
      onReload={onReload}
    />
  );
}
