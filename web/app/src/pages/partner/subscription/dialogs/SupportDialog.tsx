import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Refusal, useAct } from '../../../../api/act';
import { graphql } from '../../../../api/graphql';
import { useOwnPartner } from '../../../../api/viewer';
import { refusedAt } from '../../../shared/refusedAt';
import { ActDialog } from '../../parts/ActDialog';
import { another, PartnerPicker } from '../PartnerPicker';
import type { DialogProps } from '../query';
import { useKnownPartners } from './partners';

const ChangeSupportContact = graphql(
  `
    mutation ChangeSupportContact($input: ChangeSupportContactInput!) {
      changeSupportContact(input: $input) {
        subscription { id version }
        userErrors { ...Refusal }
      }
    }
  `,
  [Refusal],
);

/** Names whom the customer turns to for help (R37). */
export function SupportDialog({ subscription, onClose, onReload, onDone }: DialogProps) {
  const { t } = useTranslation('partner');
  const own = useOwnPartner();
  const { known } = useKnownPartners();
  const [chosen, setChosen] = useState(subscription.supportContact?.id ?? own.id);
  const [id, setId] = useState('');
  const [tried, setTried] = useState(false);
  const change = useAct(ChangeSupportContact);
  const partnerId = chosen === another ? id.trim() : chosen;
  const others = [...known, ...(subscription.supportContact ? [subscription.supportContact] : [])].filter(one => one.id !== own.id);
  const names = new Map(others.map(one => [one.id, one.name]));

  async function submit() {
    setTried(true);
    if (!partnerId) return;
    const done = await change.act({ subscriptionId: subscription.id, partnerId, version: subscription.version });
    if (done) onDone(t('supportDialog.done'));
  }

  return (
    <ActDialog
      title={t('supportDialog.title')}
      help={t('supportDialog.help')}
      act={change}
      submit={t('supportDialog.submit')}
      onSubmit={() => void submit()}
      onClose={onClose}
      onReload={onReload}
    >
      <PartnerPicker
        label={t('supportDialog.support')}
        partners={[
          { value: own.id, label: t('subscription.you', { name: own.name }) },
          ...[...names].map(([value, label]) => ({ value, label })),
        ]}
        chosen={chosen}
        onChoose={setChosen}
        id={id}
        onId={setId}
        error={tried && !partnerId ? t('transferDialog.idMissing') : refusedAt(change.refusals, 'partnerId')}
      />
    </ActDialog>
  );
}
