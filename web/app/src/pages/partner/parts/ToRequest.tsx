import { useTranslation } from 'react-i18next';
import { useOwnPartner, useViewer } from '../../../api/viewer';
import { ButtonLink } from '../../../ui/buttons';

/** The way to the link that customers accept: for those who may request (R3), and to what its provider made for a reseller (R6). */
export function ToRequest({ primary = false }: { primary?: boolean }) {
  const { t } = useTranslation('partner');
  const viewer = useViewer();
  const { type } = useOwnPartner();
  const reseller = type === 'INDIRECT_RESELLER';
  if (!viewer.has('ADMIN_AGENT', 'SALES_AGENT', 'GLOBAL_ADMIN')) return null;
  return (
    <div>
      <ButtonLink to={reseller ? '/app/links' : '/app/request'} kind={primary ? 'primary' : 'secondary'} small={!primary}>
        {t(reseller ? 'help.toLinks' : 'help.toRequest')}
      </ButtonLink>
    </div>
  );
}
