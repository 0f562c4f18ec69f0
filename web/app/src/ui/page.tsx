import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { takeArrival } from './arrival';

interface PageProps {
  title: string;
  /** What stands above the title, such as a way back. */
  above?: ReactNode;
  /** What the title says in the tab; the title itself otherwise. */
  tab?: string;
  intro?: ReactNode;
  /** Buttons beside the title. */
  actions?: ReactNode;
  children: ReactNode;
}

/** A page's heading and content; its title is the tab's too. */
export function Page({ title, above, tab, intro, actions, children }: PageProps) {
  const { t } = useTranslation();
  const heading = tab ?? title;
  const top = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takeArrival()) top.current?.focus();
  });
  useEffect(() => {
    document.title = `${heading} · ${t('product')}`;
  }, [heading, t]);
  return (
    <>
      <header className="page-header">
        <div>
          {above && <p className="page-above">{above}</p>}
          <h1 ref={top} tabIndex={-1}>
            <bdi>{title}</bdi>
          </h1>
          {intro && <p className="page-intro">{intro}</p>}
        </div>
        {actions && <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </>
  );
}

/** A part of a page on a surface of its own. */
export function Card({ title, actions, children }: { title?: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className="card">
      {title && (
        <header className="card-header">
          <h2>{title}</h2>
          {actions}
        </header>
      )}
      {children}
    </section>
  );
}

interface SectionProps {
  title: string;
  intro?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** A part of a page without a surface: for tables, which bring their own. */
export function Section({ title, intro, actions, children }: SectionProps) {
  return (
    <section className="section">
      <header className="card-header">
        <h2>{title}</h2>
        {actions}
      </header>
      {intro && <p className="quiet">{intro}</p>}
      {children}
    </section>
  );
}

/** Names and values, one a line. */
export function Facts({ items }: { items: readonly { term: string; value: ReactNode }[] }) {
  return (
    <dl className="facts">
      {items.map(({ term, value }) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
