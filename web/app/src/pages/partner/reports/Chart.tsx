import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Bar, CartesianGrid, ComposedChart, Line, ResponsiveContainer, Tooltip, type TooltipContentProps, XAxis, YAxis } from 'recharts';
import { useFormat } from '../../../i18n/format';
import { Dot, fillOf, Hatches, markOf } from './marks';

export interface Series {
  id: string;
  label: string;
  values: readonly number[];
}

export interface ChartProps {
  title: string;
  kind: 'lines' | 'bars';
  /** What is written below each part. */
  parts: readonly string[];
  series: readonly Series[];
  /** How a value is written; as a number when not given. */
  write?: (value: number) => string;
}

/** Beyond so many parts the points of a line would hide it. */
const mostDots = 40;

/** Room for the longest label of the figures' axis, in pixels: what Recharts measures comes out too narrow. */
function widthOf(series: ChartProps['series'], write: (value: number) => string): number {
  const most = Math.max(0, ...series.flatMap(({ values }) => values.map(value => write(value).length)));
  return 22 + 8 * most;
}

/** A chart of figures over time. Whoever does not see it has the table that goes with it. */
export function Chart({ title, kind, parts, series, write }: ChartProps) {
  const { t } = useTranslation('reports');
  const format = useFormat();
  const hatch = useId();
  const rows = parts.map((part, i) => ({ part, ...Object.fromEntries(series.map(({ id, values }) => [id, values[i] ?? 0])) }));
  const writeValue = write ?? format.number;
  const label = t('chart.image', { title, lines: format.list(series.map(one => one.label)) });
  return (
    <div className="chart">
      <div role="img" aria-label={label} className="chart-picture">
        <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 600, height: 280 }}>
          <ComposedChart data={rows} accessibilityLayer={false} margin={{ top: 8, right: 16, bottom: 0, left: 0 }}>
            <Hatches prefix={hatch} />
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis dataKey="part" stroke="var(--control-line)" tick={{ fill: 'var(--quiet)', fontSize: 12 }} minTickGap={16} interval="equidistantPreserveStart" />
            <YAxis
              width={widthOf(series, writeValue)}
              allowDecimals={false}
              stroke="var(--control-line)"
              tick={{ fill: 'var(--quiet)', fontSize: 12 }}
              tickFormatter={writeValue}
            />
            <Tooltip isAnimationActive={false} content={props => <Tip {...props} series={series} write={writeValue} />} cursor={{ fill: 'var(--sunken)', stroke: 'var(--line)' }} />
            {/* Where lines run together, each shows below the thinner ones that follow. */}
            {series.map(({ id }, i) =>
              kind === 'bars' ? (
                <Bar key={id} dataKey={id} fill={fillOf(hatch, i)} stroke={markOf(i).color} maxBarSize={28} isAnimationActive={false} />
              ) : (
                <Line
                  key={id}
                  dataKey={id}
                  type="linear"
                  stroke={markOf(i).color}
                  strokeWidth={2 + 1.5 * (series.length - 1 - i)}
                  strokeDasharray={markOf(i).dash}
                  dot={parts.length > mostDots ? false : ({ key, cx, cy }) => <Dot key={key} cx={cx} cy={cy} index={i} />}
                  activeDot={false}
                  isAnimationActive={false}
                />
              ),
            )}
          </ComposedChart>
        </ResponsiveContainer>
      </div>
      <Legend kind={kind} series={series} />
    </div>
  );
}

/** What each line and bar is of. */
function Legend({ kind, series }: Pick<ChartProps, 'kind' | 'series'>) {
  const hatch = useId();
  if (series.length < 2) return null;
  return (
    <ul className="legend" aria-hidden="true">
      {series.map(({ id, label }, i) => (
        <li key={id}>
          <svg width="28" height="14" viewBox="0 0 28 14">
            {kind === 'bars' ? (
              <>
                <Hatches prefix={hatch} />
                <rect x="6" y="1" width="14" height="12" fill={fillOf(hatch, i)} stroke={markOf(i).color} />
              </>
            ) : (
              <>
                <path d="M0 7h28" stroke={markOf(i).color} strokeWidth="2" strokeDasharray={markOf(i).dash} />
                <Dot cx={14} cy={7} index={i} />
              </>
            )}
          </svg>
          <bdi className="name">{label}</bdi>
        </li>
      ))}
    </ul>
  );
}

interface TipProps extends TooltipContentProps {
  series: readonly Series[];
  write: (value: number) => string;
}

/** What stands beside the pointer. */
function Tip({ active, label, payload, series, write }: TipProps) {
  if (!active || payload.length === 0) return null;
  return (
    <div className="tip">
      <p className="tip-title">{label}</p>
      {series.map(({ id, label: name }) => (
        <p key={id}>
          <bdi className="name">{name}</bdi>: {write(Number(payload.find(entry => entry.dataKey === id)?.value ?? 0))}
        </p>
      ))}
    </div>
  );
}
