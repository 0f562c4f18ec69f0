import { useTranslation } from 'react-i18next';
import { useViewer } from '../../../api/viewer';
import { useFormat } from '../../../i18n/format';
import { Button } from '../../../ui/buttons';
import { Notice } from '../../../ui/states';
import type { Opened } from './dialogs';
import type { Subscription } from './query';

interface TransferNoticeProps {
  subscription: Subscription;
  onOpen: (dialog: Opened) => void;
}

/** The transfer that is offered (R41): to take or turn down by the one, to withdraw by the other. */
export function TransferNotice({ subscription: { transfer }, onOpen }: TransferNoticeProps) {
  const { t } = useTranslation('partner');
  const viewer = useViewer();
  const format = useFormat();
  if (!transfer) return null;
  const toYou = transfer.to !== null && transfer.to.id === viewer.partner?.id;
  const day = format.day(transfer.offeredAt);
  const name = transfer.to?.name ?? t('transfer.somebody');
  return (
    <Notice title={toYou ? t('transfer.toYouTitle') : t('transfer.byYouTitle', { name })}>
      <p>{toYou ? t('transfer.toYou', { day }) : t('transfer.byYou', { day })}</p>
      {viewer.has('ADMIN_AGENT', 'GLOBAL_ADMIN') ? (
        <div className="row">
          {toYou && (
            <Button kind="primary" small onPress={() => onOpen('TAKE')}>
              {t('transfer.take')}
            </Button>
          )}
          <Button small onPress={() => onOpen(toYou ? 'DECLINE' : 'WITHDRAW')}>
            {toYou ? t('transfer.decline') : t('transfer.withdraw')}
          </Button>
        </div>
      ) : (
        <p className="quiet">{t('transfer.roles')}</p>
      )}
    </Notice>
  );
}
