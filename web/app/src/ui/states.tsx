import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CombinedError } from 'urql';
import type { Act, Refusal } from '../api/act';
import { Button } from './buttons';

export type Tone = 'info' | 'good' | 'warning' | 'bad';

interface NoticeProps {
  tone?: Tone;
  title?: ReactNode;
  children?: ReactNode;
  /** Whether it appears as the answer to something, and is to be read out. */
  live?: boolean;
}

/** A box that says something about the page. */
export function Notice({ tone = 'info', title, children, live = false }: NoticeProps) {
  const role = !live ? undefined : tone === 'bad' || tone === 'warning' ? 'alert' : 'status';
  return (
    <div className={`notice notice-${tone}`} role={role}>
      {title && <p className="notice-title">{title}</p>}
      {children}
    </div>
  );
}

/** What stands where rows or a page will be. */
export function Loading({ rows = 3 }: { rows?: number }) {
  const { t } = useTranslation();
  return (
    <div className="loading" role="status">
      <span className="visually-hidden">{t('loading')}</span>
      {Array.from({ length: rows }, (_, i) => (
        <span key={i} className="loading-bar" aria-hidden="true" />
      ))}
    </div>
  );
}

/** What stands where there is nothing to list. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      {children}
    </div>
  );
}

const busyCodes = new Set(['UNAVAILABLE', 'RATE_LIMITED']);

/** Titles for an error without an answer, of a server that is busy, and for any other. */
function kindOf(error: CombinedError): 'offline' | 'busy' | 'other' {
  if (error.networkError && !error.response) return 'offline';
  return error.graphQLErrors.some(e => busyCodes.has(String(e.extensions.code))) ? 'busy' : 'other';
}

/** Says what went wrong with a question to the server, and lets it be asked again. */
export function FailureState({ error, onRetry }: { error: CombinedError; onRetry?: () => void }) {
  const { t } = useTranslation();
  const kind = kindOf(error);
  const told = [...new Set(error.graphQLErrors.map(e => e.message))].join(' ');
  return (
    <Notice tone="bad" live title={t(`failure.${kind}Title`)}>
      <p>{(kind === 'other' && told) || t(`failure.${kind}`)}</p>
      {onRetry && (
        <Button small onPress={onRetry}>
          {t('retry')}
        </Button>
      )}
    </Notice>
  );
}

/** Why the server refused something, in its words, which name what is missing (R19). */
export function Refusals({ refusals }: { refusals: readonly Refusal[] }) {
  const { t } = useTranslation();
  if (refusals.length === 0) return null;
  return (
    <Notice tone="warning" live title={t('refusal.title')}>
      {refusals.map((refusal, i) => (
        <p key={i} data-code={refusal.code}>
          {refusal.message}
          {refusal.rule && <span className="rule">{t('refusal.rule', { rule: refusal.rule })}</span>}
        </p>
      ))}
    </Notice>
  );
}

/** What came of a mutation that was not done: refusals, or that it is not known. */
export function Outcome({ of }: { of: Pick<Act<never, unknown>, 'refusals' | 'failure'> }) {
  const { t } = useTranslation();
  return (
    <>
      <Refusals refusals={of.refusals} />
      {of.failure && (
        <Notice tone="bad" live title={t(`failure.${kindOf(of.failure)}Title`)}>
          <p>{of.failure.graphQLErrors[0]?.message ?? t('failure.unsure')}</p>
        </Notice>
      )}
    </>
  );
}

/** A short word in a pill. */
export function Badge({ tone = 'info', children }: { tone?: Tone | 'plain'; children: ReactNode }) {
  return <span className={`badge badge-${tone}`}>{children}</span>;
}

/** A name that people have chosen: it keeps its direction to itself and breaks where it must. */
export function Name({ children }: { children: string }) {
  return <bdi className="name">{children}</bdi>;
}
