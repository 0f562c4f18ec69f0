import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Refusal, useAct } from '../../../../api/act';
import { graphql } from '../../../../api/graphql';
import { refusedAt } from '../../../shared/refusedAt';
import { ActDialog } from '../../parts/ActDialog';
import { another, PartnerPicker } from '../PartnerPicker';
import type { DialogProps } from '../query';
import { type KnownPartner, useKnownPartners } from './partners';

const OfferTransfer = graphql(
  `
    mutation OfferTransfer($input: OfferTransferInput!) {
      offerTransfer(input: $input) {
        subscription { id version }
        userErrors { ...Refusal }
      }
    }
  `,
  [Refusal],
);

function mayReceive({ type, status }: KnownPartner): boolean {
  return (type === 'DIRECT_RESELLER' || type === 'INDIRECT_PROVIDER') && status === 'ACTIVE';
}

/** Offers the subscription, with its add-ons, to another partner of the customer (R41). */
export function TransferDialog({ subscription, onClose, onReload, onDone }: DialogProps) {
  const { t } = useTranslation('partner');
  const { own, known } = useKnownPartners();
  const [chosen, setChosen] = useState(another);
  const [id, setId] = useState('');
  const [tried, setTried] = useState(false);
  const offer = useAct(OfferTransfer);
  const toPartnerId = chosen === another ? id.trim() : chosen;
  const offered = subscription.transfer?.to;

  async function submit() {
    setTried(true);
    if (!toPartnerId) return;
    const done = await offer.act({ subscriptionId: subscription.id, toPartnerId, version: subscription.version });
    if (done) onDone(t('transferDialog.done'));
  }

  return (
    <ActDialog
      title={t('transferDialog.title', { offer: subscription.offer.name })}
      help={
        <>
          <p>{t('transferDialog.help')}</p>
          {offered && <p>{t('transferDialog.replaces', { name: offered.name })}</p>}
        </>
      }
      act={offer}
      submit={t('transferDialog.submit')}
      onSubmit={() => void submit()}
      onClose={onClose}
      onReload={onReload}
    >
      <PartnerPicker
        label={t('transferDialog.to')}
        partners={known
          .filter(partner => partner.id !== own?.id && mayReceive(partner))
          .map(partner => ({ value: partner.id, label: partner.name }))}
        chosen={chosen}
        onChoose={setChosen}
        id={id}
        onId={setId}
        error={tried && !toPartnerId ? t('transferDialog.idMissing') : refusedAt(offer.refusals, 'toPartnerId')}
      />
    </ActDialog>
  );
}
