import { useTranslation } from 'react-i18next';
import { useViewer } from '../../../api/viewer';
import { ButtonLink } from '../../../ui/buttons';

/** The way to the link that customers accept, for those who may request (R3). */
export function ToRequest({ primary = false }: { primary?: boolean }) {
  const { t } = useTranslation('partner');
  const viewer = useViewer();
  if (!viewer.has('ADMIN_AGENT', 'SALES_AGENT', 'GLOBAL_ADMIN')) return null;
  return (
    <div>
      <ButtonLink to="/app/request" kind={primary ? 'primary' : 'secondary'} small={!primary}>
        {t('help.toRequest')}
      </ButtonLink>
    </div>
  );
}
