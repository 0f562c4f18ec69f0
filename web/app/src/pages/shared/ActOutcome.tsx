import { useTranslation } from 'react-i18next';
import type { Act } from '../../api/act';
import { Button } from '../../ui/buttons';
import { Outcome } from '../../ui/states';

interface ActOutcomeProps {
  of: Pick<Act<never, unknown>, 'refusals' | 'failure' | 'reset'>;
  /** Asks the server for what the page shows. */
  onReload: () => void;
}

/** What came of an action that was not done; what has changed meanwhile can be looked at without losing the place. */
export function ActOutcome({ of, onReload }: ActOutcomeProps) {
  const { t } = useTranslation('customer');
  const stale = of.refusals.some(refusal => refusal.code === 'STALE_VERSION');
  return (
    <>
      <Outcome of={of} />
      {stale && (
        <Button
          small
          onPress={() => {
            of.reset();
            onReload();
          }}
        >
          {t('showCurrent')}
        </Button>
      )}
    </>
  );
}
