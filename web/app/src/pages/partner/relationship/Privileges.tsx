import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useViewer } from '../../../api/viewer';
import { useFormat } from '../../../i18n/format';
import { Button } from '../../../ui/buttons';
import { Card, Facts } from '../../../ui/page';
import { Name } from '../../../ui/states';
import { type Column, DataTable } from '../../../ui/table';
import { Day } from '../parts/Day';
import { ToRequest } from '../parts/ToRequest';
import type { Privilege, Relationship } from './query';

interface PrivilegesProps {
  relationship: Relationship;
  onRelinquish: () => void;
}

/** The privileges under a relationship: those in force, and why others have ended. */
export function Privileges({ relationship, onRelinquish }: PrivilegesProps) {
  const { t } = useTranslation('partner');
  const viewer = useViewer();
  const privileges = relationship.delegatedAdminPrivileges;
  const active = privileges.filter(({ status }) => status === 'ACTIVE');
  const ended = privileges.filter(({ status }) => status === 'ENDED');
  const own = active.some(({ partner }) => partner?.id === viewer.partner?.id);
  const administers = viewer.has('ADMIN_AGENT', 'GLOBAL_ADMIN');
  return (
    <Card title={t('relationship.privileges')}>
      <h3>{t('relationship.active')}</h3>
      {active.length === 0 && <NoneActive standing={relationship.status !== 'ENDED'} />}
      {active.length > 0 && <Active privileges={active} />}
      {own && administers && (
        <div>
          <Button kind="danger" small onPress={onRelinquish}>
            {t('relationship.relinquish')}
          </Button>
        </div>
      )}
      {own && !administers && <p className="quiet">{t('relationship.roles')}</p>}
      {ended.length > 0 && (
        <>
          <h3>{t('relationship.past')}</h3>
          <Past privileges={ended} />
        </>
      )}
    </Card>
  );
}

function NoneActive({ standing }: { standing: boolean }) {
  const { t } = useTranslation('partner');
  return (
    <>
      <p>{t('relationship.noneActive')}</p>
      {standing && <p className="quiet">{t('relationship.askAgain')}</p>}
      {standing && <ToRequest />}
    </>
  );
}

/** Service and since when; with the partner where it is another than the viewer's, as a provider's reseller is (R6). */
function Active({ privileges }: { privileges: readonly Privilege[] }) {
  const { t } = useTranslation('partner');
  const viewer = useViewer();
  const format = useFormat();
  const termOf = ({ service, partner }: Privilege) =>
    partner && partner.id !== viewer.partner?.id ? `${service.name} · ${partner.name}` : service.name;
  return <Facts items={privileges.map(one => ({ term: termOf(one), value: t('relationship.sinceDay', { day: format.day(one.grantedAt) }) }))} />;
}

function Past({ privileges }: { privileges: readonly Privilege[] }) {
  const { t } = useTranslation(['partner', 'common']);
  const format = useFormat();
  const columns = useMemo<Column<Privilege>[]>(
    () => [
      { id: 'service', header: t('columns.service'), cell: ({ row: { original } }) => <Name>{original.service.name}</Name> },
      { id: 'granted', header: t('columns.granted'), cell: ({ row: { original } }) => <Day of={original.grantedAt} /> },
      { id: 'ended', header: t('columns.ended'), cell: ({ row: { original } }) => <Day of={original.endedAt} /> },
      {
        id: 'reason',
        header: t('columns.endReason'),
        cell: ({ row: { original } }) => (original.endReason ? t(`common:endReasons.${original.endReason}`) : ''),
      },
    ],
    [t, format],
  );
  return <DataTable label={t('relationship.privilegesLabel')} columns={columns} rows={privileges} idOf={row => row.id} />;
}
