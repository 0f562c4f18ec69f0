import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useFormat } from '../../../i18n/format';
import type { Figure, Rows } from './figures';

/** A number that opens the list of the rows which it counts; nothing opens nought. */
export function OpenFigure({ figure: { value, rows } }: { figure: Figure }) {
  const format = useFormat();
  const text = format.number(value);
  return value === 0 || !rows ? text : <RowsLink rows={rows}>{text}</RowsLink>;
}

const lists = {
  RELATIONSHIPS: '/app/relationships',
  DELEGATED_ADMIN_PRIVILEGES: '/app/privileges',
  CHARGES: '/app/charges',
} as const;

/** The way to a list. The filter is the server's own: the list's page reads it from the address as JSON. */
function RowsLink({ rows: { list, ownerId, filter, asOf }, children }: { rows: Rows; children: ReactNode }) {
  const search = { filter, ...(asOf && { asOf }) } as never;
  if (list === 'INVITE_ACCEPTANCES' || list === 'INVITE_DECLINES') {
    return (
      <Link to="/app/links/$inviteId" params={{ inviteId: ownerId }} search={search}>
        {children}
      </Link>
    );
  }
  return (
    <Link to={lists[list]} search={search}>
      {children}
    </Link>
  );
}
