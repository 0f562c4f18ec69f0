import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEndless } from '../../api/endless';
import { graphql, type ResultOf } from '../../api/graphql';
import { Button } from '../../ui/buttons';
import { Section } from '../../ui/page';
import { Empty, Name } from '../../ui/states';
import type { Column } from '../../ui/table';
import { PartnerBadge } from '../shared/badges';
import { keepFocus } from '../shared/focus';
import { Told } from '../shared/Told';
import { EndPairing } from './EndPairing';
import { ShortTable } from './ShortTable';

const ResellersQuery = graphql(`
  query Resellers($id: ID!, $first: Int, $after: String) {
    partner(id: $id) {
      id
      resellers(first: $first, after: $after) {
        nodes { id name status version }
        pageInfo { hasNextPage endCursor }
        totalCount
      }
    }
  }
`);

type Reseller = NonNullable<NonNullable<ResultOf<typeof ResellersQuery>['partner']>['resellers']>['nodes'][number];

/** The resellers that sell for a provider (R6). */
export function Paired({ providerId, onReload }: { providerId: string; onReload: () => void }) {
  const { t } = useTranslation('operator');
  const [ending, setEnding] = useState<Reseller | null>(null);
  const [ended, setEnded] = useState<string | null>(null);
  const list = useEndless(ResellersQuery, { id: providerId }, data => data.partner?.resellers, 10);
  const columns = useMemo<Column<Reseller>[]>(
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
      { id: 'status', header: t('columns.status'), cell: ({ row }) => <PartnerBadge status={row.original.status} /> },
      {
        id: 'end',
        header: t('columns.pairing'),
        cell: ({ row: { original } }) => (
          <Button small kind="danger" aria-label={t('pairing.endOf', { name: original.name })} onPress={() => setEnding(original)}>
            {t('pairing.end')}
          </Button>
        ),
      },
    ],
    [t],
  );
  // A reload may bring a newer version of the one whose pairing is about to end.
  const current = ending && (list.rows.find(one => one.id === ending.id) ?? ending);
  return (
    <Section title={t('pairing.resellers')}>
      {ended && <Told key={ended} title={t('pairing.endedOne', { name: ended })} />}
      <ShortTable
        label={t('pairing.resellers')}
        list={list}
        columns={columns}
        idOf={row => row.id}
        empty={<Empty title={t('pairing.noResellers')} />}
      />
      {current && (
        <EndPairing
          reseller={current}
          onClose={() => {
            setEnding(null);
            keepFocus();
          }}
          onDone={() => {
            setEnding(null);
            setEnded(current.name);
          }}
          onReload={() => {
            list.retry();
            onReload();
          }}
        />
      )}
    </Section>
  );
}
