/** What is shown of a network: filters, the counts beside them, surroundings, sizes. Plain functions, tested without a browser. */
import { KINDS, RELATIONS, type Kind, type Relation } from '../../shared/terms';
import type { Picture, Thing, Tie } from './types';
import type { View } from './view';

export type Filter = Pick<View, 'hide' | 'without' | 'only' | 'with' | 'near' | 'select'>;

export interface Shown {
  readonly things: readonly Thing[];
  readonly ties: readonly Tie[];
}

export interface Facet<T> {
  readonly value: T;
  /** How many would be shown with it, all other filters as they are. */
  readonly count: number;
  readonly total: number;
}

export interface Facets {
  readonly kinds: readonly Facet<Kind>[];
  readonly relations: readonly Facet<Relation>[];
  readonly groups: readonly Facet<number>[];
}

export function shown(picture: Picture, filter: Filter): Shown {
  const ties = picture.ties.filter((tie) => !filter.without.includes(tie.relation));
  const near = filter.near && filter.select ? surroundings(ties, filter.select, filter.near) : null;
  const words = filter.with.toLowerCase().split(/\s+/).filter(Boolean);
  const things = picture.things.filter((thing) => passes(thing, filter, words) && (!near || near.has(thing.id)));
  const names = new Set(things.map((thing) => thing.id));
  return { things, ties: ties.filter((tie) => names.has(tie.source) && names.has(tie.target)) };
}

function passes(thing: Thing, filter: Filter, words: readonly string[], but: 'hide' | 'only' | '' = ''): boolean {
  if (but !== 'hide' && filter.hide.includes(thing.kind)) return false;
  if (but !== 'only' && filter.only !== '' && String(thing.group) !== filter.only) return false;
  const name = thing.name.toLowerCase();
  return words.every((word) => name.includes(word));
}

/** The counts of each filter under all the others: what choosing it would give. */
export function facets(picture: Picture, filter: Filter): Facets {
  const words = filter.with.toLowerCase().split(/\s+/).filter(Boolean);
  const near = filter.near && filter.select
    ? surroundings(picture.ties.filter((tie) => !filter.without.includes(tie.relation)), filter.select, filter.near)
    : null;
  const kinds = new Map<Kind, number>();
  const groups = new Map<number, number>();
  const here = new Set<string>();
  for (const thing of picture.things) {
    if (near && !near.has(thing.id)) continue;
    if (passes(thing, filter, words, 'hide')) kinds.set(thing.kind, (kinds.get(thing.kind) ?? 0) + 1);
    if (passes(thing, filter, words, 'only')) groups.set(thing.group, (groups.get(thing.group) ?? 0) + 1);
    if (passes(thing, filter, words)) here.add(thing.id);
  }
  const relations = new Map<Relation, number>();
  for (const tie of picture.ties) {
    if (here.has(tie.source) && here.has(tie.target)) relations.set(tie.relation, (relations.get(tie.relation) ?? 0) + 1);
  }
  const drawn = picture.things.length > 0;
  return {
    kinds: KINDS.filter((kind) => picture.totals.kinds[kind]).map((value) => ({
      value, count: drawn ? kinds.get(value) ?? 0 : picture.totals.kinds[value] ?? 0, total: picture.totals.kinds[value] ?? 0,
    })),
    relations: RELATIONS.filter((relation) => picture.totals.relations[relation]).map((value) => ({
      value, count: drawn ? relations.get(value) ?? 0 : picture.totals.relations[value] ?? 0, total: picture.totals.relations[value] ?? 0,
    })),
    groups: picture.groups.map((group) => ({ value: group.id, count: groups.get(group.id) ?? 0, total: group.size })),
  };
}

/** What is at most so many steps from a thing, itself with it. */
export function surroundings(ties: readonly Tie[], from: string, steps: number): ReadonlySet<string> {
  const found = new Set([from]);
  let edge = new Set([from]);
  for (let step = 0; step < steps && edge.size; step += 1) {
    const next = new Set<string>();
    for (const { source, target } of ties) {
      if (edge.has(source) && !found.has(target)) next.add(target);
      if (edge.has(target) && !found.has(source)) next.add(source);
    }
    for (const one of next) found.add(one);
    edge = next;
  }
  return found;
}

/** The diameter of a thing in the picture. Its area follows what is measured, so that twice as much looks twice as much. */
export function diameter(thing: Pick<Thing, 'load' | 'degree'>, by: View['size']): number {
  const value = by === 'load' ? thing.load : by === 'degree' ? thing.degree : 2;
  return Math.round(Math.min(96, 14 + 7 * Math.sqrt(Math.max(0, value))));
}

export interface Step {
  readonly thing: Thing;
  readonly tie: Tie;
}

/** The ties of a thing to what is shown, the most tied neighbours first. */
export function steps(found: Shown, from: string): readonly Step[] {
  const things = new Map(found.things.map((thing) => [thing.id, thing]));
  return found.ties
    .flatMap((tie) => {
      const other = tie.source === from ? tie.target : tie.target === from ? tie.source : null;
      const thing = other === null ? undefined : things.get(other);
      return thing ? [{ thing, tie }] : [];
    })
    .sort((a, b) => b.thing.degree - a.thing.degree || (a.thing.id < b.thing.id ? -1 : 1));
}

export type Direction = 'up' | 'down' | 'left' | 'right';
const TOWARDS: Readonly<Record<Direction, readonly [number, number]>> = { up: [0, -1], down: [0, 1], left: [-1, 0], right: [1, 0] };

/** The neighbour that an arrow key leads to: the one most in its direction, near before far; none where nothing is there. */
export function walk(found: Shown, from: string, direction: Direction): Step | undefined {
  const here = found.things.find((thing) => thing.id === from);
  if (!here) return undefined;
  const [dx, dy] = TOWARDS[direction];
  let best: Step | undefined;
  let least = Infinity;
  for (const step of steps(found, from)) {
    const [x, y] = [step.thing.x - here.x, step.thing.y - here.y];
    const length = Math.hypot(x, y) || 1;
    const turn = (x * dx + y * dy) / length;
    if (turn <= 0.3) continue;
    const cost = length * (2 - turn);
    if (cost < least) [best, least] = [step, cost];
  }
  return best;
}
