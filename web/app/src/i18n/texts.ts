import type english from './en';

type English = typeof english;

/** Every text of the English ones; what only English tells apart, one from several, others leave out. */
type Same<T> = {
  -readonly [K in keyof T as K extends `${string}_one` ? never : K]: T[K] extends string ? string : Same<T[K]>;
};

/** The texts in one language, by page. */
export type Texts = Same<English>;
