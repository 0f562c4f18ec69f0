import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Refusal, useAct } from '../../../api/act';
import { graphql } from '../../../api/graphql';
import { ActDialog } from '../parts/ActDialog';
import { ReasonField } from '../parts/ReasonField';
import { RefusedBlockers } from './RefusedBlockers';
import type { DialogProps } from './query';

const Propose = graphql(
  `
    mutation ProposeRelationshipEnd($input: ProposeRelationshipEndInput!) {
      proposeRelationshipEnd(input: $input) {
        relationship { id version }
        userErrors {
          ...Refusal
          ... on RelationshipHasBlockersError { blockers { subscription { id } } }
        }
      }
    }
  `,
  [Refusal],
);

const Confirm = graphql(
  `
    mutation ConfirmRelationshipEnd($input: ConfirmRelationshipEndInput!) {
      confirmRelationshipEnd(input: $input) {
        relationship { id version }
        ended { id }
        userErrors {
          ...Refusal
          ... on RelationshipHasBlockersError { blockers { subscription { id } } }
        }
      }
    }
  `,
  [Refusal],
);

const Withdraw = graphql(
  `
    mutation WithdrawRelationshipEnd($input: WithdrawRelationshipEndInput!) {
      withdrawRelationshipEnd(input: $input) {
        relationship { id version }
        userErrors { ...Refusal }
      }
    }
  `,
  [Refusal],
);

export type EndStep = 'propose' | 'confirm' | 'withdraw';

const done = { propose: 'proposed', confirm: 'confirmed', withdraw: 'withdrawn' } as const;

/** Proposes, confirms or withdraws the end of a relationship (R23). */
export function EndDialog({ step, relationship, onClose, onReload, onDone }: DialogProps & { step: EndStep }) {
  const { t } = useTranslation('partner');
  const [reason, setReason] = useState('');
  const acts = { propose: useAct(Propose), confirm: useAct(Confirm), withdraw: useAct(Withdraw) };
  const act = acts[step];

  async function submit() {
    const input = { relationshipId: relationship.id, version: relationship.version, ...(reason.trim() && { reason }) };
    if (await act.act(input)) onDone(t(`end.${done[step]}`));
  }

  return (
    <ActDialog
      title={t(`end.${step}Title`)}
      help={t(`end.${step}Help`, { name: relationship.customer?.name ?? t('relationship.nobody') })}
      act={act}
      submit={t(`end.${step}`)}
      kind={step === 'withdraw' ? 'primary' : 'danger'}
      onSubmit={() => void submit()}
      onClose={onClose}
      onReload={onReload}
    >
      <ReasonField value={reason} onChange={setReason} refusals={act.refusals} description={t('end.reasonHelp')} />
      <RefusedBlockers refusals={act.refusals} />
    </ActDialog>
  );
}
