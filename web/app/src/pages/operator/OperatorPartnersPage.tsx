import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useEndless } from '../../api/endless';
import { useFormat } from '../../i18n/format';
import { ButtonLink } from '../../ui/buttons';
import { Name } from '../../ui/states';
import type { Column } from '../../ui/table';
import { PartnerBadge } from '../shared/badges';
import { Directory } from './Directory';
import { type PartnerRow, PartnersQuery } from './queries';
import { RegisterPartner } from './RegisterPartner';

/** All partners of the platform, for the operator. */
export function OperatorPartnersPage() {
  const { search = '' } = useSearch({ from: '/app/operator/partners' });
  const navigate = useNavigate({ from: '/app/operator/partners' });
  const list = useEndless(PartnersQuery, { search: search || null }, data => data.partners);
  const columns = usePartnerColumns();
  return (
    <Directory
      kind="partners"
      search={search}
      onSearch={next => void navigate({ search: next ? { search: next } : {}, replace: true })}
      list={list}
      columns={columns}
      register={dialog => <RegisterPartner {...dialog} />}
      look={(id, text) => (
        <ButtonLink small to="/app/operator/partners/$partnerId" params={{ partnerId: id }}>
          {text}
        </ButtonLink>
      )}
    />
  );
}

function usePartnerColumns(): Column<PartnerRow>[] {
  const { t } = useTranslation(['operator', 'common']);
  const format = useFormat();
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('columns.name'),
        cell: ({ row: { original } }) => (
          <Link to="/app/operator/partners/$partnerId" params={{ partnerId: original.id }}>
            <Name>{original.name}</Name>
          </Link>
        ),
      },
      { id: 'type', header: t('columns.type'), cell: ({ row }) => t(`common:partnerTypes.${row.original.type}`) },
      { id: 'country', header: t('columns.country'), cell: ({ row }) => format.country(row.original.country) },
      { id: 'status', header: t('columns.status'), cell: ({ row }) => <PartnerBadge status={row.original.status} /> },
      { id: 'key', header: t('columns.key'), cell: ({ row }) => row.original.externalKey ?? '–' },
    ],
    [t, format],
  );
}
