import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useEndless } from '../../api/endless';
import { language } from '../../i18n';
import { useFormat } from '../../i18n/format';
import { Check } from '../../ui/fields';
import { Section } from '../../ui/page';
import { Empty } from '../../ui/states';
import { type Column, EndlessTable } from '../../ui/table';
import { PartnerCell, PartnerKind } from './cells';
import { type OwnRelationship, RelationshipsQuery } from './queries';

/** The relationships that have ended, shown to who asks for them; the address keeps the wish. */
export function EndedRelationships() {
  const { t } = useTranslation('customer');
  const { ended = false } = useSearch({ from: '/app/partners' });
  const navigate = useNavigate({ from: '/app/partners' });
  return (
    <Section title={t('ended.title')}>
      <Check
        value={ended}
        onChange={on => void navigate({ search: on ? { ended: true } : {}, replace: true, resetScroll: false })}
      >
        {t('ended.show')}
      </Check>
      {ended && <EndedTable />}
    </Section>
  );
}

function EndedTable() {
  const { t } = useTranslation('customer');
  const format = useFormat();
  const list = useEndless(
    RelationshipsQuery,
    { filter: { status: 'ENDED' as const }, locale: language() },
    data => data.viewer?.customer?.relationships,
  );
  const columns = useMemo<Column<OwnRelationship>[]>(
    () => [
      { id: 'partner', header: t('columns.partner'), cell: ({ row }) => <PartnerCell relationship={row.original} /> },
      {
        id: 'type',
        header: t('columns.type'),
        cell: ({ row }) => row.original.partner && <PartnerKind {...row.original.partner} />,
      },
      { id: 'since', header: t('columns.since'), cell: ({ row }) => format.day(row.original.acceptedAt) },
      {
        id: 'until',
        header: t('columns.until'),
        cell: ({ row }) => row.original.endedAt && format.day(row.original.endedAt),
      },
    ],
    [t, format],
  );
  return (
    <EndlessTable
      label={t('ended.title')}
      list={list}
      columns={columns}
      idOf={row => row.id}
      empty={<Empty title={t('ended.empty')} />}
    />
  );
}
