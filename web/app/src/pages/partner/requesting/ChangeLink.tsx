import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOwnPartner, useViewer } from '../../../api/viewer';
import { Button } from '../../../ui/buttons';
import { Card } from '../../../ui/page';
import type { OneLink } from './link';
import { Revoke } from './Revoke';
import { Rotate } from './Rotate';

interface ChangeLinkProps {
  link: OneLink;
  isDefault: boolean;
  onRefresh: () => void;
}

/** Replacing and revoking a link: who may, and as long as there is something to stop (R8, R18). */
export function ChangeLink({ link, isDefault, onRefresh }: ChangeLinkProps) {
  const { t } = useTranslation('requesting');
  const viewer = useViewer();
  const { type } = useOwnPartner();
  const [open, setOpen] = useState<'rotate' | 'revoke' | null>(null);
  const [revoked, setRevoked] = useState(false);
  const told = useRef<HTMLParagraphElement>(null);
  // The buttons are gone once it is revoked: the focus goes to what says so.
  useEffect(() => {
    if (revoked && open === null) told.current?.focus();
  }, [revoked, open]);

  const close = () => setOpen(null);
  const good = link.status === 'ACTIVE';
  const why =
    type === 'INDIRECT_RESELLER'
      ? t('changes.provider')
      : viewer.has('ADMIN_AGENT', 'GLOBAL_ADMIN')
        ? null
        : t('changes.roles');
  return (
    <Card title={t('changes.title')}>
      <p ref={told} tabIndex={-1} role={revoked ? 'status' : undefined}>
        {revoked ? t('revoke.done') : !good ? t('changes.over') : (why ?? t('changes.help'))}
      </p>
      {good && why === null && !revoked && (
        <div className="row">
          {link.graceEndsAt === null && <Button onPress={() => setOpen('rotate')}>{t('rotate.open')}</Button>}
          <Button kind="danger" onPress={() => setOpen('revoke')}>
            {t('revoke.open')}
          </Button>
        </div>
      )}
      <Rotate link={link} isOpen={open === 'rotate'} onClose={close} onRefresh={onRefresh} />
      <Revoke
        link={link}
        isDefault={isDefault}
        isOpen={open === 'revoke'}
        onClose={close}
        onDone={() => setRevoked(true)}
        onRefresh={onRefresh}
      />
    </Card>
  );
}
