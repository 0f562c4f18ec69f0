import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/format';
import { Notice } from '../../../ui/states';
import type { LinkSearch } from './search';

/** Says that a figure of a report narrows the lists, and leads to all of them. */
export function Narrowed({ inviteId, search: { filter, asOf } }: { inviteId: string; search: LinkSearch }) {
  const { t } = useTranslation('requesting');
  const format = useFormat();
  const between = filter?.acceptedBetween ?? filter?.declinedBetween;
  if (!between && !asOf) return null;
  return (
    <Notice title={t('narrowed.title')}>
      {between && (
        <p>
          {t('narrowed.between', {
            from: between.from ? format.moment(between.from) : '…',
            to: between.to ? format.moment(between.to) : '…',
          })}
        </p>
      )}
      {asOf && <p>{t('narrowed.asOf', { moment: format.moment(asOf) })}</p>}
      <Link to="/app/links/$inviteId" params={{ inviteId }} search={{}}>
        {t('narrowed.all')}
      </Link>
    </Notice>
  );
}
