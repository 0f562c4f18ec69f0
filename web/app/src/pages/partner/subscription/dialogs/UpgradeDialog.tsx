import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Refusal, useAct } from '../../../../api/act';
import { graphql } from '../../../../api/graphql';
import { useFormat } from '../../../../i18n/format';
import { Notice } from '../../../../ui/states';
import { refusedAt } from '../../../shared/refusedAt';
import { ActDialog } from '../../parts/ActDialog';
import { OfferFields } from '../../parts/OfferFields';
import type { DialogProps, Subscription } from '../query';

const Upgrade = graphql(
  `
    mutation UpgradeSubscription($input: UpgradeSubscriptionInput!) {
      upgradeSubscription(input: $input) {
        subscription { id version }
        userErrors { ...Refusal }
      }
    }
  `,
  [Refusal],
);

type Target = Subscription['offer']['upgradesTo'][number];

/** The names of the add-ons that another offer does not take: they are cancelled with the upgrade. */
function lost({ addOns }: Subscription, target: Target | undefined): string[] {
  const taken = new Set(target?.addOns.map(({ code }) => code));
  return target ? addOns.filter(({ offer }) => !taken.has(offer.code)).map(({ offer }) => offer.name) : [];
}

/** Makes the subscription one of another offer (R17). */
export function UpgradeDialog({ subscription, onClose, onReload, onDone }: DialogProps) {
  const { t } = useTranslation('partner');
  const format = useFormat();
  const targets = subscription.offer.upgradesTo;
  const [code, setCode] = useState(targets[0]?.code);
  const [seats, setSeats] = useState(subscription.seats);
  const upgrade = useAct(Upgrade);
  const target = targets.find(one => one.code === code);
  const names = lost(subscription, target);

  async function submit() {
    if (!target) return;
    const done = await upgrade.act({ subscriptionId: subscription.id, offer: target.code, seats, version: subscription.version });
    if (done) onDone(t('upgradeDialog.done', { offer: target.name }));
  }

  return (
    <ActDialog
      title={t('upgradeDialog.title', { offer: subscription.offer.name })}
      help={t('upgradeDialog.help')}
      act={upgrade}
      submit={t('upgradeDialog.submit')}
      onSubmit={() => void submit()}
      onClose={onClose}
      onReload={onReload}
    >
      <OfferFields
        label={t('upgradeDialog.to')}
        offers={targets}
        offer={target}
        onOffer={setCode}
        seats={seats}
        onSeats={setSeats}
        errors={{ offer: refusedAt(upgrade.refusals, 'offer'), seats: refusedAt(upgrade.refusals, 'seats') }}
      />
      {names.length > 0 && (
        <Notice tone="warning" live>
          <p>{t('upgradeDialog.loses', { names: format.list(names) })}</p>
        </Notice>
      )}
    </ActDialog>
  );
}
