import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Refusal, useAct } from '../../../../api/act';
import { graphql } from '../../../../api/graphql';
import { ActDialog } from '../../parts/ActDialog';
import { ReasonField } from '../../parts/ReasonField';
import type { DialogProps } from '../query';

const Resume = graphql(
  `
    mutation ResumeSubscription($input: ResumeSubscriptionInput!) {
      resumeSubscription(input: $input) {
        subscription { id version }
        userErrors { ...Refusal }
      }
    }
  `,
  [Refusal],
);

/** Resumes a suspended subscription within 60 days (R20). */
export function ResumeDialog({ subscription, onClose, onReload, onDone }: DialogProps) {
  const { t } = useTranslation('partner');
  const [reason, setReason] = useState('');
  const resume = useAct(Resume);

  async function submit() {
    const input = { subscriptionId: subscription.id, version: subscription.version, ...(reason.trim() && { reason }) };
    if (await resume.act(input)) onDone(t('resumeDialog.done'));
  }

  return (
    <ActDialog
      title={t('resumeDialog.title', { offer: subscription.offer.name })}
      help={t('resumeDialog.help')}
      act={resume}
      submit={t('resumeDialog.submit')}
      onSubmit={() => void submit()}
      onClose={onClose}
      onReload={onReload}
    >
      <ReasonField value={reason} onChange={setReason} refusals={resume.refusals} />
    </ActDialog>
  );
}
