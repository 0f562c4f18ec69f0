import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Refusal, useAct } from '../../../../api/act';
import { graphql } from '../../../../api/graphql';
import { useOwnPartner } from '../../../../api/viewer';
import { Radios } from '../../../../ui/fields';
import { refusedAt } from '../../../shared/refusedAt';
import { ActDialog } from '../../parts/ActDialog';
import type { DialogProps } from '../query';
import { useKnownPartners } from './partners';

const ChangePartnerOfRecord = graphql(
  `
    mutation ChangePartnerOfRecord($input: ChangePartnerOfRecordInput!) {
      changePartnerOfRecord(input: $input) {
        subscription { id version }
        userErrors { ...Refusal }
      }
    }
  `,
  [Refusal],
);

const nobody = '*';

/** Names the partner of record: the billed partner, a reseller paired with it, or nobody (R40). */
export function RecordDialog({ subscription, onClose, onReload, onDone }: DialogProps) {
  const { t } = useTranslation('partner');
  const own = useOwnPartner();
  const { resellers } = useKnownPartners();
  const present = subscription.partnerOfRecord;
  const [chosen, setChosen] = useState(present?.id ?? nobody);
  const change = useAct(ChangePartnerOfRecord);
  const others = [...resellers, ...(present ? [present] : [])].filter(one => one.id !== own.id);
  const names = new Map(others.map(one => [one.id, one.name]));

  async function submit() {
    const partnerId = chosen === nobody ? null : chosen;
    const done = await change.act({ subscriptionId: subscription.id, partnerId, version: subscription.version });
    if (done) onDone(t('recordDialog.done'));
  }

  return (
    <ActDialog
      title={t('recordDialog.title')}
      help={t('recordDialog.help')}
      act={change}
      submit={t('recordDialog.submit')}
      onSubmit={() => void submit()}
      onClose={onClose}
      onReload={onReload}
    >
      <Radios
        label={t('recordDialog.record')}
        items={[
          { value: own.id, label: t('subscription.you', { name: own.name }) },
          ...[...names].map(([value, label]) => ({ value, label })),
          { value: nobody, label: t('recordDialog.none') },
        ]}
        value={chosen}
        onChange={setChosen}
        error={refusedAt(change.refusals, 'partnerId')}
      />
    </ActDialog>
  );
}
