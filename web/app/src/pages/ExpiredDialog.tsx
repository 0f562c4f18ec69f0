import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from 'urql';
import { isSameUser } from '../api/viewer';
import { session } from '../session/session';
import { useSession } from '../session/useSession';
import { Button } from '../ui/buttons';
import { Actions, Dialog } from '../ui/dialog';
import { Notice } from '../ui/states';

/** Lets a user whose session ended midway sign in again, over the page as it is. */
export function ExpiredDialog() {
  const { t } = useTranslation();
  const { phase } = useSession();
  const client = useClient();
  const [failed, setFailed] = useState(false);

  /** May be pressed again: of a window that was closed nobody hears. */
  async function again() {
    setFailed(false);
    await session.again(token => isSameUser(client, token)).catch(() => setFailed(true));
  }

  return (
    <Dialog title={t('expired.title')} isOpen={phase === 'expired'} onClose={() => {}} dismissable={false} alert>
      <p>{t('expired.help')}</p>
      {failed && (
        <Notice tone="bad" live>
          <p>{t('expired.failed')}</p>
        </Notice>
      )}
      <Actions>
        <Button onPress={() => session.signOut()}>{t('signOut')}</Button>
        <Button kind="primary" onPress={again}>
          {t('expired.again')}
        </Button>
      </Actions>
    </Dialog>
  );
}
