import type { ReactNode } from 'react';

export interface Total {
  label: string;
  value: ReactNode;
  /** Over what it is, such as "at the end"; it follows the label as it is. */
  about?: string;
}

/** A report's figures in large. */
export function Totals({ items }: { items: readonly Total[] }) {
  return (
    <dl className="totals">
      {items.map(({ label, value, about }) => (
        <div key={label}>
          <dt>
            {label}
            {about}
          </dt>
          <dd>
            <span className="total-value">{value}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
