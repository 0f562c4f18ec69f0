import { useTranslation } from 'react-i18next';
import type { ResultOf } from '../../../api/graphql';
import { useFormat } from '../../../i18n/format';
import { Badge, type Tone } from '../../../ui/states';
import type { LinkQuery } from './link';

type Status = Extract<NonNullable<ResultOf<typeof LinkQuery>['node']>, { __typename: 'Invite' }>['status'];

const tones: Record<Status, Tone | 'plain'> = {
  ACTIVE: 'good',
  ROTATED: 'plain',
  REVOKED: 'bad',
  EXPIRED: 'plain',
  EXHAUSTED: 'plain',
};

/** Whether a link can be used; of a replaced one that still can, until when. */
export function LinkStatus({ status, graceEndsAt }: { status: Status; graceEndsAt: string | null }) {
  const { t } = useTranslation(['requesting', 'common']);
  const format = useFormat();
  return (
    <span className="link-status">
      <Badge tone={tones[status]}>{t(`common:inviteStatuses.${status}`)}</Badge>
      {status === 'ACTIVE' && graceEndsAt !== null && (
        <span className="quiet">{t('links.graceUntil', { moment: format.moment(graceEndsAt) })}</span>
      )}
    </span>
  );
}
