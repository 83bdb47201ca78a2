/** Which names are written in a picture: the weightiest first, none across another, all in a size that can be read. */

export interface Candidate {
  readonly id: string;
  /** The middle of the thing on the screen, and its diameter there. */
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly label: string;
  /** What is chosen or stands beside it comes first, however small. */
  readonly first: number;
}

export interface Name {
  readonly id: string;
  /** Pixels on the screen. */
  readonly font: number;
  readonly side: Side;
}

/** Below the thing, or above it where there is no room below; beside it only what is looked at. */
export type Side = 'bottom' | 'top' | 'right' | 'left';

const [LEAST, MOST] = [11, 18];
/** Smaller things have no name until one comes nearer, but for the few weightiest: from afar a picture needs names most. */
const [WORTH, WEIGHTIEST] = [9, 30];
const NAMES = 140;
/** Larger things may write across small ones; smaller ones give way, the weightiest to larger ones only, and all to what is looked at. */
const WEIGHTY = 18;

const SIDES: readonly Side[] = ['bottom', 'top', 'right', 'left'];

type Box = readonly [left: number, top: number, right: number, bottom: number];

function meet(one: Box, other: Box): boolean {
  return one[0] < other[2] && one[2] > other[0] && one[1] < other[3] && one[3] > other[1];
}

function boxAt({ x, y, size }: Candidate, side: Side, half: number, high: number): Box {
  if (side === 'right' || side === 'left') {
    const left = side === 'right' ? x + size / 2 + 1 : x - size / 2 - 1 - 2 * half;
    return [left, y - high / 2, left + 2 * half, y + high / 2];
  }
  const top = side === 'bottom' ? y + size / 2 + 1 : y - size / 2 - 1 - high;
  return [x - half, top, x + half, top + high];
}

/** The width of a text in ems: Chinese is square, Latin half of it. */
export function ems(label: string): number {
  let width = 0;
  for (const letter of label) width += letter.codePointAt(0)! < 0x2e80 ? 0.56 : 1;
  return width;
}

export function placed(candidates: readonly Candidate[]): readonly Name[] {
  const ordered = candidates
    .filter(({ label }) => label !== '')
    .sort((a, b) => b.first - a.first || b.size - a.size || (a.id < b.id ? -1 : 1))
    .map((one, place) => ({ ...one, weightiest: place < WEIGHTIEST }))
    .filter(({ size, first, weightiest }) => first > 0 || size >= WORTH || (weightiest && size >= LEAST / 2));
  const bodies = candidates.map(({ id, x, y, size, first }) => ({ id, size, first, box: [x - size / 2, y - size / 2, x + size / 2, y + size / 2] as const }));
  const taken: Box[] = [];
  const found: Name[] = [];
  for (const one of ordered) {
    if (found.length >= NAMES) break;
    const font = Math.min(MOST, Math.max(LEAST, Math.round(9 + one.size / 7))) + (one.first > 1 ? 2 : 0);
    const half = (ems(one.label) * font) / 2 + 3;
    const high = font * 1.35;
    const small = one.size < WEIGHTY && !one.first;
    const yields = (other: { size: number; first: number }): boolean => other.first > 1 || (small && (!one.weightiest || other.size > one.size));
    const free = (way: Side): boolean => !taken.some((other) => meet(boxAt(one, way, half, high), other));
    const bare = (way: Side): boolean => !bodies.some((other) => other.id !== one.id && yields(other) && meet(boxAt(one, way, half, high), other.box));
    const ways = (one.first > 1 ? SIDES : SIDES.slice(0, 2)).filter(free);
    const side = ways.find(bare) ?? (one.first > 1 ? ways[0] : undefined);
    if (!side) continue;
    taken.push(boxAt(one, side, half, high));
    found.push({ id: one.id, font, side });
  }
  return found;
}
