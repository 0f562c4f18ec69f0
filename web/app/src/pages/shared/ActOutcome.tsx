import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Act } from '../../api/act';
import { Button } from '../../ui/buttons';
import { Outcome } from '../../ui/states';

export interface ActOutcomeProps {
  of: Pick<Act<never, unknown>, 'refusals' | 'failure' | 'reset'>;
  /** Asks the server for what the page shows. */
  onReload?: (() => void) | undefined;
}

/** What came of an action that was not done; what has changed meanwhile can be looked at without losing the place (R26). */
export function ActOutcome({ of, onReload }: ActOutcomeProps) {
  const { t } = useTranslation();
  const [reloaded, setReloaded] = useState(false);
  const stale = of.refusals.some(refusal => refusal.code === 'STALE_VERSION');
  return (
    <>
      {reloaded && of.refusals.length === 0 && <p role="status">{t('stale.shown')}</p>}
      <Outcome of={of} />
      {stale && onReload && (
        <div className="row">
          <p>{t('stale.help')}</p>
          <Button
            small
            onPress={() => {
              of.reset();
              onReload();
              setReloaded(true);
            }}
          >
            {t('stale.show')}
          </Button>
        </div>
      )}
    </>
  );
}
