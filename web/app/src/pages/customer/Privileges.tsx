import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format';
import { Button } from '../../ui/buttons';
import { Section } from '../../ui/page';
import { Empty, Name } from '../../ui/states';
import { type Column, DataTable } from '../../ui/table';
import { PrivilegeBadge } from '../shared/badges';
import type { Privilege, Relationship } from './partner';
import type { Target } from './removal';

interface PrivilegesProps {
  relationship: Relationship;
  onRemove: ((target: Target) => void) | null;
}

/** What was granted under the relationship: what stands first, then what has ended, with the reasons. */
export function Privileges({ relationship, onRemove }: PrivilegesProps) {
  const { t } = useTranslation('customer');
  const columns = useColumns(relationship.partner?.id, onRemove);
  const rows = useMemo(
    () =>
      [...relationship.delegatedAdminPrivileges].sort(
        (a, b) => Number(a.status === 'ENDED') - Number(b.status === 'ENDED') || b.grantedAt.localeCompare(a.grantedAt),
      ),
    [relationship],
  );
  return (
    <Section title={t('privileges.title')} intro={t('privileges.intro')}>
      {rows.length > 0 ? (
        <DataTable label={t('privileges.title')} columns={columns} rows={rows} idOf={row => row.id} />
      ) : (
        <Empty title={t('privileges.empty')} />
      )}
    </Section>
  );
}

function useColumns(ownId: string | undefined, onRemove: PrivilegesProps['onRemove']): Column<Privilege>[] {
  const { t } = useTranslation('customer');
  const format = useFormat();
  return useMemo(() => {
    const columns: Column<Privilege>[] = [
      { id: 'service', header: t('columns.service'), cell: ({ row }) => <ServiceCell privilege={row.original} ownId={ownId} /> },
      { id: 'status', header: t('columns.status'), cell: ({ row }) => <StatusOf privilege={row.original} /> },
      {
        id: 'granted',
        header: t('columns.granted'),
        cell: ({ row: { original } }) => <Moment at={original.grantedAt} by={original.grantedBy?.name ?? null} />,
      },
      {
        id: 'ended',
        header: t('columns.ended'),
        cell: ({ row: { original } }) => (original.endedAt ? format.moment(original.endedAt) : '–'),
      },
    ];
    if (onRemove) {
      columns.push({
        id: 'actions',
        header: t('columns.actions'),
        cell: ({ row }) => <RemoveOne privilege={row.original} onRemove={onRemove} />,
      });
    }
    return columns;
  }, [t, format, ownId, onRemove]);
}

function ServiceCell({ privilege, ownId }: { privilege: Privilege; ownId: string | undefined }) {
  const { t } = useTranslation('customer');
  return (
    <div className="cell">
      <Name>{privilege.service.name}</Name>
      {privilege.partner && privilege.partner.id !== ownId && (
        <span className="quiet">{t('partners.heldBy', { name: privilege.partner.name })}</span>
      )}
    </div>
  );
}

function StatusOf({ privilege: { status, endReason } }: { privilege: Privilege }) {
  const { t } = useTranslation();
  return (
    <div className="cell">
      <span>
        <PrivilegeBadge status={status} />
      </span>
      {endReason && <span className="quiet">{t(`endReasons.${endReason}`)}</span>}
    </div>
  );
}

function Moment({ at, by }: { at: string; by: string | null }) {
  const format = useFormat();
  return (
    <div className="cell">
      {format.moment(at)}
      {by && (
        <span className="quiet">
          <Name>{by}</Name>
        </span>
      )}
    </div>
  );
}

function RemoveOne({ privilege, onRemove }: { privilege: Privilege; onRemove: (target: Target) => void }) {
  const { t } = useTranslation('customer');
  const { partner, service, status } = privilege;
  if (status !== 'ACTIVE' || !partner) return '–';
  return (
    <Button
      small
      kind="danger"
      aria-label={t('remove.buttonForService', { name: partner.name, service: service.name })}
      onPress={() => onRemove({ kind: 'service', partner, service })}
    >
      {t('remove.one')}
    </Button>
  );
}
