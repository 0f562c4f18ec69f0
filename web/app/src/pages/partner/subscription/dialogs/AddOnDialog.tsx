import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Refusal, useAct } from '../../../../api/act';
import { graphql } from '../../../../api/graphql';
import { refusedAt } from '../../../shared/refusedAt';
import { ActDialog } from '../../parts/ActDialog';
import { OfferFields } from '../../parts/OfferFields';
import type { DialogProps } from '../query';

const OrderAddOn = graphql(
  `
    mutation OrderAddOn($input: OrderAddOnInput!) {
      orderAddOn(input: $input) {
        subscription { id version }
        addOn { id }
        userErrors { ...Refusal }
      }
    }
  `,
  [Refusal],
);

/** Orders an add-on, for as many seats as there are unless otherwise wished (R16). */
export function AddOnDialog({ subscription, onClose, onReload, onDone }: DialogProps) {
  const { t } = useTranslation('partner');
  const { addOns } = subscription.offer;
  const [code, setCode] = useState(addOns[0]?.code);
  const [seats, setSeats] = useState(subscription.seats);
  const order = useAct(OrderAddOn);
  const addOn = addOns.find(one => one.code === code);

  async function submit() {
    if (!addOn) return;
    const done = await order.act({ subscriptionId: subscription.id, offer: addOn.code, seats, version: subscription.version });
    if (done) onDone(t('addOnDialog.done', { offer: addOn.name }));
  }

  return (
    <ActDialog
      title={t('addOnDialog.title', { offer: subscription.offer.name })}
      help={t('addOnDialog.help')}
      act={order}
      submit={t('addOnDialog.submit')}
      onSubmit={() => void submit()}
      onClose={onClose}
      onReload={onReload}
    >
      <OfferFields
        label={t('addOnDialog.addOn')}
        offers={addOns}
        offer={addOn}
        onOffer={setCode}
        seats={seats}
        onSeats={setSeats}
        errors={{ offer: refusedAt(order.refusals, 'offer'), seats: refusedAt(order.refusals, 'seats') }}
      />
    </ActDialog>
  );
}
