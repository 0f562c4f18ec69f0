import { useTranslation } from 'react-i18next';
import { useViewer } from '../../../api/viewer';
import { useFormat } from '../../../i18n/format';
import { Card, Facts } from '../../../ui/page';
import { Name } from '../../../ui/states';
import type { Customer } from './query';

/** Who the customer is, whom to talk to, and what bills are written with (R28). */
export function Details({ customer }: { customer: Customer }) {
  const { t } = useTranslation('partner');
  const viewer = useViewer();
  const format = useFormat();
  const { contact, billingDetails: billing } = customer;
  const known = (value: string | null | undefined) =>
    value ? <Name>{value}</Name> : <span className="quiet">{t('customer.unknown')}</span>;
  return (
    <Card title={t('customer.details')}>
      <Facts
        items={[
          { term: t('customer.domain'), value: <Name>{customer.domain}</Name> },
          { term: t('customer.country'), value: format.country(customer.country) },
          ...(customer.externalKey ? [{ term: t('customer.key'), value: <Name>{customer.externalKey}</Name> }] : []),
          { term: t('customer.contact'), value: known(contact?.name) },
          { term: t('customer.email'), value: contact?.email ? <Mail address={contact.email} /> : known(null) },
          { term: t('customer.phone'), value: known(contact?.phone) },
        ]}
      />
      <h3>{t('customer.billing')}</h3>
      {viewer.has('ADMIN_AGENT', 'SALES_AGENT', 'GLOBAL_ADMIN') ? (
        <Facts
          items={[
            { term: t('customer.billingName'), value: known(billing?.name) },
            { term: t('customer.billingAddress'), value: <span className="lines">{known(billing?.address)}</span> },
            { term: t('customer.billingEmail'), value: billing?.email ? <Mail address={billing.email} /> : known(null) },
            { term: t('customer.taxId'), value: known(billing?.taxId) },
          ]}
        />
      ) : (
        <p className="quiet">{t('customer.billingHidden')}</p>
      )}
    </Card>
  );
}

/** An address to write to; what of it is no part of an address is escaped. */
function Mail({ address }: { address: string }) {
  const [local = '', ...domain] = address.split('@');
  return (
    <a href={`mailto:${[local, ...domain].map(encodeURIComponent).join('@')}`}>
      <Name>{address}</Name>
    </a>
  );
}
