import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Refusal, useAct } from '../../api/act';
import { graphql } from '../../api/graphql';
import { useFormat } from '../../i18n/format';
import { Button } from '../../ui/buttons';
import { Actions, Dialog } from '../../ui/dialog';
import { TextField } from '../../ui/fields';
import { Loading, Name, Notice } from '../../ui/states';
import { ActOutcome } from '../shared/ActOutcome';
import type { Relationship } from './partner';
import { byPartner } from './removal';
import { useSubscriptions } from './useSubscriptions';

export type Step = 'propose' | 'confirm' | 'withdraw';

const ProposeMutation = graphql(
  `
    mutation ProposeEnd($input: ProposeRelationshipEndInput!) {
      proposeRelationshipEnd(input: $input) {
        relationship { id status version end { proposedBy } }
        userErrors { ...Refusal }
      }
    }
  `,
  [Refusal],
);

const ConfirmMutation = graphql(
  `
    mutation ConfirmEnd($input: ConfirmRelationshipEndInput!) {
      confirmRelationshipEnd(input: $input) {
        relationship { id status version endedAt partner { id } customer { id } }
        ended { id status service { code } }
        userErrors { ...Refusal }
      }
    }
  `,
  [Refusal],
);

const WithdrawMutation = graphql(
  `
    mutation WithdrawEnd($input: WithdrawRelationshipEndInput!) {
      withdrawRelationshipEnd(input: $input) {
        relationship { id status version end { proposedBy } }
        userErrors { ...Refusal }
      }
    }
  `,
  [Refusal],
);

interface EndDialogProps {
  step: Step;
  relationship: Relationship;
  name: string;
  onClose: () => void;
  onDone: () => void;
  onReload: () => void;
}

/** One step towards the end of a relationship, or back, after saying what it leads to. */
export function EndDialog({ step, relationship, name, onClose, onDone, onReload }: EndDialogProps) {
  const { t } = useTranslation(['customer', 'common']);
  const [reason, setReason] = useState('');
  const acts = { propose: useAct(ProposeMutation), confirm: useAct(ConfirmMutation), withdraw: useAct(WithdrawMutation) };
  const act = acts[step];
  const blockers = useBlockers(relationship);
  const blocked = step !== 'withdraw' && blockers !== null && blockers.length > 0;

  async function submit() {
    const { id: relationshipId, version } = relationship;
    if (await act.act({ relationshipId, version, ...(reason.trim() && { reason }) })) onDone();
  }

  return (
    <Dialog title={t(`end.${step}.title`, { name })} isOpen onClose={onClose} alert={step !== 'withdraw'}>
      {step === 'withdraw' ? (
        <p>{t('end.withdraw.help', { name })}</p>
      ) : blockers === null ? (
        <Loading rows={2} />
      ) : blocked ? (
        <Blocked blockers={blockers} name={name} />
      ) : (
        <EndConsequences step={step} relationship={relationship} name={name} />
      )}
      {!blocked && (
        <TextField
          label={t('end.reason')}
          description={t('end.reasonHelp', { name })}
          isRequired={false}
          rows={3}
          maxLength={500}
          value={reason}
          onChange={setReason}
        />
      )}
      <ActOutcome of={act} onReload={onReload} />
      <Actions>
        <Button onPress={onClose}>{t(blocked ? 'common:close' : 'common:cancel')}</Button>
        {!blocked && (
          <Button
            kind={step === 'withdraw' ? 'primary' : 'danger'}
            onPress={submit}
            isPending={act.busy}
            isDisabled={step !== 'withdraw' && blockers === null}
          >
            {t(`end.${step}.submit`)}
          </Button>
        )}
      </Actions>
    </Dialog>
  );
}

interface Blocker {
  id: string;
  name: string;
  seats: number;
}

/** What keeps the relationship from ending: subscriptions not cancelled; null until that is known. */
function useBlockers({ end, partner }: Relationship): Blocker[] | null {
  const { through, complete } = useSubscriptions();
  if (end) {
    return end.blockers.flatMap(({ subscription: one }) => (one ? [{ id: one.id, name: one.offer.name, seats: one.seats }] : []));
  }
  if (!complete) return null;
  return through(partner?.id ?? '')
    .filter(one => one.status !== 'CANCELLED')
    .map(one => ({ id: one.id, name: one.offer.name, seats: one.seats }));
}

function Blocked({ blockers, name }: { blockers: readonly Blocker[]; name: string }) {
  const { t } = useTranslation('customer');
  return (
    <Notice tone="warning" title={t('end.blocked', { name })}>
      <ul className="changes">
        {blockers.map(blocker => (
          <li key={blocker.id}>
            <Name>{blocker.name}</Name>{t('end.seats', { count: blocker.seats })}
          </li>
        ))}
      </ul>
      <p>{t('end.blockedHelp', { name })}</p>
    </Notice>
  );
}

function EndConsequences({ step, relationship, name }: { step: 'propose' | 'confirm'; relationship: Relationship; name: string }) {
  const { t } = useTranslation('customer');
  const format = useFormat();
  const held = relationship.delegatedAdminPrivileges.flatMap(({ status, partner, service }) =>
    status === 'ACTIVE' && partner ? [{ partner, service }] : [],
  );
  return (
    <>
      <p>{t(`end.${step}.help`, { name })}</p>
      <ul className="changes">
        {byPartner(held).map(one => (
          <li key={one.id}>{t('remove.noLonger', { name: one.name, services: format.list(one.services) })}</li>
        ))}
        <li>{t('end.noSale', { name })}</li>
        <li>{t('end.leavesList', { name })}</li>
        <li>{t('end.historyStays')}</li>
      </ul>
      <p className="quiet">{t('end.again')}</p>
    </>
  );
}
