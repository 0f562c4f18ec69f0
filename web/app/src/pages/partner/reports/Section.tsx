import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CombinedError } from 'urql';
import { useFormat } from '../../../i18n/format';
import { ButtonLink } from '../../../ui/buttons';
import { Card } from '../../../ui/page';
import { Empty, FailureState, Loading } from '../../../ui/states';

interface SectionProps {
  title: string;
  about?: string;
  /** Whether it is there; until then it is being asked for, or has failed. */
  ready: boolean;
  fetching: boolean;
  error: CombinedError | undefined;
  onRetry: () => void;
  children: ReactNode;
}

/** A part of the report, or what stands in its place. */
export function Section({ title, about, ready, fetching, error, onRetry, children }: SectionProps) {
  const { t } = useTranslation('reports');
  const tooMany = error?.graphQLErrors.some(({ extensions }) => extensions.code === 'LIMIT_EXCEEDED');
  return (
    <Card title={title}>
      {about && <p className="quiet">{about}</p>}
      {error && <FailureState error={error} onRetry={onRetry} />}
      {tooMany && <p>{t('tooMany')}</p>}
      {!ready && !error && <Loading rows={6} />}
      {ready && (
        <div className={fetching ? 'stack report-updating' : 'stack'} aria-busy={fetching}>
          {children}
        </div>
      )}
    </Card>
  );
}

interface ToldProps {
  report: { from: string; to: string; timeZone: string };
}

/** Which days are told, by which clocks. */
export function Told({ report: { from, to, timeZone } }: ToldProps) {
  const { t } = useTranslation('reports');
  const format = useFormat();
  const last = new Date(Date.parse(to) - 86_400_000).toISOString().slice(0, 10);
  return <p className="quiet">{t('filters.zoneNote', { from: format.day(from), to: format.day(last), zone: timeZone })}</p>;
}

/** What stands where nothing has happened, with what to do about it. */
export function Nothing({ title, help, children }: { title: string; help: string; children?: ReactNode }) {
  return (
    <Empty title={title}>
      <p>{help}</p>
      {children}
    </Empty>
  );
}

export function ToRequest() {
  const { t } = useTranslation('reports');
  return <ButtonLink to="/app/request">{t('request')}</ButtonLink>;
}
