/** Who shares work with whom, worked out of measures and the units that carry them. */
import type { Role } from '../../shared/terms';

export interface Unit {
  readonly unit: string;
  readonly name: string;
  readonly lead: number;
  readonly participant: number;
  readonly responsible: number;
  readonly total: number;
  readonly weighted: number;
}

export interface Measure {
  readonly iri: string;
  readonly ledger: string;
  readonly key: string;
  readonly text: string;
  readonly roles: Readonly<Record<string, Role>>;
  readonly dates: readonly string[];
}

export interface Choice {
  readonly unit: string;
  readonly other: string;
  readonly role: Role | '';
}

/** The measures of a choice: those of a unit, in a role where one is named, shared with another where one is named. */
export function chosen(measures: readonly Measure[], { unit, other, role }: Choice): readonly Measure[] {
  if (!unit) return [];
  return measures.filter(({ roles }) => {
    const own = roles[unit];
    return own !== undefined && (!role || own === role) && (!other || roles[other] !== undefined);
  });
}

/** How many measures each pair of units shares, by "one other" in both orders; a unit with itself: all of its measures. */
export function shared(measures: readonly Measure[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { roles } of measures) {
    const units = Object.keys(roles);
    for (const one of units) for (const other of units) found.set(pair(one, other), (found.get(pair(one, other)) ?? 0) + 1);
  }
  return found;
}

export function pair(one: string, other: string): string {
  return `${one} ${other}`;
}

export interface Flow {
  readonly source: string;
  readonly target: string;
  readonly value: number;
}

/** From those who lead to those who take part: how many measures. Units are told apart by side, since many stand on both. */
export function flows(measures: readonly Measure[], least: number): readonly Flow[] {
  const found = new Map<string, Flow>();
  for (const { roles } of measures) {
    const of = (role: Role): string[] => Object.keys(roles).filter((unit) => roles[unit] === role);
    for (const source of of('lead')) {
      for (const target of of('participant')) {
        const key = pair(source, target);
        found.set(key, { source, target, value: (found.get(key)?.value ?? 0) + 1 });
      }
    }
  }
  return [...found.values()].filter(({ value }) => value >= least).sort((a, b) => b.value - a.value || a.source.localeCompare(b.source) || a.target.localeCompare(b.target));
}

/** As many units on one side of a picture as can be told apart. */
const MOST_ROWS = 24;

/** How many measures a flow must have for all that are left to be told apart in one picture. */
export function leastFor(measures: readonly Measure[]): number {
  const all = flows(measures, 1);
  const rows = (of: readonly Flow[]): number => Math.max(new Set(of.map(({ source }) => source)).size, new Set(of.map(({ target }) => target)).size);
  let least = 1;
  while (rows(all.filter(({ value }) => value >= least)) > MOST_ROWS) least += 1;
  return least;
}

/** A step from 0 to 5 for a shade: counts grow quickly, so by the square root. */
export function shade(count: number, most: number): number {
  return count && most ? Math.max(1, Math.ceil(5 * Math.sqrt(count / most))) : 0;
}
