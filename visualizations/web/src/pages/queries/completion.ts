/** Which terms fit what somebody has typed: by prefixed name, by local name, or by the Chinese or English word. */
import type { Language } from '../../shared/i18n';

export interface Term {
  readonly name: string;
  readonly kind: string;
  readonly zh: string;
  readonly en: string;
}

const MOST = 40;

export function matching(terms: readonly Term[], typed: string, language: Language): readonly Term[] {
  const wanted = typed.trim().toLowerCase();
  if (!wanted) return [];
  return terms
    .map((term) => ({ term, rank: rank(term, wanted, language) }))
    .filter(({ rank: found }) => found < 9)
    .sort((a, b) => a.rank - b.rank || a.term.name.localeCompare(b.term.name))
    .slice(0, MOST)
    .map(({ term }) => term);
}

function rank(term: Term, wanted: string, language: Language): number {
  const name = term.name.toLowerCase();
  const local = name.slice(name.indexOf(':') + 1);
  if (name.startsWith(wanted)) return 0;
  if (local.startsWith(wanted)) return 1;
  if ([term.zh, term.en].some((words) => words.toLowerCase().startsWith(wanted))) return term[language].toLowerCase().startsWith(wanted) ? 2 : 3;
  return name.includes(wanted) || term.zh.includes(wanted) ? 4 : 9;
}
