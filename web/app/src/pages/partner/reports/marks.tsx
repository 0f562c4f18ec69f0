/** How the lines of a chart are told apart: by colour, and without it by dashes, marks and hatches. */
interface Mark {
  color: string;
  dash: string;
  /** Drawn about a point. */
  shape: string;
}

export const marks: readonly [Mark, ...Mark[]] = [
  { color: 'var(--chart-1)', dash: '0', shape: 'M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0' },
  { color: 'var(--chart-2)', dash: '7 3', shape: 'M-3.5 -3.5h7v7h-7z' },
  { color: 'var(--chart-3)', dash: '2 3', shape: 'M0 -5l4.5 8h-9z' },
  { color: 'var(--chart-4)', dash: '9 3 2 3', shape: 'M0 -5l5 5l-5 5l-5 -5z' },
  { color: 'var(--chart-5)', dash: '12 4', shape: 'M-4 -1.2h2.8v-2.8h2.4v2.8h2.8v2.4h-2.8v2.8h-2.4v-2.8h-2.8z' },
];

export function markOf(index: number): Mark {
  return marks[index % marks.length] ?? marks[0];
}

interface DotProps {
  cx?: number | undefined;
  cy?: number | undefined;
  index: number;
}

/** A point of a line. */
export function Dot({ cx, cy, index }: DotProps) {
  if (cx === undefined || cy === undefined) return null;
  const { color, shape } = markOf(index);
  return <path d={shape} transform={`translate(${cx} ${cy})`} fill={color} />;
}

/** The hatches of bars; each has the id that fillOf refers to. */
export function Hatches({ prefix }: { prefix: string }) {
  return (
    <defs>
      {marks.map(({ color }, i) => (
        <pattern key={color} id={`${prefix}${i}`} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform={`rotate(${[0, 45, 0, 135, 90][i]})`}>
          <rect width="6" height="6" fill={color} fillOpacity={i === 0 ? 1 : 0.25} />
          {i === 2 ? <circle cx="3" cy="3" r="1.6" fill={color} /> : <rect width="3" height="6" fill={color} />}
        </pattern>
      ))}
    </defs>
  );
}

export function fillOf(prefix: string, index: number): string {
  return `url(#${prefix}${index % marks.length})`;
}
