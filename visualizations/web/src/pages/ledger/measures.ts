/** The measures of a ledger as the server says them, and which of them a reader asks for. */
import type { Role } from '../../shared/terms';

export interface UnitOf {
  readonly name: string;
  readonly role: Role;
}

export interface Correction {
  readonly what: string;
  readonly printed: string;
  readonly reconciled: string;
  readonly reason: string;
  readonly confidence: 'certain' | 'likely' | 'possible';
  readonly rule: string;
}

export interface Measure {
  readonly iri: string;
  readonly key: string;
  readonly n: number;
  readonly label: string | null;
  readonly section: string | null;
  readonly section_title: string | null;
  readonly task: string | null;
  readonly task_title: string | null;
  readonly text: string;
  readonly units: readonly UnitOf[];
  readonly printed: { readonly task: string | null; readonly units: readonly UnitOf[] } | null;
  readonly regulations: readonly { readonly title: string; readonly number: string | null; readonly relation: string }[];
  readonly deadlines: readonly { readonly kind: string; readonly date: string | null; readonly frequency: string | null; readonly raw: string }[];
  readonly corrections: readonly Correction[];
}

export interface LedgerAnswer {
  readonly name: string;
  readonly title: string;
  readonly file: string;
  readonly measures: readonly Measure[];
  readonly findings: readonly { readonly severity: string; readonly text: string; readonly line: number }[];
}

export type Only = '' | 'corrected' | 'no_lead' | 'dated' | 'citing';

const TESTS: Readonly<Record<Only, (measure: Measure) => boolean>> = {
  '': () => true,
  corrected: ({ corrections }) => corrections.length > 0,
  no_lead: ({ units }) => !units.some(({ role }) => role === 'lead'),
  dated: ({ deadlines }) => deadlines.length > 0,
  citing: ({ regulations }) => regulations.length > 0,
};

/** The measures that hold every word and pass the test. */
export function wanted(measures: readonly Measure[], q: string, only: Only): readonly Measure[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return measures.filter((one) => {
    if (!TESTS[only](one)) return false;
    const whole = [one.key, one.text, one.section_title, one.task_title, ...one.units.map(({ name }) => name), ...one.regulations.flatMap(({ title, number }) => [title, number])]
      .filter(Boolean).join(' ').toLowerCase();
    return words.every((word) => whole.includes(word));
  });
}

export interface Group {
  readonly section: string;
  readonly task: string;
  readonly measures: readonly Measure[];
}

/** Measures under their headings, in the order of the document. */
export function grouped(measures: readonly Measure[]): readonly Group[] {
  const groups: { section: string; task: string; measures: Measure[] }[] = [];
  for (const one of measures) {
    const section = heading(one.section, one.section_title);
    const task = heading(one.task, one.task_title);
    const last = groups.at(-1);
    if (last && last.section === section && last.task === task) last.measures.push(one);
    else groups.push({ section, task, measures: [one] });
  }
  return groups;
}

function heading(label: string | null, title: string | null): string {
  return [label, title].filter(Boolean).join(label?.endsWith('）') ? '' : '、');
}
