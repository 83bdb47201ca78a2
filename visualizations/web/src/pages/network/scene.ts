/** What is drawn of a network: its bodies and lines with their looks, in the order they are painted. */
import { token } from '../../shared/theme';
import type { Camera } from '../../shared/view';
import { colourOf, communityColour, groupSize, labelOf, SHAPES, type Shape } from './drawing';
import { placed, type Name } from './labels';
import { diameter, type Shown } from './model';
import type { Picture } from './types';
import type { View } from './view';

export interface Body {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly shape: Shape;
  readonly colour: string;
  readonly label: string;
  readonly opacity: number;
  readonly border: { readonly width: number; readonly colour: string };
  /** How early its name finds a place: 2 what is looked at, 1 what stands beside it; undefined for no name at all. */
  readonly first: number | undefined;
}

export interface Line {
  readonly from: Body;
  readonly to: Body;
  readonly width: number;
  readonly colour: string;
  readonly opacity: number;
}

export interface Scene {
  readonly bodies: readonly Body[];
  readonly lines: readonly Line[];
}

export interface Subject {
  readonly picture: Picture;
  readonly found: Shown;
  readonly view: Pick<View, 'select' | 'colour' | 'size'>;
  /** The things of a path that is looked at. */
  readonly path: readonly string[];
  /** What the group of those that are in none is called. */
  readonly others: string;
}

type Plain = Omit<Body, 'opacity' | 'border' | 'first'> & { readonly group: boolean };
interface Tied {
  readonly source: string;
  readonly target: string;
  /** Of what stands for many ties. */
  readonly width?: number;
}
/** How near something is to what is looked at. */
type Rank = 'plain' | 'dim' | 'beside' | 'path' | 'chosen';

const PAINTED_LAST: Readonly<Record<Rank, number>> = { dim: 0, plain: 1, beside: 2, path: 3, chosen: 4 };

/** Of many lines each is fainter. */
const MANY = 600;
const [LEAST_ZOOM, MOST_ZOOM] = [0.02, 4];
/** Around all of it, in pixels: names stand below the lowest things. */
const ROOM = 36;

export function sceneOf(subject: Subject): Scene {
  const { picture, found, view, path } = subject;
  const things = found.things.map((thing) => ({
    id: thing.id, x: thing.x, y: thing.y, size: diameter(thing, view.size), shape: SHAPES[thing.kind],
    colour: colourOf(thing, view.colour), label: labelOf(thing.name), group: false,
  }));
  const plain = picture.form === 'whole' ? things : [...things, ...closedGroups(subject)];
  const tied: readonly Tied[] = picture.form === 'whole' ? found.ties : [...found.ties, ...bundles(picture)];
  const bodyRank = ranking(view.select, path, tied, new Set(plain.map(({ id }) => id)));
  const bodies = new Map(plain.map((one) => [one.id, body(one, bodyRank(one.id))]));
  const faint = picture.things.length > MANY ? 0.25 : 0.55;
  const lines = tied.flatMap((one) => {
    const [from, to] = [bodies.get(one.source), bodies.get(one.target)];
    if (!from || !to) return [];
    return [{ rank: lineRank(one, view.select, path, bodyRank), from, to, width: one.width }];
  });
  const ranked = [...bodies.values()].map((one) => ({ one, rank: bodyRank(one.id) }));
  return {
    bodies: inOrder(ranked).map(({ one }) => one),
    lines: inOrder(lines).map(({ rank, from, to, width }) => ({ from, to, ...lineLook(rank, width, faint) })),
  };
}

function inOrder<T extends { readonly rank: Rank }>(ranked: readonly T[]): readonly T[] {
  return [...ranked].sort((a, b) => PAINTED_LAST[a.rank] - PAINTED_LAST[b.rank]);
}

/** The communities that are not opened, or not all of them, as bodies. */
function closedGroups({ picture, others }: Subject): readonly Plain[] {
  return picture.groups.filter((group) => group.drawn < group.size).map((group) => {
    const hidden = group.size - group.drawn;
    return {
      id: `group:${group.id}`, x: group.x, y: group.y, size: groupSize(hidden), shape: 'ellipse' as const,
      colour: communityColour(group.id), label: `${group.id === 0 ? others : labelOf(group.name)} ${hidden}`, group: true,
    };
  });
}

