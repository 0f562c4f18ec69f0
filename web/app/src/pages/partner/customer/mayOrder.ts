import { useViewer } from '../../../api/viewer';
import { standing } from '../customers/query';
import type { Customer } from './query';

export type WhyNoOrder = 'role' | 'type' | 'suspended' | 'relationship';

/** Whether the viewer can order for a customer (R5, R16, R18), so that the page offers it or says why not; the server decides. */
export function useMayOrder(customer: Customer): { may: true } | { may: false; why: WhyNoOrder } {
  const viewer = useViewer();
  const type = viewer.partner?.type;
  if (type !== 'DIRECT_RESELLER' && type !== 'INDIRECT_PROVIDER') return { may: false, why: 'type' };
  if (!viewer.has('ADMIN_AGENT', 'SALES_AGENT', 'GLOBAL_ADMIN')) return { may: false, why: 'role' };
  if (viewer.partner?.status === 'SUSPENDED') return { may: false, why: 'suspended' };
  const own = standing(customer.relationships).find(({ partner }) => partner?.id === viewer.partner?.id);
  return own?.status === 'ACTIVE' ? { may: true } : { may: false, why: 'relationship' };
}
