import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Refusal, useAct } from '../../../api/act';
import { graphql } from '../../../api/graphql';
import { useOwnPartner } from '../../../api/viewer';
import { useFormat } from '../../../i18n/format';
import { Checks } from '../../../ui/fields';
import { refusedAt } from '../../shared/refusedAt';
import { ActDialog } from '../parts/ActDialog';
import { servicesOf } from '../parts/ServiceNames';
import type { DialogProps } from './query';

const Relinquish = graphql(
  `
    mutation RelinquishDelegatedAdmin($input: RelinquishDelegatedAdminInput!) {
      relinquishDelegatedAdmin(input: $input) {
        relationship { id version }
        ended { id }
        userErrors { ...Refusal }
      }
    }
  `,
  [Refusal],
);

/** Gives privileges of the viewer's own company back (R22). */
export function RelinquishDialog({ relationship, onClose, onReload, onDone }: DialogProps) {
  const { t } = useTranslation('partner');
  const own = useOwnPartner();
  const format = useFormat();
  const [services, setServices] = useState<string[]>([]);
  const [tried, setTried] = useState(false);
  const relinquish = useAct(Relinquish);
  const held = servicesOf(
    relationship.delegatedAdminPrivileges.filter(({ status }) => status === 'ACTIVE'),
    own.id,
  );

  async function submit() {
    setTried(true);
    if (services.length === 0) return;
    const done = await relinquish.act({ relationshipId: relationship.id, services, version: relationship.version });
    const names = held.filter(({ code }) => services.includes(code)).map(({ name }) => name);
    if (done) onDone(t('relinquish.done', { services: format.list(names) }));
  }

  return (
    <ActDialog
      title={t('relinquish.title')}
      help={t('relinquish.help', { name: relationship.customer?.name ?? t('relationship.nobody') })}
      act={relinquish}
      submit={t('relinquish.submit')}
      kind="danger"
      onSubmit={() => void submit()}
      onClose={onClose}
      onReload={onReload}
    >
      <Checks
        label={t('relinquish.services')}
        items={held.map(({ code, name }) => ({ value: code, label: name }))}
        values={services}
        onChange={setServices}
        error={tried && services.length === 0 ? t('relinquish.choose') : refusedAt(relinquish.refusals, 'services')}
      />
    </ActDialog>
  );
}
