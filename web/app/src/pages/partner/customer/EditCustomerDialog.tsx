import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Refusal, useAct } from '../../../api/act';
import { graphql } from '../../../api/graphql';
import { useViewer } from '../../../api/viewer';
import { TextField } from '../../../ui/fields';
import { refusedAt } from '../../shared/refusedAt';
import { ActDialog } from '../parts/ActDialog';
import type { Customer } from './query';

const UpdateCustomer = graphql(
  `
    mutation UpdateCustomer($input: UpdateCustomerInput!) {
      updateCustomer(input: $input) {
        customer { id version }
        userErrors { ...Refusal }
      }
    }
  `,
  [Refusal],
);

function valuesOf({ name, domain, contact, billingDetails }: Customer) {
  return {
    name,
    domain,
    contactName: contact?.name ?? '',
    contactEmail: contact?.email ?? '',
    contactPhone: contact?.phone ?? '',
    billingName: billingDetails?.name ?? '',
    billingAddress: billingDetails?.address ?? '',
    billingEmail: billingDetails?.email ?? '',
    taxId: billingDetails?.taxId ?? '',
  };
}

type Values = ReturnType<typeof valuesOf>;

/** What the user has changed, and nothing else: what others have changed meanwhile is not undone. */
function changed(before: Values, now: Values): Partial<Values> {
  const keys = Object.keys(now) as (keyof Values)[];
  return Object.fromEntries(keys.filter(key => now[key] !== before[key]).map(key => [key, now[key]]));
}

interface EditCustomerDialogProps {
  customer: Customer;
  onClose: () => void;
  onReload: () => void;
  onDone: () => void;
}

/** Changes a customer's details (R28); billing details where the viewer may see them. */
export function EditCustomerDialog({ customer, onClose, onReload, onDone }: EditCustomerDialogProps) {
  const { t } = useTranslation('partner');
  const viewer = useViewer();
  const [before] = useState(() => valuesOf(customer));
  const [values, setValues] = useState(before);
  const update = useAct(UpdateCustomer);

  async function submit() {
    const done = await update.act({ customerId: customer.id, version: customer.version, ...changed(before, values) });
    if (done) onDone();
  }

  const field = (name: keyof Values) => ({
    value: values[name],
    onChange: (value: string) => setValues(earlier => ({ ...earlier, [name]: value })),
    error: refusedAt(update.refusals, name),
    autoComplete: 'off',
  });
  return (
    <ActDialog
      title={t('editCustomer.title', { name: customer.name })}
      help={t('editCustomer.help')}
      act={update}
      submit={t('editCustomer.submit')}
      onSubmit={() => void submit()}
      onClose={onClose}
      onReload={onReload}
    >
      <TextField label={t('editCustomer.name')} isRequired autoFocus {...field('name')} />
      <TextField label={t('customer.domain')} isRequired {...field('domain')} />
      <fieldset className="fieldset">
        <legend>{t('editCustomer.contact')}</legend>
        <TextField label={t('editCustomer.contactName')} isRequired={false} {...field('contactName')} />
        <TextField type="email" label={t('editCustomer.contactEmail')} isRequired={false} {...field('contactEmail')} />
        <TextField type="tel" label={t('editCustomer.contactPhone')} isRequired={false} {...field('contactPhone')} />
      </fieldset>
      {viewer.has('ADMIN_AGENT', 'SALES_AGENT', 'GLOBAL_ADMIN') ? (
        <fieldset className="fieldset">
          <legend>{t('editCustomer.billing')}</legend>
          <TextField label={t('customer.billingName')} isRequired={false} {...field('billingName')} />
          <TextField rows={3} label={t('customer.billingAddress')} isRequired={false} {...field('billingAddress')} />
          <TextField type="email" label={t('customer.billingEmail')} isRequired={false} {...field('billingEmail')} />
          <TextField label={t('customer.taxId')} isRequired={false} {...field('taxId')} />
        </fieldset>
      ) : (
        <p className="quiet">{t('customer.billingHidden')}</p>
      )}
    </ActDialog>
  );
}
