import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Refusal, useAct } from '../../../../api/act';
import { graphql } from '../../../../api/graphql';
import { useFormat } from '../../../../i18n/format';
import { ActDialog } from '../../parts/ActDialog';
import { ReasonField } from '../../parts/ReasonField';
import type { DialogProps } from '../query';

const Cancel = graphql(
  `
    mutation CancelSubscription($input: CancelSubscriptionInput!) {
      cancelSubscription(input: $input) {
        subscription { id version }
        userErrors { ...Refusal }
      }
    }
  `,
  [Refusal],
);

/** Cancels a subscription and its add-ons, for good (R20). */
export function CancelDialog({ subscription, onClose, onReload, onDone }: DialogProps) {
  const { t } = useTranslation('partner');
  const format = useFormat();
  const [reason, setReason] = useState('');
  const cancel = useAct(Cancel);
  const { offer, customer, seats, addOns } = subscription;

  async function submit() {
    const input = { subscriptionId: subscription.id, version: subscription.version, ...(reason.trim() && { reason }) };
    if (await cancel.act(input)) onDone(t('cancelDialog.done'));
  }

  return (
    <ActDialog
      title={t('cancelDialog.title', { offer: offer.name })}
      help={
        <>
          <p>{t('cancelDialog.help', { seats: format.number(seats), name: customer?.name ?? t('relationship.nobody') })}</p>
          {addOns.length > 0 && <p>{t('cancelDialog.addOns', { names: format.list(addOns.map(one => one.offer.name)) })}</p>}
        </>
      }
      act={cancel}
      submit={t('cancelDialog.submit')}
      keep={t('cancelDialog.keep')}
      kind="danger"
      onSubmit={() => void submit()}
      onClose={onClose}
      onReload={onReload}
    >
      <ReasonField value={reason} onChange={setReason} refusals={cancel.refusals} />
    </ActDialog>
  );
}
