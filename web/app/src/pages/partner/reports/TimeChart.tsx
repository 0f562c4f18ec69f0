import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/format';
import { Button } from '../../../ui/buttons';
import { Chart, type ChartProps, type Series } from './Chart';
import type { Figure, Line } from './figures';
import { marks } from './marks';
import { OpenFigure } from './OpenFigure';
import { SummaryTable } from './SummaryTable';

export interface Shown extends Series {
  /** What a value of its is in the table: it opens, where there is something to open. */
  cells: readonly ReactNode[];
}

/** A line of a report, to be shown under a name. */
export function shown(id: string, label: string, { figures }: Line): Shown {
  return {
    id,
    label,
    values: figures.map(figure => figure.value),
    cells: figures.map((figure: Figure, i) => <OpenFigure key={i} figure={figure} />),
  };
}

interface TimeChartProps extends Pick<ChartProps, 'title' | 'kind' | 'parts' | 'write'> {
  series: readonly Shown[];
}

/** A chart over time and, behind a button, the same as a table whose figures open. */
export function TimeChart({ title, kind, parts, series, ...props }: TimeChartProps) {
  const { t } = useTranslation('reports');
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const table = useId();
  const charted = greatest(series, marks.length);
  return (
    <section className="time-chart">
      <header className="card-header">
        <h3>
          <bdi>{title}</bdi>
        </h3>
        <Button
          small
          aria-expanded={open}
          aria-controls={table}
          aria-label={open ? t('chart.hideTableOf', { title }) : t('chart.showTableOf', { title })}
          onPress={() => setOpen(!open)}
        >
          {open ? t('chart.hideTable') : t('chart.showTable')}
        </Button>
      </header>
      <Chart title={title} kind={kind} parts={parts} series={charted} {...props} />
      {charted.length < series.length && (
        <p className="quiet">{t('chart.most', { shown: format.number(charted.length), all: format.number(series.length) })}</p>
      )}
      <div id={table}>
        {open && (
          <SummaryTable
            label={title}
            columns={[t('chart.time'), ...series.map(one => one.label)]}
            rows={parts.map((part, i) => ({ id: `${i}`, name: part, figures: series.map(one => one.cells[i]) }))}
          />
        )}
      </div>
    </section>
  );
}

/** The lines that matter most at the end, in the order in which they are told. */
function greatest(series: readonly Shown[], most: number): readonly Shown[] {
  if (series.length <= most) return series;
  const kept = new Set([...series].sort((a, b) => (b.values.at(-1) ?? 0) - (a.values.at(-1) ?? 0)).slice(0, most));
  return series.filter(one => kept.has(one));
}