function bundles(picture: Picture): readonly Tied[] {
  const most = picture.bundles.reduce((before, bundle) => Math.max(before, bundle.weight), 1);
  return picture.bundles.map(({ source, target, weight }) => ({ source, target, width: 1 + 14 * Math.sqrt(weight / most) }));
}

function ranking(selected: string, path: readonly string[], tied: readonly Tied[], here: ReadonlySet<string>): (id: string) => Rank {
  const chosen = here.has(selected) ? selected : '';
  if (path.length) {
    const on = new Set(path);
    return (id) => (on.has(id) ? 'path' : id === chosen ? 'chosen' : 'dim');
  }
  if (!chosen) return () => 'plain';
  const near = new Set(tied.filter(({ source, target }) => source === chosen || target === chosen).flatMap(({ source, target }) => [source, target]));
  return (id) => (id === chosen ? 'chosen' : near.has(id) ? 'beside' : 'dim');
}

function lineRank({ source, target }: Tied, selected: string, path: readonly string[], bodyRank: (id: string) => Rank): Rank {
  if (path.length) return path.some((id, at) => (id === source && path[at + 1] === target) || (id === target && path[at + 1] === source)) ? 'path' : 'dim';
  if (bodyRank(source) === 'plain') return 'plain';
  return source === selected || target === selected ? 'beside' : 'dim';
}

function body({ group, ...one }: Plain, rank: Rank): Body {
  const look = {
    plain: { opacity: 1, border: { width: 1, colour: token('--paper') }, first: 0 },
    dim: { opacity: 0.28, border: { width: 1, colour: token('--paper') }, first: undefined },
    beside: { opacity: 1, border: { width: 1, colour: token('--paper') }, first: 1 },
    path: { opacity: 1, border: { width: 4, colour: token('--seal') }, first: 2 },
    chosen: { opacity: 1, border: { width: 5, colour: token('--focus') }, first: 2 },
  }[rank];
  return { ...one, ...look, opacity: group ? 0.72 * look.opacity : look.opacity };
}

function lineLook(rank: Rank, width: number | undefined, faint: number): Pick<Line, 'width' | 'colour' | 'opacity'> {
  if (rank === 'path') return { width: 4, colour: token('--seal'), opacity: 1 };
  if (rank === 'beside') return { width: 2.5, colour: token('--accent'), opacity: 0.95 };
  const opacity = rank === 'dim' ? 0.08 : width === undefined ? faint : 0.3;
  return { width: width ?? 1, colour: token('--line-strong'), opacity };
}

export function inBounds(zoom: number): number {
  return Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, zoom));
}

/** From where all of it is seen in a window of this size. */
export function whole({ bodies }: Scene, width: number, height: number): Camera {
  if (!bodies.length) return { x: 0, y: 0, zoom: 1 };
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { x, y, size } of bodies) {
    [left, right] = [Math.min(left, x - size / 2), Math.max(right, x + size / 2)];
    [top, bottom] = [Math.min(top, y - size / 2), Math.max(bottom, y + size / 2)];
  }
  const zoom = Math.min((width - 2 * ROOM) / Math.max(1, right - left), (height - 2 * ROOM) / Math.max(1, bottom - top));
  return { x: (left + right) / 2, y: (top + bottom) / 2, zoom: inBounds(zoom) };
}

/** The names there is room for in a window of this size, in a size that can be read from there. */
export function named({ bodies }: Scene, { x, y, zoom }: Camera, width: number, height: number): readonly (Name & { readonly body: Body })[] {
  const [across, down] = [width / 2 / zoom, height / 2 / zoom];
  const seen = new Map(bodies.filter((one) => Math.abs(one.x - x) <= across && Math.abs(one.y - y) <= down).map((one) => [one.id, one]));
  const candidates = [...seen.values()].flatMap(({ id, label, first, ...one }) => (first === undefined
    ? [] : [{ id, label, first, x: one.x * zoom, y: one.y * zoom, size: one.size * zoom }]));
  return placed(candidates).flatMap((name) => {
    const found = seen.get(name.id);
    return found ? [{ ...name, body: found }] : [];
  });
}

/** What is at a place of the picture; `reach` is how far a finger may miss it. */
export function bodyAt({ bodies }: Scene, x: number, y: number, reach: number): Body | undefined {
  const there = bodies.filter((one) => Math.max(Math.abs(one.x - x), Math.abs(one.y - y)) <= one.size / 2 + reach);
  return there.at(-1);
}
