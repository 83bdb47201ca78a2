/** The answer of /api/impact, and how it falls into steps. */
import type { CHANGES, CLASSES, KINDS } from './view';

export type Change = (typeof CHANGES)[number];
export type Class = (typeof CLASSES)[number];
export type Kind = (typeof KINDS)[number];

export interface End {
  readonly iri: string;
  readonly label: string;
}

export interface Step {
  readonly from: End;
  readonly relation: string;
  readonly to: End;
  readonly quote: { readonly words: string; readonly document: string; readonly start: number; readonly end: number } | null;
  readonly page: { readonly address: string; readonly grade: string } | null;
}

export interface Affected {
  readonly iri: string;
  readonly kind: Kind;
  readonly label: string;
  readonly distance: number;
  readonly class: Class;
  readonly because: string;
  readonly because_en: string;
  readonly path: readonly Step[];
}

export interface Impact {
  readonly instrument: { readonly iri: string; readonly title: string; readonly number: string | null };
  readonly change: Change;
  readonly on: string | null;
  readonly old: string | null;
  readonly new: string | null;
  readonly articles: readonly { readonly old: string | null; readonly new: string | null; readonly change: string }[];
  readonly affected: readonly Affected[];
  readonly candidates: readonly { readonly iri: string; readonly label: string; readonly terms: readonly string[]; readonly text: string; readonly units: readonly string[] }[];
}

/** An article in two texts, with the words that differ where both have it. */
export interface Compared {
  readonly change: string;
  readonly old: { readonly label: string; readonly text: string } | null;
  readonly new: { readonly label: string; readonly text: string } | null;
  readonly words: readonly (readonly ['keep' | 'insert' | 'delete', string])[];
}

/** A text as the one side or the other has it: pieces, and whether they differ from the other side. */
export function side(words: Compared['words'], which: 'old' | 'new'): readonly { readonly text: string; readonly differs: boolean }[] {
  const other = which === 'old' ? 'insert' : 'delete';
  return words.filter(([kind]) => kind !== other).map(([kind, text]) => ({ text, differs: kind !== 'keep' }));
}

/** How many things of each kind there are, and how many of each class among them. */
export function table(affected: readonly Affected[], kinds: readonly Kind[]): readonly { readonly kind: Kind; readonly total: number; readonly classes: ReadonlyMap<Class, number> }[] {
  return kinds.map((kind) => {
    const own = affected.filter((one) => one.kind === kind);
    return { kind, total: own.length, classes: counts(own, (one) => one.class) };
  }).filter(({ total }) => total > 0);
}

export function shown(affected: readonly Affected[], hide: readonly string[]): readonly Affected[] {
  return affected.filter((one) => !hide.includes(one.class) && !hide.includes(one.kind));
}

/** The things of each distance, nearest first. */
export function byStep(affected: readonly Affected[]): readonly (readonly Affected[])[] {
  const far = Math.max(0, ...affected.map(({ distance }) => distance));
  return Array.from({ length: far }, (_, at) => affected.filter(({ distance }) => distance === at + 1));
}

export function counts<K extends string>(affected: readonly Affected[], of: (one: Affected) => K): ReadonlyMap<K, number> {
  const found = new Map<K, number>();
  for (const one of affected) found.set(of(one), (found.get(of(one)) ?? 0) + 1);
  return found;
}

/** Where a thing hangs in the picture: the next thing on its path that is shown one step nearer. */
export function parents(affected: readonly Affected[], root: string): ReadonlyMap<string, string> {
  const distance = new Map([[root, 0], ...affected.map(({ iri, distance: far }) => [iri, far] as const)]);
  return new Map(affected.map((one) => {
    const nodes = one.path.flatMap((step) => [step.to.iri, step.from.iri]);
    const nearer = nodes.find((iri) => iri !== one.iri && (distance.get(iri) ?? Infinity) < one.distance);
    return [one.iri, nearer ?? root];
  }));
}
