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
