import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Refusal, useAct } from '../../../api/act';
import { graphql, type ResultOf } from '../../../api/graphql';
import { useFormat } from '../../../i18n/format';
import { Button, ButtonLink } from '../../../ui/buttons';
import { Actions, Dialog } from '../../../ui/dialog';
import { Choice } from '../../../ui/fields';
import { ActOutcome } from '../../shared/ActOutcome';
import type { OneLink } from './link';
import { LinkAddress } from './LinkAddress';

const RotateMutation = graphql(
  `
    mutation RotateLink($input: RotateInviteInput!) {
      rotateInvite(input: $input) {
        invite { id url status }
        userErrors { ...Refusal }
      }
    }
  `,
  [Refusal],
);

interface Done {
  successor: NonNullable<ResultOf<typeof RotateMutation>['rotateInvite']['invite']>;
  /** Until when the old link goes on. */
  until: string | null;
}

/** For how many seconds the old link may go on. */
const graces = ['0', '86400', '604800', '2592000', '7776000'] as const;
type Grace = (typeof graces)[number];

interface RotateProps {
  link: OneLink;
  isOpen: boolean;
  onClose: () => void;
  onRefresh: () => void;
}

/** Puts a new link in the place of one, after saying what becomes of the old one (R8). */
export function Rotate({ link, isOpen, onClose, onRefresh }: RotateProps) {
  const { t } = useTranslation(['requesting', 'common']);
  const [grace, setGrace] = useState<Grace>('0');
  const [done, setDone] = useState<Done | null>(null);
  const rotate = useAct(RotateMutation);

  function close() {
    rotate.reset();
    setDone(null);
    onClose();
  }

  async function submit() {
    const result = await rotate.act({ inviteId: link.id, version: link.version, gracePeriodSeconds: Number(grace) });
    if (!result?.invite) return;
    const until = Number(grace) > 0 ? new Date(Date.now() + Number(grace) * 1000).toISOString() : null;
    setDone({ successor: result.invite, until });
  }

  return (
    <Dialog title={t(done ? 'rotate.doneTitle' : 'rotate.title')} isOpen={isOpen} onClose={close} alert>
      {done ? (
        <Replaced done={done} onClose={close} />
      ) : (
        <>
          <p>{t('rotate.help')}</p>
          {link.maxUses !== null && <p>{t('rotate.count')}</p>}
          <p>{t('rotate.stays')}</p>
          <Choice
            label={t('rotate.grace')}
            value={grace}
            onChange={setGrace}
            items={graces.map(value => ({ value, label: t(`rotate.graces.${value}`) }))}
          />
          <ActOutcome of={rotate} onReload={onRefresh} />
          <Actions>
            <Button onPress={close}>{t('common:cancel')}</Button>
            <Button kind="danger" onPress={submit} isPending={rotate.busy}>
              {t('rotate.submit')}
            </Button>
          </Actions>
        </>
      )}
    </Dialog>
  );
}

/** The new link, to be sent from now on. */
function Replaced({ done: { successor, until }, onClose }: { done: Done; onClose: () => void }) {
  const { t } = useTranslation(['requesting', 'common']);
  const format = useFormat();
  const told = useRef<HTMLParagraphElement>(null);
  useEffect(() => told.current?.focus(), []);
  return (
    <>
      <p ref={told} tabIndex={-1} role="status">
        {until ? t('rotate.doneLater', { moment: format.moment(until) }) : t('rotate.doneNow')}
      </p>
      <LinkAddress url={successor.url} />
      <Actions>
        <Button onPress={onClose}>{t('common:close')}</Button>
        <ButtonLink to="/app/links/$inviteId" params={{ inviteId: successor.id }} kind="primary" onClick={onClose}>
          {t('rotate.toNew')}
        </ButtonLink>
      </Actions>
    </>
  );
}
