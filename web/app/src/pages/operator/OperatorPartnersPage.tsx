import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEndless } from '../../api/endless';
import { useFormat } from '../../i18n/format';
import { Button, ButtonLink } from '../../ui/buttons';
import { Page } from '../../ui/page';
import { Empty, Name } from '../../ui/states';
import { type Column, EndlessTable } from '../../ui/table';
import { PartnerBadge } from '../shared/badges';
import { SearchBox } from '../shared/SearchBox';
import { Told } from '../shared/Told';
import { type PartnerRow, PartnersQuery } from './queries';
import { RegisterPartner } from './RegisterPartner';

/** All partners of the platform, for the operator. */
export function OperatorPartnersPage() {
  return <Partners />;
}

function Partners() {
  const { t } = useTranslation('operator');
  const { search = '' } = useSearch({ from: '/app/operator/partners' });
  const navigate = useNavigate({ from: '/app/operator/partners' });
  const [registering, setRegistering] = useState(false);
  const [registered, setRegistered] = useState<{ id: string; name: string } | null>(null);
  const list = useEndless(PartnersQuery, { search: search || null }, data => data.partners);
  const columns = usePartnerColumns();
  const find = (next: string) => void navigate({ search: next ? { search: next } : {}, replace: true });

  return (
    <Page
      title={t('partners.title')}
      intro={t('partners.intro')}
      actions={
        <Button kind="primary" onPress={() => setRegistering(true)}>
          {t('registerPartner.open')}
        </Button>
      }
    >
      {registered && (
        <Told key={registered.id} title={t('registerPartner.done', { name: registered.name })}>
          <p>{t('registerPartner.doneHelp')}</p>
          <ButtonLink small to="/app/operator/partners/$partnerId" params={{ partnerId: registered.id }}>
            {t('registerPartner.look')}
          </ButtonLink>
        </Told>
      )}
      <div className="filters" role="search">
        <SearchBox label={t('partners.search')} placeholder={t('partners.searchHint')} value={search} onSearch={find} />
      </div>
      <EndlessTable
        label={t('partners.title')}
        list={list}
        columns={columns}
        idOf={row => row.id}
        empty={
          <Empty title={t(search ? 'partners.noneFits' : 'partners.none')}>
            <p>{t(search ? 'partners.noneFitsHelp' : 'partners.noneHelp')}</p>
          </Empty>
        }
      />
      <RegisterPartner
        isOpen={registering}
        onClose={() => setRegistering(false)}
        onDone={partner => {
          setRegistering(false);
          setRegistered(partner);
        }}
      />
    </Page>
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
