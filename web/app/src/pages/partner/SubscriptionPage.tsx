import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeptQuery } from '../../api/kept';
import { language } from '../../i18n';
import { useFormat } from '../../i18n/format';
import { Page } from '../../ui/page';
import { Name, Notice } from '../../ui/states';
import { Missing } from '../shared/Missing';
import { ToldNotice, useTold } from '../shared/Told';
import { AddOns } from './subscription/AddOns';
import { Capabilities } from './subscription/Capabilities';
import { ActionDialog, type Opened } from './subscription/dialogs';
import { Parties } from './subscription/Parties';
import { type Subscription, SubscriptionQuery } from './subscription/query';
import { SubscriptionFacts } from './subscription/SubscriptionFacts';
import { TransferNotice } from './subscription/TransferNotice';
import './partner.css';

/** One subscription: who its parties are, what may be done with it, and why not the rest (R16–R20, R37–R41). */
export function SubscriptionPage() {
  const { subscriptionId } = useParams({ from: '/app/subscriptions/$subscriptionId' });
  const [{ data, error, fetching }, again] = useKeptQuery({
    query: SubscriptionQuery,
    variables: { id: subscriptionId, locale: language() },
  });
  const reload = () => again({ requestPolicy: 'network-only' });
  if (!data?.subscription) return <Missing error={error} fetching={fetching} onRetry={reload} />;
  return <OneSubscription key={subscriptionId} subscription={data.subscription} onReload={reload} />;
}

function OneSubscription({ subscription, onReload }: { subscription: Subscription; onReload: () => void }) {
  const [opened, setOpened] = useState<Opened | null>(null);
  const told = useTold();
  const { offer, base, customer } = subscription;
  return (
    <Page
      title={offer.name}
      above={<Above subscription={subscription} />}
      tab={customer ? `${offer.name}, ${customer.name}` : offer.name}
      intro={base && <BaseOf base={base} />}
    >
      <ToldNotice told={told} />
      <SuspendedNotice subscription={subscription} />
      <TransferNotice subscription={subscription} onOpen={setOpened} />
      <div className="cards">
        <SubscriptionFacts subscription={subscription} />
        <Parties subscription={subscription} />
      </div>
      <Capabilities subscription={subscription} onOpen={setOpened} />
      {!base && <AddOns addOns={subscription.addOns} />}
      {opened && (
        <ActionDialog
          opened={opened}
          subscription={subscription}
          onClose={() => setOpened(null)}
          onReload={onReload}
          onDone={text => {
            setOpened(null);
            told.say(text);
          }}
        />
      )}
    </Page>
  );
}

function Above({ subscription: { customer } }: { subscription: Subscription }) {
  const { t } = useTranslation(['partner', 'common']);
  if (!customer) return <Link to="/app/subscriptions">{t('common:nav.subscriptions')}</Link>;
  return (
    <Link to="/app/customers/$customerId" params={{ customerId: customer.id }}>
      <Name>{t('subscription.for', { name: customer.name })}</Name>
    </Link>
  );
}

function BaseOf({ base }: { base: NonNullable<Subscription['base']> }) {
  const { t } = useTranslation('partner');
  return (
    <Link to="/app/subscriptions/$subscriptionId" params={{ subscriptionId: base.id }}>
      <Name>{t('subscription.addOnTo', { offer: base.offer.name })}</Name>
    </Link>
  );
}

function SuspendedNotice({ subscription: { status, deletionDueAt } }: { subscription: Subscription }) {
  const { t } = useTranslation(['partner', 'common']);
  const format = useFormat();
  if (status !== 'SUSPENDED' || !deletionDueAt) return null;
  return (
    <Notice tone="warning" title={t('common:subscriptionStatuses.SUSPENDED')}>
      <p>{t('subscription.suspendedNote', { day: format.moment(deletionDueAt) })}</p>
    </Notice>
  );
}
