import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Act } from '../../../api/act';
import { Button, ButtonLink } from '../../../ui/buttons';
import { Outcome } from '../../../ui/states';
import { ToRequest } from './ToRequest';

interface ActOutcomeProps {
  of: Pick<Act<never, unknown>, 'refusals' | 'failure' | 'reset'>;
  /** Asks anew for what was changed by somebody else. */
  onReload?: (() => void) | undefined;
}

/** What came of a mutation that was not done, with the way out where there is one. */
export function ActOutcome({ of, onReload }: ActOutcomeProps) {
  const { t } = useTranslation('partner');
  const [reloaded, setReloaded] = useState(false);
  const refused = (code: string) => of.refusals.some(refusal => refusal.code === code);
  const toRequest = (['DAP_REQUIRED', 'CUSTOMER_EXISTS'] as const).find(refused);
  return (
    <>
      {reloaded && of.refusals.length === 0 && <p role="status">{t('help.reloaded')}</p>}
      <Outcome of={of} />
      {refused('STALE_VERSION') && onReload && (
        <div className="row">
          <p>{t('help.STALE_VERSION')}</p>
          <Button
            small
            onPress={() => {
              onReload();
              of.reset();
              setReloaded(true);
            }}
          >
            {t('help.reload')}
          </Button>
        </div>
      )}
      {toRequest && (
        <div className="row">
          <p>{t(`help.${toRequest}`)}</p>
          <ToRequest />
        </div>
      )}
      {refused('NO_RELATIONSHIP') && (
        <div className="row">
          <p>{t('help.NO_RELATIONSHIP')}</p>
          <ButtonLink to="/app/relationships" small>
            {t('help.toRelationships')}
          </ButtonLink>
        </div>
      )}
    </>
  );
}
