import { useTranslation } from 'react-i18next';
import { useClient } from 'urql';
import { isSameUser } from '../api/viewer';
import { session } from '../session/session';
import { useSession } from '../session/useSession';
import { Button } from '../ui/buttons';
import { Actions, Dialog } from '../ui/dialog';

/** Lets a user whose session ended midway sign in again, over the page as it is. */
export function ExpiredDialog() {
  const { t } = useTranslation();
  const { phase } = useSession();
  const client = useClient();

  /** May be pressed again: of a window that was closed nobody hears. */
  async function again() {
    const signedIn = await session.again().catch(() => false);
    // What is on the page, and in its cache, is nothing for another user.
    if (signedIn && !(await isSameUser(client))) location.assign('/app');
  }

  return (
    <Dialog title={t('expired.title')} isOpen={phase === 'expired'} onClose={() => {}} dismissable={false} alert>
      <p>{t('expired.help')}</p>
      <Actions>
        <Button onPress={() => session.signOut()}>{t('signOut')}</Button>
        <Button kind="primary" onPress={again}>
          {t('expired.again')}
        </Button>
      </Actions>
    </Dialog>
  );
}
