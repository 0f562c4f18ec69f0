import type { RowData } from '@tanstack/react-table';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Endless } from '../../api/endless';
import { useFormat } from '../../i18n/format';
import { Button } from '../../ui/buttons';
import { FailureState, Loading } from '../../ui/states';
import { type Column, DataTable } from '../../ui/table';

interface ShortTableProps<Row extends RowData> {
  label: string;
  columns: readonly Column<Row>[];
  list: Endless<Row>;
  idOf: (row: Row) => string;
  empty: ReactNode;
}

/** A table of which more is fetched by its button alone: other parts of the page follow it. */
export function ShortTable<Row extends RowData>({ list, empty, ...table }: ShortTableProps<Row>) {
  const { t } = useTranslation();
  const format = useFormat();
  const { rows, total, error } = list;
  if (rows.length === 0) {
    if (error) return <FailureState error={error} onRetry={list.retry} />;
    return list.fetching ? <Loading rows={3} /> : empty;
  }
  const shown = format.number(rows.length);
  return (
    <>
      <DataTable {...table} rows={rows} />
      {error && <FailureState error={error} onRetry={list.retry} />}
      <div className="list-end">
        <p role="status">{total === null ? t('rowsShown', { shown }) : t('rowsOf', { shown, total: format.number(total) })}</p>
        {list.hasMore && (
          <Button small onPress={list.more} isPending={list.fetching}>
            {t('loadMore')}
          </Button>
        )}
      </div>
    </>
  );
}
