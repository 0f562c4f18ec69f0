import { type ColumnDef, FlexRender, type RowData, tableFeatures, useTable } from '@tanstack/react-table';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Endless } from '../api/endless';
import { useFormat } from '../i18n/format';
import { Button } from './buttons';
import { FailureState, Loading } from './states';

const features = tableFeatures({});

/** A column: `header` a text, `cell` what a row shows in it; a `figure` is lined up at its end. */
export type Column<Row extends RowData> = ColumnDef<typeof features, Row> & { figure?: boolean };

function classOf<Row extends RowData>(column: Column<Row>): string | undefined {
  return column.figure ? 'figure' : undefined;
}

interface DataTableProps<Row extends RowData> {
  /** What the table lists, for those who do not see it. */
  label: string;
  /** Kept between two renders, as by useMemo. */
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  idOf: (row: Row) => string;
}

/** A table of rows. On a phone each row becomes a card, whose cells carry their columns' names. */
export function DataTable<Row extends RowData>({ label, columns, rows, idOf }: DataTableProps<Row>) {
  const table = useTable({ features, columns, data: rows, getRowId: idOf });
  return (
    <div className="table-frame">
      <table className="table" aria-label={label}>
        <thead>
          {table.getHeaderGroups().map(group => (
            <tr key={group.id}>
              {group.headers.map(header => (
                <th key={header.id} scope="col" className={classOf<Row>(header.column.columnDef)}>
                  <FlexRender header={header} />
                </th>
              ))}
            </tr>
          ))}
        </thead>
        <tbody>
          {table.getRowModel().rows.map(row => (
            <tr key={row.id}>
              {row.getAllCells().map(cell => (
                <td key={cell.id} className={classOf<Row>(cell.column.columnDef)} data-label={String(cell.column.columnDef.header)}>
                  <FlexRender cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface EndlessTableProps<Row extends RowData> extends Omit<DataTableProps<Row>, 'rows'> {
  list: Endless<Row>;
  /** What stands there instead of no rows. */
  empty: React.ReactNode;
}

/** A table that fetches its next page as its end comes into view, or by its button. */
export function EndlessTable<Row extends RowData>({ list, empty, ...table }: EndlessTableProps<Row>) {
  if (list.rows.length === 0 && list.error) return <FailureState error={list.error} onRetry={list.retry} />;
  if (list.rows.length === 0 && list.fetching) return <Loading rows={6} />;
  if (list.rows.length === 0) return empty;
  return (
    <>
      <DataTable {...table} rows={list.rows} />
      {list.error && <FailureState error={list.error} onRetry={list.retry} />}
      <ListEnd list={list} />
    </>
  );
}

/** What stands below an endless list: how much of it is shown, and the way to more. */
export function ListEnd<Row>({ list }: { list: Endless<Row> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const end = useRef<HTMLDivElement>(null);
  const { hasMore, more, rows, total } = list;

  useEffect(() => {
    if (!hasMore || !end.current) return;
    const observer = new IntersectionObserver(entries => {
      if (entries.some(entry => entry.isIntersecting)) more();
    });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [hasMore, more]);

  const shown = format.number(rows.length);
  return (
    <div className="list-end" ref={end}>
      <p role="status">{total === null ? t('rowsShown', { shown }) : t('rowsOf', { shown, total: format.number(total) })}</p>
      {hasMore && (
        <Button small onPress={more} isPending={list.fetching}>
          {t('loadMore')}
        </Button>
      )}
    </div>
  );
}
