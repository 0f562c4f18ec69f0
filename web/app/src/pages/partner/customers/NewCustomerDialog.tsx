import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Refusal, useAct } from '../../../api/act';
import { graphql } from '../../../api/graphql';
import { useOwnPartner } from '../../../api/viewer';
import { useFormat } from '../../../i18n/format';
import { TextField } from '../../../ui/fields';
import { Facts } from '../../../ui/page';
import { refusedAt } from '../../shared/refusedAt';
import { ActDialog } from '../parts/ActDialog';

const CreateCustomer = graphql(
  `
    mutation CreateCustomer($input: CreateCustomerInput!) {
      createCustomer(input: $input) {
        customer { id }
        relationship { id }
        userErrors { ...Refusal }
      }
    }
  `,
  [Refusal],
);

const nothing = { name: '', domain: '', adminName: '', adminEmail: '' };

/** Creates a customer that is new to the platform (R29), in the partner's own country (R7). */
export function NewCustomerDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('partner');
  const { country, type } = useOwnPartner();
  const format = useFormat();
  const navigate = useNavigate();
  const [values, setValues] = useState(nothing);
  const create = useAct(CreateCustomer);

  async function submit() {
    const done = await create.act({ ...values, country });
    if (done?.customer) await navigate({ to: '/app/customers/$customerId', params: { customerId: done.customer.id } });
  }

  const field = (name: keyof typeof nothing) => ({
    value: values[name],
    onChange: (value: string) => setValues(before => ({ ...before, [name]: value })),
    error: refusedAt(create.refusals, name),
  });
  return (
    <ActDialog
      title={t('newCustomer.title')}
      help={t(type === 'ADVISOR' ? 'newCustomer.helpAdvisor' : 'newCustomer.help')}
      act={create}
      submit={t('newCustomer.submit')}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <TextField label={t('newCustomer.name')} isRequired autoFocus autoComplete="off" {...field('name')} />
      <TextField
        label={t('newCustomer.domain')}
        isRequired
        description={t('newCustomer.domainHelp')}
        autoComplete="off"
        {...field('domain')}
      />
      <Facts items={[{ term: t('newCustomer.country'), value: t('newCustomer.region', { country: format.country(country) }) }]} />
      <TextField label={t('newCustomer.adminName')} isRequired autoComplete="off" {...field('adminName')} />
      <TextField
        type="email"
        label={t('newCustomer.adminEmail')}
        isRequired
        description={t('newCustomer.adminHelp')}
        autoComplete="off"
        {...field('adminEmail')}
      />
    </ActDialog>
  );
}
