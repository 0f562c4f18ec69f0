import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Refusal, useAct } from '../../api/act';
import { graphql } from '../../api/graphql';
import { Button } from '../../ui/buttons';
import { Actions, Dialog } from '../../ui/dialog';
import { Card } from '../../ui/page';
import { ActOutcome } from '../shared/ActOutcome';
import { keepFocus } from '../shared/focus';
import { Told } from '../shared/Told';
import type { Partner } from './queries';

const StatusMutation = graphql(
  `
    mutation SetPartnerStatus($input: SetPartnerStatusInput!) {
      setPartnerStatus(input: $input) {
        partner { id status version }
        userErrors { ...Refusal }
      }
    }
  `,
  [Refusal],
);

interface SuspensionProps {
  partner: Partner;
  onReload: () => void;
}

/** Whether the partner is suspended, and the way to change that (R5). */
export function Suspension({ partner, onReload }: SuspensionProps) {
  const { t } = useTranslation('operator');
  const [asking, setAsking] = useState(false);
  const [done, setDone] = useState(false);
  const suspended = partner.status === 'SUSPENDED';
  const state = suspended ? 'suspended' : 'active';

  function close() {
    setAsking(false);
    keepFocus();
  }
  return (
    <Card title={t('suspension.title')}>
      {done && <Told key={state} title={t(`suspension.${state}.done`, { name: partner.name })} />}
      <p>{t(`suspension.${state}.now`)}</p>
      <div className="row">
        <Button
          kind={suspended ? 'secondary' : 'danger'}
          onPress={() => {
            setDone(false);
            setAsking(true);
          }}
        >
          {t(`suspension.${state}.button`)}
        </Button>
      </div>
      {asking && (
        <SuspensionDialog
          partner={partner}
          onClose={close}
          onDone={() => {
            setAsking(false);
            setDone(true);
          }}
          onReload={onReload}
        />
      )}
    </Card>
  );
}

interface SuspensionDialogProps extends SuspensionProps {
  onClose: () => void;
  onDone: () => void;
}

function SuspensionDialog({ partner, onClose, onDone, onReload }: SuspensionDialogProps) {
  const { t } = useTranslation(['operator', 'common']);
  const set = useAct(StatusMutation);
  const state = partner.status === 'SUSPENDED' ? 'suspended' : 'active';

  async function submit() {
    const status = state === 'suspended' ? 'ACTIVE' : 'SUSPENDED';
    if (await set.act({ partnerId: partner.id, version: partner.version, status })) onDone();
  }
  return (
    <Dialog title={t(`suspension.${state}.title`, { name: partner.name })} isOpen onClose={onClose} alert={state === 'active'}>
      {state === 'active' ? <Consequences /> : <p>{t('suspension.suspended.help')}</p>}
      <ActOutcome of={set} onReload={onReload} />
      <Actions>
        <Button onPress={onClose}>{t('common:cancel')}</Button>
        <Button kind={state === 'active' ? 'danger' : 'primary'} onPress={submit} isPending={set.busy}>
          {t(`suspension.${state}.submit`)}
        </Button>
      </Actions>
    </Dialog>
  );
}

const stops = ['requests', 'links', 'customers', 'orders', 'transfers'] as const;
const goesOn = ['sees', 'administers', 'reduces', 'customersKeep', 'bills'] as const;

/** What a suspended partner can no longer do, and what goes on. */
function Consequences() {
  const { t } = useTranslation('operator');
  return (
    <>
      <div>
        <h3>{t('suspension.stopsTitle')}</h3>
        <ul className="changes">
          {stops.map(one => (
            <li key={one}>{t(`suspension.stops.${one}`)}</li>
          ))}
        </ul>
      </div>
      <div>
        <h3>{t('suspension.goesOnTitle')}</h3>
        <ul className="changes">
          {goesOn.map(one => (
            <li key={one}>{t(`suspension.goesOn.${one}`)}</li>
          ))}
        </ul>
      </div>
    </>
  );
}
