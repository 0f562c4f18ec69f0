import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Refusal, useAct } from '../../api/act';
import { graphql } from '../../api/graphql';
import { Button } from '../../ui/buttons';
import { CountryField } from '../../ui/country';
import { Actions, Dialog } from '../../ui/dialog';
import { TextField } from '../../ui/fields';
import { Outcome } from '../../ui/states';
import { besideFields, refusedAt, useInvalidFocus } from '../shared/refusedAt';

const RegisterMutation = graphql(
  `
    mutation RegisterCustomer($input: RegisterCustomerInput!) {
      registerCustomer(input: $input) {
        customer { id name }
        user { id }
        userErrors { ...Refusal }
      }
    }
  `,
  [Refusal],
);

const blank = { name: '', domain: '', country: '', externalKey: '', adminName: '', adminEmail: '' };
type Field = keyof typeof blank;

interface RegisterCustomerProps {
  isOpen: boolean;
  onClose: () => void;
  onDone: (customer: { id: string; name: string }) => void;
}

/** Registers a customer and its first user. What was typed stays when the dialog is closed and opened again. */
export function RegisterCustomer({ isOpen, onClose, onDone }: RegisterCustomerProps) {
  const { t } = useTranslation(['operator', 'common']);
  const [form, setForm] = useState(blank);
  const register = useAct(RegisterMutation);
  useInvalidFocus(register.refusals);
  const at = (field: Field) => refusedAt(register.refusals, field);
  const text = (field: Exclude<Field, 'country'>) => ({
    label: t(`fields.${field}`),
    value: form[field],
    onChange: (value: string) => setForm(before => ({ ...before, [field]: value })),
    error: at(field),
  });

  async function submit() {
    const { externalKey, ...rest } = form;
    const result = await register.act({ ...rest, ...(externalKey && { externalKey }) });
    if (!result?.customer) return;
    setForm(blank);
    onDone(result.customer);
  }

  return (
    <Dialog title={t('registerCustomer.title')} isOpen={isOpen} onClose={onClose} wide>
      <form
        className="stack"
        noValidate
        onSubmit={event => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextField {...text('name')} isRequired autoFocus />
        <TextField {...text('domain')} isRequired description={t('fields.domainHelp')} />
        <CountryField
          label={t('fields.country')}
          isRequired
          value={form.country}
          onChange={country => setForm(before => ({ ...before, country }))}
          error={at('country')}
        />
        <TextField {...text('adminName')} isRequired />
        <TextField {...text('adminEmail')} isRequired type="email" description={t('registerCustomer.adminHelp')} />
        <TextField {...text('externalKey')} isRequired={false} description={t('fields.externalKeyHelp')} />
        <Outcome of={besideFields(register, Object.keys(blank))} />
        <Actions>
          <Button onPress={onClose}>{t('common:cancel')}</Button>
          <Button kind="primary" type="submit" isPending={register.busy}>
            {t('registerCustomer.submit')}
          </Button>
        </Actions>
      </form>
    </Dialog>
  );
}
