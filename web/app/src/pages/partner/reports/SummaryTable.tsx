import type { ReactNode } from 'react';

interface SummaryTableProps {
  label: string;
  /** What the rows are of, then what each figure is. */
  columns: readonly [string, ...string[]];
  rows: readonly { id: string; name: ReactNode; figures: readonly ReactNode[] }[];
}

/** A table of figures, a row for each thing that they are of. */
export function SummaryTable({ label, columns, rows }: SummaryTableProps) {
  const [first, ...others] = columns;
  return (
    <div className="table-frame">
      <table className="table" aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{first}</th>
            {others.map(column => (
              <th key={column} scope="col" className="figure">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, name, figures }) => (
            <tr key={id}>
              <th scope="row" className="row-name">
                {name}
              </th>
              {figures.map((figure, i) => (
                <td key={others[i]} className="figure" data-label={others[i]}>
                  {figure}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
