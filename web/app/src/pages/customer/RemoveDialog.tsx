import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Refusal, useAct } from '../../api/act';
import { graphql } from '../../api/graphql';
import { useFormat } from '../../i18n/format';
import { Button } from '../../ui/buttons';
import { Actions, Dialog } from '../../ui/dialog';
import { Check } from '../../ui/fields';
import { ActOutcome } from '../shared/ActOutcome';
import { byPartner, endingOf, type Held, type Target } from './removal';

const RemoveMutation = graphql(
  `
    mutation RemoveDelegatedAdmin($input: RemoveDelegatedAdminInput!) {
      removeDelegatedAdmin(input: $input) {
        ended {
          id
          service { code name }
          partner { id name }
          relationship { id version }
          customer { id }
        }
        userErrors { ...Refusal }
      }
    }
  `,
  [Refusal],
);

interface RemoveDialogProps {
  target: Target;
  /** What stands now. */
  held: readonly Held[];
  /** The version of the relationship, where one partner is meant (R26). */
  version: number | null;
  onClose: () => void;
  onDone: (ended: Held[]) => void;
  onReload: () => void;
}

/** Removes privileges, after saying what ends by it and what stays (R21). */
export function RemoveDialog({ target, held, version, onClose, onDone, onReload }: RemoveDialogProps) {
  const { t } = useTranslation(['customer', 'common']);
  const [sure, setSure] = useState(false);
  const remove = useAct(RemoveMutation);
  const ends = endingOf(held, target);

  async function submit() {
    const result = await remove.act({
      ...(target.kind === 'all' ? { allPartners: true } : { partnerIds: [target.partner.id] }),
      ...(target.kind === 'service' && { services: [target.service.code] }),
      ...(target.kind !== 'all' && version !== null && { version }),
    });
    if (result) onDone(result.ended.map(privilege => named(privilege, held)));
  }

  return (
    <Dialog title={useTitle(target)} isOpen onClose={onClose} alert>
      {ends.length === 0 ? <p>{t('remove.nothing')}</p> : <Consequences ends={ends} target={target} />}
      {target.kind === 'all' && ends.length > 0 && (
        <Check value={sure} onChange={setSure}>
          {t('remove.sure')}
        </Check>
      )}
      <ActOutcome of={remove} onReload={onReload} />
      <Actions>
        <Button onPress={onClose}>{t('common:cancel')}</Button>
        {ends.length > 0 && (
          <Button
            kind="danger"
            onPress={submit}
            isPending={remove.busy}
            isDisabled={target.kind === 'all' && !sure}
          >
            {t(target.kind === 'all' ? 'remove.submitAll' : 'remove.submit')}
          </Button>
        )}
      </Actions>
    </Dialog>
  );
}

/** What has ended, in the names that the page has for it. */
function named({ service, partner }: { service: Held['service']; partner: Held['partner'] | null }, held: readonly Held[]): Held {
  const same = held.find(one => one.service.code === service.code);
  return { service: same?.service ?? service, partner: partner ?? { id: '', name: '' } };
}

function useTitle(target: Target): string {
  const { t } = useTranslation('customer');
  if (target.kind === 'all') return t('remove.titleAll');
  const name = target.partner.name;
  if (target.kind === 'partner') return t('remove.titlePartner', { name });
  return t('remove.titleService', { name, service: target.service.name });
}

/** What the removal ends, by name, and what it leaves. */
function Consequences({ ends, target }: { ends: readonly Held[]; target: Target }) {
  const { t } = useTranslation('customer');
  const format = useFormat();
  return (
    <>
      <div>
        <h3>{t('remove.ends')}</h3>
        <ul className="changes">
          {byPartner(ends).map(partner => (
            <li key={partner.id}>
              {t('remove.noLonger', { name: partner.name, services: format.list(partner.services) })}
            </li>
          ))}
        </ul>
      </div>
      <div>
        <h3>{t('remove.stays')}</h3>
        <ul className="changes">
          <li>{t(target.kind === 'all' ? 'remove.staysRelationships' : 'remove.staysRelationship')}</li>
          <li>{t('remove.staysSubscriptions')}</li>
          <li>{t('remove.staysBills')}</li>
          <li>{t('remove.staysSupport')}</li>
          <li>{t('remove.staysRecord')}</li>
        </ul>
      </div>
      <p className="quiet">{t('remove.undo')}</p>
    </>
  );
}
