import type { TFunction } from 'i18next';
import type { Viewer } from '../../../api/viewer';
import type { Subscription } from './query';

/** What can be done with a subscription, each by a button. */
export type Doing =
  | 'SEATS'
  | 'ORDER_ADD_ON'
  | 'UPGRADE'
  | 'TRANSFER'
  | 'CHANGE_PARTNER_OF_RECORD'
  | 'SUPPORT_CONTACT'
  | 'SUSPEND'
  | 'RESUME'
  | 'CANCEL';

/** What is only told: it is done elsewhere. */
export type Being = 'SEE_PRICE' | 'ADMINISTER' | 'SUPPORT';

export interface Possibility<Action extends Doing | Being = Doing | Being> {
  action: Action;
  allowed: boolean;
  /** Why not, or something to add where it is. */
  reasons: string[];
}

type T = TFunction<'partner'>;

/** The server's word on one action. */
export function capability({ capabilities }: Subscription, action: Subscription['capabilities'][number]['action']) {
  return capabilities.find(one => one.action === action) ?? { action, allowed: false, reason: null };
}

function reasonsOf(...reasons: (string | null)[]): string[] {
  return [...new Set(reasons.filter(reason => reason !== null))];
}

export function beings(subscription: Subscription, t: T): Possibility<Being>[] {
  return (['SEE_PRICE', 'ADMINISTER', 'SUPPORT'] as const).map(action => {
    const { allowed, reason } = capability(subscription, action);
    return { action, allowed, reasons: reasonsOf(allowed ? t(`actionAbout.${action}`) : reason) };
  });
}

/** More seats and fewer are two rights and one dialog: what is refused of them is said beside the button. */
function seats(subscription: Subscription): Possibility<Doing> {
  const more = capability(subscription, 'ADD_SEATS');
  const fewer = capability(subscription, 'REMOVE_SEATS');
  return { action: 'SEATS', allowed: more.allowed || fewer.allowed, reasons: reasonsOf(more.reason, fewer.reason) };
}

/** Something that the catalogue must have a way to as well. */
function catalogued(subscription: Subscription, action: 'ORDER_ADD_ON' | 'UPGRADE', offers: readonly unknown[], none: string): Possibility<Doing> {
  const { allowed, reason } = capability(subscription, action);
  if (allowed && offers.length === 0) return { action, allowed: false, reasons: [none] };
  return { action, allowed, reasons: reasonsOf(reason) };
}

/** Naming the support contact is no capability; the same rules as the server's decide whether to offer it (R37). */
function supportContact({ billedPartner, base, status }: Subscription, viewer: Viewer, t: T): Possibility<Doing> {
  const why = !viewer.has('ADMIN_AGENT', 'SALES_AGENT', 'GLOBAL_ADMIN')
    ? t('actionAbout.supportRole')
    : billedPartner?.id !== viewer.partner?.id
      ? t('actionAbout.supportBilled')
      : base
        ? t('actionAbout.addOn')
        : status !== 'ACTIVE'
          ? t('actionAbout.notActive')
          : null;
  return { action: 'SUPPORT_CONTACT', allowed: why === null, reasons: reasonsOf(why) };
}

export function doings(subscription: Subscription, viewer: Viewer, t: T): Possibility<Doing>[] {
  const plain = (action: Exclude<Doing, 'SEATS' | 'SUPPORT_CONTACT'>): Possibility<Doing> => {
    const { allowed, reason } = capability(subscription, action);
    return { action, allowed, reasons: reasonsOf(reason) };
  };
  return [
    seats(subscription),
    catalogued(subscription, 'ORDER_ADD_ON', subscription.offer.addOns, t('actionAbout.noAddOns')),
    catalogued(subscription, 'UPGRADE', subscription.offer.upgradesTo, t('actionAbout.noUpgrades')),
    plain('TRANSFER'),
    plain('CHANGE_PARTNER_OF_RECORD'),
    supportContact(subscription, viewer, t),
    plain('SUSPEND'),
    plain('RESUME'),
    plain('CANCEL'),
  ];
}
