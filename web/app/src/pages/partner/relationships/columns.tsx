import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Name } from '../../../ui/states';
import type { Column } from '../../../ui/table';
import { RelationshipBadge } from '../../shared/badges';
import { Day } from '../parts/Day';
import { Domain } from '../parts/Domain';
import { ServiceNames, servicesOf } from '../parts/ServiceNames';
import type { RelationshipRow } from './query';

/** The columns of a list of relationships; privileges are those of the partner whose list it is. */
export function useRelationshipColumns(partnerId: string): Column<RelationshipRow>[] {
  const { t } = useTranslation('partner');
  return useMemo(
    () => [
      {
        id: 'customer',
        header: t('columns.customer'),
        cell: ({ row: { original } }) => (
          <Link to="/app/relationships/$relationshipId" params={{ relationshipId: original.id }}>
            <Name>{original.customer?.name ?? t('relationship.nobody')}</Name>
          </Link>
        ),
      },
      { id: 'domain', header: t('columns.domain'), cell: ({ row: { original } }) => <Domain>{original.customer?.domain ?? ''}</Domain> },
      { id: 'status', header: t('columns.status'), cell: ({ row: { original } }) => <RelationshipBadge status={original.status} /> },
      { id: 'since', header: t('columns.since'), cell: ({ row: { original } }) => <Day of={original.acceptedAt} /> },
      { id: 'ended', header: t('columns.ended'), cell: ({ row: { original } }) => <Day of={original.endedAt} /> },
      {
        id: 'services',
        header: t('columns.services'),
        cell: ({ row: { original } }) => <ServiceNames services={servicesOf(original.delegatedAdminPrivileges, partnerId)} />,
      },
    ],
    [t, partnerId],
  );
}
