/** How things look, on the canvas and in exported pictures alike: shapes and colours by kind, colours by community. */
import { token } from '../../shared/theme';
import type { Kind } from '../../shared/terms';
import type { Thing } from './types';
import type { View } from './view';

export type Shape = 'ellipse' | 'round-rectangle' | 'rectangle' | 'diamond' | 'hexagon' | 'triangle' | 'octagon' | 'tag';

export const SHAPES: Readonly<Record<Kind, Shape>> = {
  unit: 'ellipse',
  group: 'octagon',
  measure: 'round-rectangle',
  task: 'hexagon',
  section: 'triangle',
  regulation: 'rectangle',
  planned: 'tag',
  deadline: 'diamond',
};

/** Twelve hues that stay apart for most eyes, light enough for dark text and dark enough for paper. */
const HUES = ['#3b78b0', '#c5782a', '#4c8f4a', '#b0485a', '#7a62a8', '#8a6d4f', '#c06a9f', '#5c7a80', '#9a9030', '#3a9a9a', '#a8553a', '#6a6fbf'];

export function colourOf(thing: Pick<Thing, 'kind' | 'group'>, by: View['colour']): string {
  if (by === 'kind') return token(`--k-${thing.kind}`);
  return thing.group === 0 ? token('--faint') : (HUES[(thing.group - 1) % HUES.length] ?? '#888');
}

export function communityColour(group: number): string {
  return colourOf({ kind: 'unit', group }, 'community');
}

/** How large a community is drawn that stands for so many things. */
export function groupSize(things: number): number {
  return Math.round(60 + 22 * Math.sqrt(things));
}

/** A label that fits under a thing: the first words of its name. */
export function labelOf(name: string): string {
  const plain = name.replace(/[\u0000-\u001f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '');
  return plain.length > 14 ? `${plain.slice(0, 13)}…` : plain;
}

/** The outline of a shape around the origin, as an SVG path. */
export function outline(shape: Shape, size: number): string {
  const r = size / 2;
  const polygon = (points: readonly (readonly [number, number])[]): string =>
    `M${points.map(([x, y]) => `${(x * r).toFixed(1)} ${(y * r).toFixed(1)}`).join('L')}Z`;
  switch (shape) {
    case 'ellipse': return `M${-r} 0A${r} ${r} 0 1 1 ${r} 0A${r} ${r} 0 1 1 ${-r} 0Z`;
    case 'diamond': return polygon([[0, -1], [1, 0], [0, 1], [-1, 0]]);
    case 'triangle': return polygon([[0, -1], [1, 1], [-1, 1]]);
    case 'hexagon': return polygon([[-1, 0], [-0.5, -1], [0.5, -1], [1, 0], [0.5, 1], [-0.5, 1]]);
    case 'octagon': return polygon([[-1, -0.4], [-0.4, -1], [0.4, -1], [1, -0.4], [1, 0.4], [0.4, 1], [-0.4, 1], [-1, 0.4]]);
    case 'round-rectangle': return `M${-r / 2} ${-r}H${r / 2}A${r / 2} ${r / 2} 0 0 1 ${r} ${-r / 2}V${r / 2}A${r / 2} ${r / 2} 0 0 1 ${r / 2} ${r}H${-r / 2}A${r / 2} ${r / 2} 0 0 1 ${-r} ${r / 2}V${-r / 2}A${r / 2} ${r / 2} 0 0 1 ${-r / 2} ${-r}Z`;
    case 'tag': return polygon([[-1, -1], [0.4, -1], [1, 0], [0.4, 1], [-1, 1]]);
    default: return polygon([[-1, -1], [1, -1], [1, 1], [-1, 1]]);
  }
}
