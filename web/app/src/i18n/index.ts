import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Texts } from './texts';

export const languages = ['en', 'zh-CN'] as const;
export type Language = (typeof languages)[number];
export const languageNames: Record<Language, string> = { en: 'English', 'zh-CN': '简体中文' };

const key = 'accord.language';

const texts: Record<Language, () => Promise<Texts>> = {
  en: async () => (await import('./en')).default,
  'zh-CN': async () => (await import('./zh-CN')).default,
};

function isLanguage(text: string | null): text is Language {
  return languages.includes(text as Language);
}

/** What the address asks for, then what the user has chosen before, then what the server made of the browser's wish. */
function preferred(): Language {
  const asked = new URLSearchParams(location.search).get('lang');
  if (isLanguage(asked)) return asked;
  const chosen = localStorage.getItem(key);
  if (isLanguage(chosen)) return chosen;
  return document.documentElement.lang.startsWith('zh') ? 'zh-CN' : 'en';
}

/** The language that the pages are shown in. */
export function language(): Language {
  return isLanguage(i18next.language) ? i18next.language : 'en';
}

async function load(lang: Language): Promise<void> {
  if (i18next.hasResourceBundle(lang, 'common')) return;
  for (const [namespace, bundle] of Object.entries(await texts[lang]())) i18next.addResourceBundle(lang, namespace, bundle);
}

/** Shows the pages in another language, and remembers it. */
export async function speak(lang: Language): Promise<void> {
  await load(lang);
  localStorage.setItem(key, lang);
  await i18next.changeLanguage(lang);
}

const directions = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/**
 * A value within a sentence: it neither turns the direction of the text around it, nor is turned by it. Markup needs no
 * escape, as React writes texts alone.
 */
export function isolate(value: string): string {
  const plain = value.replace(directions, '');
  return rightToLeft.test(plain) ? `\u2068${plain}\u2069` : plain;
}

/** Loads the preferred language, of which the page goes on to take its `lang`. */
export async function startLanguage(): Promise<void> {
  const lang = preferred();
  i18next.on('languageChanged', changed => {
    document.documentElement.lang = changed;
  });
  await i18next.use(initReactI18next).init({
    lng: lang,
    fallbackLng: false,
    defaultNS: 'common',
    resources: { [lang]: await texts[lang]() },
    interpolation: { escapeValue: true, escape: isolate },
    returnNull: false,
  });
  document.documentElement.lang = lang;
}

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: Texts;
  }
}
