import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Refusal, useAct } from '../../../../api/act';
import { graphql } from '../../../../api/graphql';
import { Radios } from '../../../../ui/fields';
import { ActDialog } from '../../parts/ActDialog';
import type { DialogProps } from '../query';

const Suspend = graphql(
  `
    mutation SuspendSubscription($input: SuspendSubscriptionInput!) {
      suspendSubscription(input: $input) {
        subscription { id version }
        userErrors { ...Refusal }
      }
    }
  `,
  [Refusal],
);

const reasons = ['CUSTOMER_REQUEST', 'NON_PAYMENT', 'FRAUD'] as const;

/** Suspends a subscription and its add-ons, for a reason (R20). */
export function SuspendDialog({ subscription, onClose, onReload, onDone }: DialogProps) {
  const { t } = useTranslation('partner');
  const [reason, setReason] = useState<(typeof reasons)[number]>('CUSTOMER_REQUEST');
  const suspend = useAct(Suspend);

  async function submit() {
    const done = await suspend.act({ subscriptionId: subscription.id, reason, version: subscription.version });
    if (done) onDone(t('suspendDialog.done'));
  }

  return (
    <ActDialog
      title={t('suspendDialog.title', { offer: subscription.offer.name })}
      help={t('suspendDialog.help')}
      act={suspend}
      submit={t('suspendDialog.submit')}
      kind="danger"
      onSubmit={() => void submit()}
      onClose={onClose}
      onReload={onReload}
    >
      <Radios
        label={t('suspendDialog.reason')}
        items={reasons.map(value => ({ value, label: t(`suspendDialog.reasons.${value}`) }))}
        value={reason}
        onChange={setReason}
      />
    </ActDialog>
  );
}
