import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { NotFetched } from '../lazyPage';
import { Button } from '../ui/buttons';
import { Page } from '../ui/page';
import { Notice } from '../ui/states';

/**
 * Stands in for a page that could not be shown, within the frame of the others. Mostly a part of the application could not
 * be fetched, which is tried again when asked for, and by itself when the network is back.
 */
export function PageCrash({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  const router = useRouter();
  const offline = error instanceof NotFetched;
  const kind = offline ? 'offline' : 'crash';

  /** With a network, all is loaded anew: the server may have another build by now. */
  async function again() {
    if (navigator.onLine) return location.reload();
    reset();
    await router.invalidate();
  }

  useEffect(() => {
    if (!offline) return;
    const back = () => location.reload();
    addEventListener('online', back);
    return () => removeEventListener('online', back);
  }, [offline]);

  return (
    <Page title={t(`failure.${kind}Title`)}>
      <Notice tone="bad" live>
        <p>{t(`failure.${kind}`)}</p>
        <Button kind="primary" onPress={again}>
          {t(offline ? 'retry' : 'failure.reload')}
        </Button>
      </Notice>
    </Page>
  );
}
