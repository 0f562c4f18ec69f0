import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/format';
import { Facts } from '../../../ui/page';
import './funnel.css';

/** What came of links, in the order in which customers come to them. */
export interface FunnelFigures {
  views: number;
  previews: number;
  acceptances: number;
  declines: number;
  /** Of those that looked or answered, the share that has accepted. */
  rate: number | null;
  timeToAccept: { median: number; percentile90: number } | null;
}

/** From views to answers: each stage with its bar, then how many of them accept and how long it takes them. */
export function Funnel({ figures }: { figures: FunnelFigures }) {
  const { t } = useTranslation('requesting');
  const format = useFormat();
  const duration = useDuration();
  const { views, previews, acceptances, declines, rate, timeToAccept } = figures;
  const most = Math.max(views, previews, acceptances, declines, 1);
  const share = (value: number) => (previews > 0 && value <= previews ? value / previews : null);
  return (
    <>
      <ol className="funnel">
        <Stage label={t('funnel.views')} value={views} most={most} />
        <Stage label={t('funnel.previews')} value={previews} most={most} />
        <Stage label={t('funnel.acceptances')} value={acceptances} most={most} share={share(acceptances)} />
        <Stage label={t('funnel.declines')} value={declines} most={most} share={share(declines)} />
      </ol>
      {(rate !== null || timeToAccept) && (
        <Facts
          items={[
            ...(rate !== null ? [{ term: t('funnel.rate'), value: format.percent(rate) }] : []),
            ...(timeToAccept
              ? [
                  { term: t('funnel.median'), value: duration(timeToAccept.median) },
                  { term: t('funnel.percentile90'), value: duration(timeToAccept.percentile90) },
                ]
              : []),
          ]}
        />
      )}
    </>
  );
}

interface StageProps {
  label: string;
  value: number;
  most: number;
  share?: number | null;
}

function Stage({ label, value, most, share = null }: StageProps) {
  const { t } = useTranslation('requesting');
  const format = useFormat();
  return (
    <li className="funnel-stage">
      <span>{label}</span>
      <strong className="funnel-value">{format.number(value)}</strong>
      {/* What it shows is said in figures beside it. */}
      <progress className="funnel-bar" max={most} value={value} aria-hidden="true" />
      <span className="quiet funnel-share">{share !== null && t('funnel.ofLooks', { percent: format.percent(share) })}</span>
    </li>
  );
}

const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** Writes seconds in the greatest unit of which there is one at least. */
export function useDuration(): (seconds: number) => string {
  const { i18n } = useTranslation();
  return seconds => {
    const [unit, size] = units.find(([, length]) => seconds >= length) ?? units[3];
    const format = new Intl.NumberFormat(i18n.language, { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 1 });
    return format.format(seconds / size);
  };
}
