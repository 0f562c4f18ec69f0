import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Endless } from '../../api/endless';
import { useFormat } from '../../i18n/format';
import { Button } from '../../ui/buttons';
import { Section } from '../../ui/page';
import { Empty } from '../../ui/states';
import { type Column, EndlessTable } from '../../ui/table';
import { PartnerCell, PartnerKind, PrivilegesCell, StatusCell } from './cells';
import './customer.css';
import type { OwnRelationship, OwnSubscription } from './queries';
import type { Held, Target } from './removal';
import { useSubscriptions } from './useSubscriptions';

interface RelationshipsTableProps {
  list: Endless<OwnRelationship>;
  held: readonly Held[];
  /** Asks to remove privileges; null to who may not. */
  onRemove: ((target: Target) => void) | null;
}

/** The relationships that stand: with whom, since when, what for. */
export function RelationshipsTable({ list, held, onRemove }: RelationshipsTableProps) {
  const { t } = useTranslation('customer');
  const columns = useColumns(held, onRemove);
  return (
    <Section title={t('partners.list')}>
      <EndlessTable
        label={t('partners.list')}
        list={list}
        columns={columns}
        idOf={row => row.id}
        empty={
          <Empty title={t('partners.empty')}>
            <p>{t('partners.emptyHelp')}</p>
          </Empty>
        }
      />
    </Section>
  );
}

function useColumns(held: readonly Held[], onRemove: RelationshipsTableProps['onRemove']): Column<OwnRelationship>[] {
  const { t, i18n } = useTranslation(['customer', 'common']);
  const format = useFormat();
  const { through, complete, error } = useSubscriptions();
  return useMemo(() => {
    const columns: Column<OwnRelationship>[] = [
      { id: 'partner', header: t('columns.partner'), cell: ({ row }) => <PartnerCell relationship={row.original} /> },
      {
        id: 'type',
        header: t('columns.type'),
        cell: ({ row }) => row.original.partner && <PartnerKind {...row.original.partner} />,
      },
      { id: 'status', header: t('columns.status'), cell: ({ row }) => <StatusCell {...row.original} /> },
      { id: 'since', header: t('columns.since'), cell: ({ row }) => format.day(row.original.acceptedAt) },
      { id: 'privileges', header: t('columns.privileges'), cell: ({ row }) => <PrivilegesCell relationship={row.original} /> },
      {
        id: 'sells',
        header: t('columns.sells'),
        cell: ({ row }) => (complete ? <Bought all={through(row.original.partner?.id ?? '')} /> : error ? '–' : '…'),
      },
    ];
    if (onRemove) {
      columns.push({
        id: 'actions',
        header: t('columns.actions'),
        cell: ({ row }) => <RemoveFrom relationship={row.original} held={held} onRemove={onRemove} />,
      });
    }
    return columns;
  }, [t, i18n.language, format, through, complete, error, held, onRemove]);
}

/** How many subscriptions, and what else stands among them on the partner's page. */
function Bought({ all }: { all: readonly OwnSubscription[] }) {
  const { t } = useTranslation('customer');
  const format = useFormat();
  const alive = all.filter(one => one.status !== 'CANCELLED');
  const addOns = alive.filter(one => one.base).length;
  const cancelled = all.length - alive.length;
  return (
    <div className="cell">
      {format.number(alive.length - addOns)}
      {addOns > 0 && <span className="quiet">{t('sold.andAddOns', { count: addOns })}</span>}
      {cancelled > 0 && <span className="quiet">{t('sold.andCancelled', { count: cancelled })}</span>}
    </div>
  );
}

interface RemoveFromProps {
  relationship: OwnRelationship;
  held: readonly Held[];
  onRemove: (target: Target) => void;
}

/** A button for each of the partner and its reseller that holds anything (R6). */
function RemoveFrom({ relationship: { partner, reseller }, held, onRemove }: RemoveFromProps) {
  const { t } = useTranslation('customer');
  const holders = [partner, reseller].filter(one => one !== null && held.some(({ partner: { id } }) => id === one.id));
  if (holders.length === 0) return <span className="quiet">{t('remove.none')}</span>;
  return (
    <div className="cell">
      {holders.map(
        holder =>
          holder && (
            <Button
              key={holder.id}
              small
              kind="danger"
              aria-label={t('remove.buttonFor', { name: holder.name })}
              onPress={() => onRemove({ kind: 'partner', partner: holder })}
            >
              {t('remove.button')}
            </Button>
          ),
      )}
    </div>
  );
}
