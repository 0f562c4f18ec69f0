import type { ErrorComponentProps } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/buttons';
import { Notice } from '../ui/states';

/** Stands in for a page that could not be shown, as when a part of it could not be loaded. */
export function PageCrash({ error }: ErrorComponentProps) {
  const { t } = useTranslation();
  return (
    <main className="public-main">
      <Notice tone="bad" live title={t('failure.crashTitle')}>
        <p>{error instanceof Error ? error.message : String(error)}</p>
        <Button kind="primary" onPress={() => location.reload()}>
          {t('failure.reload')}
        </Button>
      </Notice>
    </main>
  );
}
