import type { ReactNode } from 'react';

export interface Total {
  label: string;
  value: ReactNode;
  /** Over what it is, such as "at the end". */
  about?: string;
}

/** A report's figures in large. */
export function Totals({ items }: { items: readonly Total[] }) {
  return (
    <dl className="totals">
      {items.map(({ label, value, about }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <span className="total-value">{value}</span>
            {about && <span className="quiet"> {about}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
