import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../../ui/buttons';
import { ActOutcome, type ActOutcomeProps } from '../../shared/ActOutcome';
import { ToRequest } from './ToRequest';

/** What came of a partner's mutation that was not done, with the way out where there is one. */
export function PartnerActOutcome({ of, onReload }: ActOutcomeProps) {
  const { t } = useTranslation('partner');
  const refused = (code: string) => of.refusals.some(refusal => refusal.code === code);
  const toRequest = (['DAP_REQUIRED', 'CUSTOMER_EXISTS'] as const).find(refused);
  return (
    <>
      <ActOutcome of={of} onReload={onReload} />
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
