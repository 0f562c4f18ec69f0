import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Refusal, useAct } from '../../../api/act';
import { graphql } from '../../../api/graphql';
import { Choice } from '../../../ui/fields';
import { FailureState, Loading } from '../../../ui/states';
import { refusedAt } from '../../shared/refusedAt';
import { ActDialog } from '../parts/ActDialog';
import { type CatalogueOffer, useOffers } from '../parts/catalogue';
import { OfferFields } from '../parts/OfferFields';
import type { Customer } from './query';

const Provision = graphql(
  `
    mutation ProvisionSubscription($input: ProvisionSubscriptionInput!) {
      provisionSubscription(input: $input) {
        # The customer is asked for so that its page, with no subscription yet, is asked for anew as well.
        subscription { id customer { id } }
        userErrors { ...Refusal }
      }
    }
  `,
  [Refusal],
);

interface Group {
  value: string;
  label: string;
  offers: CatalogueOffer[];
}

/** What can be ordered by itself, by main service; what the partner has pinned once more before all (R30). */
function groupsOf(offers: readonly CatalogueOffer[], pinned: ReadonlySet<string>, pinnedLabel: string): Group[] {
  const addOns = new Set(offers.flatMap(offer => offer.addOns.map(({ code }) => code)));
  const bases = offers.filter(({ code }) => !addOns.has(code));
  const groups = new Map<string, Group>();
  for (const offer of bases) {
    const [service] = offer.services;
    if (!service) continue;
    const group = groups.get(service.code) ?? { value: service.code, label: service.name, offers: [] };
    group.offers.push(offer);
    groups.set(service.code, group);
  }
  const favourites = bases.filter(({ code }) => pinned.has(code));
  const first = favourites.length > 0 ? [{ value: '*', label: pinnedLabel, offers: favourites }] : [];
  return [...first, ...groups.values()];
}

interface OrderDialogProps {
  customer: Pick<Customer, 'id' | 'name'>;
  onClose: () => void;
  onDone: (offer: string) => void;
}

/** Orders an offer for a customer (R16). */
export function OrderDialog({ customer, onClose, onDone }: OrderDialogProps) {
  const { t } = useTranslation('partner');
  const { offers, pinned, error, retry } = useOffers();
  const [group, setGroup] = useState<string | null>(null);
  const [code, setCode] = useState<string | null>(null);
  const [seats, setSeats] = useState(1);
  const [missing, setMissing] = useState(false);
  const provision = useAct(Provision);
  const groups = groupsOf(offers ?? [], pinned, t('order.pinned'));
  const shown = groups.find(({ value }) => value === group) ?? groups[0];
  const offer = shown?.offers.find(one => one.code === code);

  async function submit() {
    setMissing(!offer);
    if (!offer) return;
    if (await provision.act({ customerId: customer.id, offer: offer.code, seats })) onDone(offer.name);
  }

  return (
    <ActDialog
      title={t('order.title', { name: customer.name })}
      help={
        <>
          <p>{t('order.consequence')}</p>
          <p className="quiet">{t('order.privileges')}</p>
        </>
      }
      act={provision}
      submit={t('order.submit')}
      wide
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      {!offers && (error ? <FailureState error={error} onRetry={retry} /> : <Loading />)}
      {shown && (
        <>
          <Choice label={t('order.group')} items={groups} value={shown.value} onChange={setGroup} />
          <OfferFields
            label={t('order.offers')}
            offers={shown.offers}
            offer={offer}
            onOffer={setCode}
            seats={seats}
            onSeats={setSeats}
            errors={{
              offer: missing && !offer ? t('order.choose') : refusedAt(provision.refusals, 'offer'),
              seats: refusedAt(provision.refusals, 'seats'),
            }}
          />
        </>
      )}
    </ActDialog>
  );
}
