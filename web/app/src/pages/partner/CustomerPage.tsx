import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeptQuery } from '../../api/kept';
import { useViewer } from '../../api/viewer';
import { language } from '../../i18n';
import { Button } from '../../ui/buttons';
import { Page } from '../../ui/page';
import { Missing } from '../shared/Missing';
import { ToldNotice, useTold } from '../shared/Told';
import { Details } from './customer/Details';
import { EditCustomerDialog } from './customer/EditCustomerDialog';
import { OrderDialog } from './customer/OrderDialog';
import { type Customer, CustomerQuery } from './customer/query';
import { RelationshipsWith } from './customer/RelationshipsWith';
import { Subscriptions } from './customer/Subscriptions';
import { useMayOrder } from './customer/mayOrder';
import './partner.css';

/** One customer of a partner: its details, the relationship, and what it has bought. */
export function CustomerPage() {
  const { customerId } = useParams({ from: '/app/customers/$customerId' });
  const viewer = useViewer();
  const [{ data, error, fetching }, again] = useKeptQuery({
    query: CustomerQuery,
    // R28: a helpdesk agent sees no billing details, and is not refused what it does not ask for.
    variables: { id: customerId, billing: viewer.has('ADMIN_AGENT', 'SALES_AGENT', 'GLOBAL_ADMIN'), locale: language() },
  });
  const reload = () => again({ requestPolicy: 'network-only' });
  if (!data?.customer) return <Missing error={error} fetching={fetching} onRetry={reload} />;
  return <OneCustomer key={customerId} customer={data.customer} onReload={reload} />;
}

function OneCustomer({ customer, onReload }: { customer: Customer; onReload: () => void }) {
  const { t } = useTranslation(['partner', 'common']);
  const [open, setOpen] = useState<'edit' | 'order' | null>(null);
  const told = useTold();
  const mayOrder = useMayOrder(customer);
  const done = (text: string) => {
    setOpen(null);
    told.say(text);
  };
  return (
    <Page
      title={customer.name}
      above={<Link to="/app/customers">{t('customer.back')}</Link>}
      actions={
        <>
          <Button onPress={() => setOpen('edit')}>{t('customer.edit')}</Button>
          {mayOrder.may && (
            <Button kind="primary" onPress={() => setOpen('order')}>
              {t('customer.order')}
            </Button>
          )}
        </>
      }
    >
      <ToldNotice told={told} />
      <div className="cards">
        <Details customer={customer} />
        <RelationshipsWith customer={customer} />
      </div>
      <Subscriptions customer={customer} whyNoOrder={mayOrder.may ? null : mayOrder.why} />
      {open === 'edit' && (
        <EditCustomerDialog
          customer={customer}
          onClose={() => setOpen(null)}
          onReload={onReload}
          onDone={() => done(t('customer.edited'))}
        />
      )}
      {open === 'order' && (
        <OrderDialog
          customer={customer}
          onClose={() => setOpen(null)}
          onDone={offer => done(t('order.done', { offer }))}
        />
      )}
    </Page>
  );
}
