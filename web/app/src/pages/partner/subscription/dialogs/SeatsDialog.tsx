import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Refusal, useAct } from '../../../../api/act';
import { graphql } from '../../../../api/graphql';
import { useFormat } from '../../../../i18n/format';
import { NumberField } from '../../../../ui/fields';
import { refusedAt } from '../../../shared/refusedAt';
import { ActDialog } from '../../parts/ActDialog';
import { capability } from '../actions';
import type { DialogProps, Subscription } from '../query';

const ChangeSeats = graphql(
  `
    mutation ChangeSeats($input: ChangeSeatsInput!) {
      changeSeats(input: $input) {
        subscription { id seats version }
        userErrors { ...Refusal }
      }
    }
  `,
  [Refusal],
);

/** Changes the number of seats, upwards and downwards as the viewer may (R16, R38). */
export function SeatsDialog({ subscription, onClose, onReload, onDone }: DialogProps) {
  const { t } = useTranslation('partner');
  const format = useFormat();
  const { offer, seats: now } = subscription;
  const [seats, setSeats] = useState(now);
  const [tried, setTried] = useState(false);
  const change = useAct(ChangeSeats);
  const min = capability(subscription, 'REMOVE_SEATS').allowed ? offer.minSeats : now;
  const max = capability(subscription, 'ADD_SEATS').allowed ? offer.maxSeats : now;
  const unchanged = seats === now || Number.isNaN(seats);

  async function submit() {
    setTried(true);
    if (unchanged) return;
    const done = await change.act({ subscriptionId: subscription.id, seats, version: subscription.version });
    if (done) onDone(t('seatsDialog.done', { seats: format.number(seats) }));
  }

  return (
    <ActDialog
      title={t('seatsDialog.title', { offer: offer.name })}
      help={<Consequence subscription={subscription} seats={seats} />}
      act={change}
      submit={t('seatsDialog.submit')}
      onSubmit={() => void submit()}
      onClose={onClose}
      onReload={onReload}
    >
      <NumberField
        label={t('seatsDialog.seats')}
        description={t('seatsDialog.bounds', { min: format.number(min), max: format.number(max), now: format.number(now) })}
        value={seats}
        onChange={setSeats}
        min={min}
        max={max}
        error={tried && unchanged ? t('seatsDialog.same') : refusedAt(change.refusals, 'seats')}
      />
    </ActDialog>
  );
}

/** What so many seats would mean; read out as it changes. */
function Consequence({ subscription, seats }: { subscription: Subscription; seats: number }) {
  const { t } = useTranslation('partner');
  const format = useFormat();
  const more = Number.isNaN(seats) ? 0 : seats - subscription.seats;
  const changed = format.number(Math.abs(more));
  const { unitPrice } = subscription;
  const text =
    more === 0
      ? t('seatsDialog.same')
      : more < 0
        ? t('seatsDialog.fewer', { seats: changed })
        : unitPrice
          ? t('seatsDialog.more', { seats: changed, price: format.money(unitPrice) })
          : t('seatsDialog.moreUnpriced', { seats: changed });
  return <p role="status">{text}</p>;
}
