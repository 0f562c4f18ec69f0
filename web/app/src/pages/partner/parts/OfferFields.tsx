import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/format';
import { NumberField, Radios } from '../../../ui/fields';

/** What a choice of offers has to know of each. */
export interface OfferChoice {
  code: string;
  name: string;
  minSeats: number;
  maxSeats: number;
  monthlyPrice: { amount: string; amountMinor: number; currency: string } | null;
}

interface OfferFieldsProps {
  label: string;
  offers: readonly OfferChoice[];
  offer: OfferChoice | undefined;
  onOffer: (code: string) => void;
  seats: number;
  onSeats: (seats: number) => void;
  errors: { offer?: string | undefined; seats?: string | undefined };
}

/** Chooses an offer with its price, where it is to be seen, and a number of seats within its bounds. */
export function OfferFields({ label, offers, offer, onOffer, seats, onSeats, errors }: OfferFieldsProps) {
  const { t } = useTranslation('partner');
  const format = useFormat();
  const bounds = ({ minSeats, maxSeats }: OfferChoice) =>
    t('order.bounds', { min: format.number(minSeats), max: format.number(maxSeats) });
  const about = (one: OfferChoice) =>
    one.monthlyPrice ? t('order.priced', { price: format.money(one.monthlyPrice), bounds: bounds(one) }) : bounds(one);
  return (
    <>
      <Radios
        label={label}
        items={offers.map(one => ({ value: one.code, label: one.name, about: about(one) }))}
        value={offer?.code ?? ''}
        onChange={onOffer}
        error={errors.offer}
      />
      <NumberField
        label={t('order.seats')}
        value={seats}
        onChange={onSeats}
        error={errors.seats}
        {...(offer && { min: offer.minSeats, max: offer.maxSeats, description: <Total offer={offer} seats={seats} /> })}
      />
    </>
  );
}

/** What so many seats cost a month; the minor unit is exact, and Intl takes the decimal as it is written. */
function Total({ offer: { monthlyPrice, minSeats, maxSeats }, seats }: { offer: OfferChoice; seats: number }) {
  const { t } = useTranslation('partner');
  const format = useFormat();
  if (!monthlyPrice) return t('order.bounds', { min: format.number(minSeats), max: format.number(maxSeats) });
  const { amount, amountMinor, currency } = monthlyPrice;
  const digits = amount.split('.')[1]?.length ?? 0;
  const total = ((amountMinor * (Number.isNaN(seats) ? 0 : seats)) / 10 ** digits).toFixed(digits);
  return t('order.total', { price: format.money({ amount: total, currency }), seats: format.number(seats || 0) });
}
