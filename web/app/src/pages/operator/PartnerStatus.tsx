import { useTranslation } from 'react-i18next';
import { Badge } from '../../ui/states';
import type { PartnerRow } from './queries';

/** Whether a partner may take on new business (R5). */
export function PartnerStatus({ status }: Pick<PartnerRow, 'status'>) {
  const { t } = useTranslation();
  return <Badge tone={status === 'ACTIVE' ? 'good' : 'warning'}>{t(`partnerStatuses.${status}`)}</Badge>;
}
