/** Light, dark, or as the system is. */
export const appearances = ['system', 'light', 'dark'] as const;
export type Appearance = (typeof appearances)[number];

const key = 'accord.appearance';

export function appearance(): Appearance {
  const chosen = localStorage.getItem(key);
  return appearances.find(one => one === chosen) ?? 'system';
}

function show(chosen: Appearance): void {
  if (chosen === 'system') delete document.documentElement.dataset.appearance;
  else document.documentElement.dataset.appearance = chosen;
}

export function choose(chosen: Appearance): void {
  localStorage.setItem(key, chosen);
  show(chosen);
}

/** Shows the pages as they were chosen to look. */
export function startAppearance(): void {
  show(appearance());
}
