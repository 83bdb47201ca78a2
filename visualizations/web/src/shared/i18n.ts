/** Chinese and English. Every string is a pair, so that neither half can be missing; tests/strings.test.ts checks the rest. */
import { createContext } from 'preact';
import { useContext, useMemo } from 'preact/hooks';

export type Language = 'zh' | 'en';
/** A text in Chinese and in English. `{name}` stands for a value. */
export type Pair = readonly [zh: string, en: string];
export type Strings = Readonly<Record<string, Pair>>;
export type Values = Readonly<Record<string, string | number>>;
export type Say<S extends Strings> = (key: keyof S & string, values?: Values) => string;

export const LanguageContext = createContext<Language>('zh');

export function say(pair: Pair, language: Language, values: Values = {}): string {
  const text = pair[language === 'zh' ? 0 : 1];
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : typeof value === 'number' ? number(value, language) : value;
  });
}

export function number(value: number, language: Language): string {
  return value.toLocaleString(language === 'zh' ? 'zh-CN' : 'en-GB', { maximumFractionDigits: 2 });
}

/** As the browser writes them; its own dates take a good part of the time in which a page should be there. */
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec'];

export function day(value: string, language: Language): string {
  const [year, month, date] = value.split('-').map(Number);
  if (!year || !month || !date || month > 12) return value;
  if (language === 'zh') return `${year}年${month}月${date}日`;
  return `${date} ${MONTHS[month - 1]} ${year}`;
}

/** The day it is at the reader's, 2026-01-31. */
export function today(): string {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, '0')).join('-');
}

export function useLanguage(): Language {
  return useContext(LanguageContext);
}

/** The strings of one place in the language of the reader: `const t = useText(strings)`, then `t('found', { n: 3 })`. */
export function useText<S extends Strings>(strings: S): Say<S> {
  const language = useLanguage();
  return useMemo(() => (key, values) => say(strings[key] as Pair, language, values), [strings, language]);
}

/** What the browser asks for, where the address does not say. */
export function preferred(languages: readonly string[]): Language {
  const found = languages.map((name) => name.slice(0, 2).toLowerCase()).find((name) => name === 'zh' || name === 'en');
  return found === 'en' ? 'en' : 'zh';
}
