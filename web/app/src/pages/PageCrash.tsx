import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/buttons';
import { Page } from '../ui/page';
import { Notice } from '../ui/states';

/** What browsers and Vite say when a part of the application cannot be fetched. */
const notFetched = /preload|dynamically imported|importing a module|failed to fetch|load failed/i;

/**
 * Stands in for a page that could not be shown, within the frame of the others. Mostly a part of the application could not
 * be fetched, which is tried again.
 */
export function PageCrash({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  const router = useRouter();
  const offline = error instanceof Error && notFetched.test(error.message);
  const kind = offline ? 'offline' : 'crash';

  async function again() {
    reset();
    await router.invalidate();
  }

  return (
    <Page title={t(`failure.${kind}Title`)}>
      <Notice tone="bad" live>
        <p>{t(`failure.${kind}`)}</p>
        <Button kind="primary" onPress={() => (offline ? void again() : location.reload())}>
          {t(offline ? 'retry' : 'failure.reload')}
        </Button>
      </Notice>
    </Page>
  );
}
