import type { RowData } from '@tanstack/react-table';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Endless } from '../../../api/endless';
import { useOwnPartner } from '../../../api/viewer';
import { useFormat } from '../../../i18n/format';
import { Empty, Notice } from '../../../ui/states';
import { type Column, EndlessTable } from '../../../ui/table';
import { type ReportRowsSearch, readRows } from './reportRows';

/** The rows that an address names, to be asked for. */
export interface ListedRows {
  partnerId: string;
  filter: Record<string, unknown>;
  asOf: string | null;
}

interface ReportRowsProps {
  search: ReportRowsSearch;
  /** The way back to all rows. */
  all: ReactNode;
  children: (rows: ListedRows) => ReactNode;
}

/** Says which rows are listed, and lists them where the address can be read. */
export function ReportRows({ search, all, children }: ReportRowsProps) {
  const { t } = useTranslation('partner');
  const own = useOwnPartner();
  const format = useFormat();
  const rows = readRows(search);
  if (!rows) {
    return (
      <>
        <Malformed />
        <p>{all}</p>
      </>
    );
  }
  return (
    <>
      <Notice title={rows.asOf ? t('report.rows', { moment: format.moment(rows.asOf) }) : t('report.rowsNow')}>{all}</Notice>
      {children({ partnerId: search.owner ?? own.id, ...rows })}
    </>
  );
}

function Malformed() {
  const { t } = useTranslation('partner');
  return (
    <Notice tone="warning" title={t('report.malformedTitle')}>
      <p>{t('report.malformed')}</p>
    </Notice>
  );
}

interface RowsTableProps<Row extends RowData> {
  label: string;
  columns: readonly Column<Row>[];
  list: Endless<Row>;
  idOf: (row: Row) => string;
}

/** A list whose filter came from an address: what the server cannot read of it is the address's fault. */
export function RowsTable<Row extends RowData>({ list, ...table }: RowsTableProps<Row>) {
  const { t } = useTranslation('partner');
  const unreadable = list.error?.graphQLErrors.some(error => error.extensions.code === 'VALIDATION_FAILED');
  if (unreadable) return <Malformed />;
  return <EndlessTable {...table} list={list} empty={<Empty title={t(list.total === null ? 'report.notYours' : 'report.empty')} />} />;
}
