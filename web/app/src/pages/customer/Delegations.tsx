import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CombinedError } from 'urql';
import type { ResultOf } from '../../api/graphql';
import { Button } from '../../ui/buttons';
import { Section } from '../../ui/page';
import { FailureState, Loading, Name } from '../../ui/states';
import { type Column, DataTable } from '../../ui/table';
import type { Delegation, DelegationsQuery, OwnRelationship } from './queries';
import type { Target } from './removal';

interface DelegationsProps {
  query: { data?: ResultOf<typeof DelegationsQuery> | undefined; error?: CombinedError | undefined };
  relationships: readonly OwnRelationship[];
  onRemove: ((target: Target) => void) | null;
  onRetry: () => void;
}

/** Service by service, the one partner that holds the privilege and those that stand beside it (R11, R15). */
export function Delegations({ query, relationships, onRemove, onRetry }: DelegationsProps) {
  const { t } = useTranslation('customer');
  const rows = query.data?.viewer?.customer?.delegations;
  const columns = useMemo<Column<Delegation>[]>(() => {
    const holder = (partner: HolderProps['partner'], service: Delegation['service']) => (
      <Holder key={partner.id} partner={partner} service={service} relationships={relationships} onRemove={onRemove} />
    );
    return [
      { id: 'service', header: t('columns.service'), cell: ({ row }) => <Name>{row.original.service.name}</Name> },
      {
        id: 'holder',
        header: t('columns.holder'),
        cell: ({ row: { original } }) =>
          original.holder ? holder(original.holder, original.service) : <span className="quiet">{t('services.nobody')}</span>,
      },
      {
        id: 'beside',
        header: t('columns.beside'),
        cell: ({ row: { original } }) =>
          original.beside.length > 0 ? (
            <div className="plain-list">{original.beside.map(partner => holder(partner, original.service))}</div>
          ) : (
            <span className="quiet">{t('services.nobody')}</span>
          ),
      },
    ];
  }, [t, relationships, onRemove]);
  return (
    <Section title={t('services.title')} intro={t('services.intro')}>
      {rows ? (
        <DataTable label={t('services.title')} columns={columns} rows={rows} idOf={row => row.service.code} />
      ) : query.error ? (
        <FailureState error={query.error} onRetry={onRetry} />
      ) : (
        <Loading rows={4} />
      )}
    </Section>
  );
}

interface HolderProps {
  partner: Delegation['beside'][number];
  service: Delegation['service'];
  relationships: readonly OwnRelationship[];
  onRemove: ((target: Target) => void) | null;
}

function Holder({ partner, service, relationships, onRemove }: HolderProps) {
  const { t } = useTranslation(['customer', 'common']);
  const through = relationships.find(one => one.partner?.id === partner.id || one.reseller?.id === partner.id);
  return (
    <div className="holder">
      <span>
        {through ? (
          <Link to="/app/partners/$relationshipId" params={{ relationshipId: through.id }}>
            <Name>{partner.name}</Name>
          </Link>
        ) : (
          <Name>{partner.name}</Name>
        )}
        <span className="holder-type">{t(`common:partnerTypes.${partner.type}`)}</span>
      </span>
      {onRemove && (
        <Button
          small
          kind="danger"
          aria-label={t('remove.buttonForService', { name: partner.name, service: service.name })}
          onPress={() => onRemove({ kind: 'service', partner, service })}
        >
          {t('remove.one')}
        </Button>
      )}
    </div>
  );
}
