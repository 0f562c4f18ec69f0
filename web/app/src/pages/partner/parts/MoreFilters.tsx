import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** Filters that few need; open from the start where one of them is set. */
export function MoreFilters({ open, children }: { open: boolean; children: ReactNode }) {
  const { t } = useTranslation('partner');
  return (
    <details className="more-filters" open={open || undefined}>
      <summary>{t('filters.more')}</summary>
      <div className="filters">{children}</div>
    </details>
  );
}
