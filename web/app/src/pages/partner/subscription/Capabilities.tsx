import { useTranslation } from 'react-i18next';
import { useViewer } from '../../../api/viewer';
import { Button } from '../../../ui/buttons';
import { Card } from '../../../ui/page';
import { Badge, Notice } from '../../../ui/states';
import { ToRequest } from '../parts/ToRequest';
import { type Being, beings, type Doing, doings, type Possibility } from './actions';
import type { Opened } from './dialogs';
import type { Subscription } from './query';

interface CapabilitiesProps {
  subscription: Subscription;
  onOpen: (dialog: Opened) => void;
}

/** Everything that could be done: a button where it may be, the reason in words where not (R19). */
export function Capabilities({ subscription, onOpen }: CapabilitiesProps) {
  const { t } = useTranslation('partner');
  const viewer = useViewer();
  return (
    <Card title={t('subscription.can')}>
      <p className="quiet">{t('subscription.canHelp')}</p>
      <RestorePrivileges subscription={subscription} />
      <ul className="capabilities">
        {beings(subscription, t).map(one => (
          <BeingRow key={one.action} possibility={one} />
        ))}
        {doings(subscription, viewer, t).map(one => (
          <DoingRow key={one.action} possibility={one} onOpen={onOpen} />
        ))}
      </ul>
    </Card>
  );
}

/** To the billed partner without privileges: how to get them back (R10). */
function RestorePrivileges({ subscription }: { subscription: Subscription }) {
  const { t } = useTranslation('partner');
  const viewer = useViewer();
  const { billedPartner, delegatedAdmin, status, service } = subscription;
  const own = viewer.partner?.id;
  if (billedPartner?.id !== own || delegatedAdmin?.id === own || status === 'CANCELLED') return null;
  return (
    <Notice tone="warning">
      <p>{t('subscription.restoreDap', { service: service.name })}</p>
      <ToRequest />
    </Notice>
  );
}

function BeingRow({ possibility: { action, allowed, reasons } }: { possibility: Possibility<Being> }) {
  const { t } = useTranslation(['partner', 'common']);
  return (
    <li className="capability" data-action={action}>
      <div>
        <p className="capability-name">{t(`actions.${action}`)}</p>
        <Reasons reasons={reasons} />
      </div>
      <Badge tone={allowed ? 'good' : 'plain'}>{allowed ? t('common:yes') : t('common:no')}</Badge>
    </li>
  );
}

interface DoingRowProps {
  possibility: Possibility<Doing>;
  onOpen: (dialog: Opened) => void;
}

function DoingRow({ possibility: { action, allowed, reasons }, onOpen }: DoingRowProps) {
  const { t } = useTranslation(['partner', 'common']);
  return (
    <li className="capability" data-action={action}>
      <div>
        <p className="capability-name">{t(`actions.${action}`)}</p>
        <Reasons reasons={reasons} />
      </div>
      {allowed ? (
        <Button small kind={action === 'CANCEL' || action === 'SUSPEND' ? 'danger' : 'secondary'} onPress={() => onOpen(action)}>
          {t(`actionButtons.${action}`)}
        </Button>
      ) : (
        <Badge tone="plain">{t('common:no')}</Badge>
      )}
    </li>
  );
}

function Reasons({ reasons }: { reasons: readonly string[] }) {
  return reasons.map(reason => (
    <p key={reason} className="quiet">
      {reason}
    </p>
  ));
}
