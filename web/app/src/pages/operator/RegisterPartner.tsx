import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { Refusal, useAct } from '../../api/act';
import { graphql, type VariablesOf } from '../../api/graphql';
import { language } from '../../i18n';
import { Button } from '../../ui/buttons';
import { CountryField } from '../../ui/country';
import { Actions, Dialog } from '../../ui/dialog';
import { Checks, Choice, TextField } from '../../ui/fields';
import { Outcome } from '../../ui/states';
import { besideFields, refusedAt, useInvalidFocus } from '../shared/refusedAt';
import { ProviderPicker } from './ProviderPicker';
import { ServicesQuery } from './queries';

const RegisterMutation = graphql(
  `
    mutation RegisterPartner($input: RegisterPartnerInput!) {
      registerPartner(input: $input) {
        partner { id name }
        user { id }
        userErrors { ...Refusal }
      }
    }
  `,
  [Refusal],
);

type PartnerType = NonNullable<VariablesOf<typeof RegisterMutation>['input']['type']>;

const types: readonly PartnerType[] = ['DIRECT_RESELLER', 'INDIRECT_PROVIDER', 'INDIRECT_RESELLER', 'ADVISOR'];
const fields = ['name', 'type', 'country', 'services', 'providerId', 'externalKey', 'adminName', 'adminEmail'];

const blank = {
  name: '',
  type: 'DIRECT_RESELLER' as PartnerType,
  country: '',
  services: [] as string[],
  providerId: '',
  externalKey: '',
  adminName: '',
  adminEmail: '',
};

interface RegisterPartnerProps {
  isOpen: boolean;
  onClose: () => void;
  onDone: (partner: { id: string; name: string }) => void;
}

/** Registers a partner and its first user. What was typed stays when the dialog is closed and opened again. */
export function RegisterPartner({ isOpen, onClose, onDone }: RegisterPartnerProps) {
  const { t } = useTranslation(['operator', 'common']);
  const [form, setForm] = useState(blank);
  const register = useAct(RegisterMutation);
  const set = (change: Partial<typeof blank>) => setForm(before => ({ ...before, ...change }));
  useInvalidFocus(register.refusals);
  const at = (field: keyof typeof blank) => refusedAt(register.refusals, field);
  const text = (field: 'name' | 'externalKey' | 'adminName' | 'adminEmail') => ({
    label: t(`fields.${field}`),
    value: form[field],
    onChange: (value: string) => set({ [field]: value }),
    error: at(field),
  });

  async function submit() {
    const { providerId, externalKey, ...rest } = form;
    const result = await register.act({
      ...rest,
      ...(form.type === 'INDIRECT_RESELLER' && providerId && { providerId }),
      ...(externalKey && { externalKey }),
    });
    if (!result?.partner) return;
    setForm(blank);
    onDone(result.partner);
  }

  return (
    <Dialog title={t('registerPartner.title')} isOpen={isOpen} onClose={onClose} wide>
      <form
        className="stack"
        noValidate
        onSubmit={event => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextField {...text('name')} isRequired autoFocus />
        <Choice<PartnerType>
          label={t('fields.type')}
          value={form.type}
          onChange={type => set({ type })}
          items={types.map(type => ({
            value: type,
            label: t(`common:partnerTypes.${type}`),
            about: t(`typesAbout.${type}`),
          }))}
          error={at('type')}
        />
        <CountryField
          label={t('fields.country')}
          isRequired
          value={form.country}
          onChange={country => set({ country })}
          error={at('country')}
        />
        <Services values={form.services} onChange={services => set({ services })} error={at('services')} />
        {form.type === 'INDIRECT_RESELLER' && (
          <ProviderPicker
            country={form.country}
            value={form.providerId}
            onChange={providerId => set({ providerId })}
            error={at('providerId')}
          />
        )}
        <TextField {...text('adminName')} isRequired />
        <TextField {...text('adminEmail')} isRequired type="email" description={t('registerPartner.adminHelp')} />
        <TextField {...text('externalKey')} isRequired={false} description={t('fields.externalKeyHelp')} />
        <Outcome of={besideFields(register, fields)} />
        <Actions>
          <Button onPress={onClose}>{t('common:cancel')}</Button>
          <Button kind="primary" type="submit" isPending={register.busy}>
            {t('registerPartner.submit')}
          </Button>
        </Actions>
      </form>
    </Dialog>
  );
}

interface ServicesProps {
  values: readonly string[];
  onChange: (values: string[]) => void;
  error: string | undefined;
}

function Services({ values, onChange, error }: ServicesProps) {
  const { t } = useTranslation('operator');
  const [{ data }] = useQuery({ query: ServicesQuery, variables: { locale: language() } });
  return (
    <Checks
      label={t('fields.services')}
      items={data?.services.map(service => ({ value: service.code, label: service.name })) ?? []}
      values={values}
      onChange={onChange}
      error={error}
    />
  );
}
