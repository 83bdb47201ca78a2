/** What the address of the page holds: the question with its parameters, or the query that was run, and how the answer is shown. */
import { choice, flag, listing, several, text } from '../../shared/view';

export const SPEC = {
  ask: text,
  p: several,
  find: text,
  console: flag,
  sparql: text,
  show: choice('table', 'chart', 'network'),
  /** The answer's table, and whether the question's SPARQL is shown. */
  rows: listing,
  written: flag,
} as const;

/** Parameters as the address has them (name=value) and as a form has them. */
export function valuesOf(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(pairs.filter((pair) => pair.includes('=')).map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
}

export function pairsOf(values: Readonly<Record<string, string>>, usual: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).filter(([name, value]) => value !== usual[name]).map(([name, value]) => `${name}=${value}`).sort();
}
