/** The picture as SVG and PNG, with title, legend, day and source. Made of elements and text nodes, so names stay text. */
import { clean, element, FONT, text } from '../../shared/picture';
import { token } from '../../shared/theme';
import { colourOf, labelOf, outline, SHAPES, type Shape } from './drawing';
import { placed } from './labels';
import { diameter, type Shown } from './model';
import type { Bundle, Thing } from './types';
import type { View } from './view';

/** A community that is not opened, as it is drawn. */
export interface Closed {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly colour: string;
  readonly label: string;
}

export interface Sheet {
  readonly found: Shown;
  readonly view: Pick<View, 'colour' | 'size'>;
  readonly closed: readonly Closed[];
  readonly bundles: readonly Bundle[];
  readonly title: string;
  readonly notes: readonly string[];
  readonly legend: readonly { readonly shape: Shape; readonly colour: string; readonly name: string; readonly count: number }[];
  /** What a kind is called, and the heads of the table on paper. */
  readonly kinds: (thing: Thing) => string;
  readonly heads: readonly string[];
}

export function svgOf({ found, closed, bundles, view, title, notes, legend }: Sheet): SVGSVGElement {
  const places = [...found.things, ...closed];
  const [xs, ys] = [places.map(({ x }) => x), places.map(({ y }) => y)];
  const edge = Math.max(120, 0.09 * (Math.max(...xs, 900) - Math.min(...xs, 0)));
  const left = Math.min(...xs, 0) - edge;
  const top = Math.min(...ys, 0) - edge / 2;
  const wide = Math.max(...xs, 900) - left + edge;
  const high = Math.max(...ys, 300) - top + edge / 2;
  const scale = 1600 / wide;
  const head = 96;
  const columns = legend.some(({ name }) => name.length > 6) ? 5 : 8;
  const lines = Math.ceil(legend.length / columns);
  const foot = 60 + 32 * lines + 26 * notes.length;
  const height = Math.round(head + high * scale + foot);
  const root = element('svg', { viewBox: `0 0 1600 ${height}`, width: 1600, height, 'font-family': FONT });
  root.append(element('rect', { width: 1600, height, fill: token('--paper') }));
  root.append(text(title, { x: 40, y: 58, 'font-size': 32, 'font-weight': 600, fill: token('--ink') }));

  const drawing = element('g', { transform: `translate(${(-left * scale).toFixed(1)} ${(head - top * scale).toFixed(1)}) scale(${scale.toFixed(4)})` });
  const at = new Map(found.things.map((thing) => [thing.id, thing]));
  const ties = element('g', { stroke: token('--line-strong'), 'stroke-opacity': 0.5, fill: 'none' });
  for (const tie of found.ties) {
    const [one, two] = [at.get(tie.source), at.get(tie.target)];
    if (one && two) ties.append(element('line', { x1: one.x, y1: one.y, x2: two.x, y2: two.y }));
  }
  const ends = new Map(places.map(({ id, x, y }) => [id, { x, y }]));
  const most = Math.max(1, ...bundles.map(({ weight }) => weight));
  for (const bundle of bundles) {
    const [one, two] = [ends.get(bundle.source), ends.get(bundle.target)];
    if (one && two) ties.append(element('line', { x1: one.x, y1: one.y, x2: two.x, y2: two.y, 'stroke-width': (1 + 14 * Math.sqrt(bundle.weight / most)).toFixed(1) }));
  }
  drawing.append(ties);
  for (const { x, y, size, colour } of closed) drawing.append(element('circle', { cx: x, cy: y, r: size / 2, fill: colour, 'fill-opacity': 0.72 }));
  for (const thing of found.things) {
    const size = diameter(thing, view.size);
    const one = element('g', { transform: `translate(${thing.x} ${thing.y})` });
    const named = element('title', {});
    named.textContent = clean(thing.name);
    one.append(named, element('path', { d: outline(SHAPES[thing.kind], size), fill: colourOf(thing, view.colour), stroke: token('--paper') }));
    drawing.append(one);
  }
  // Names last, so that no tie or thing lies on them; only those that find room.
  const named = [...closed, ...found.things.map(({ id, x, y, name, ...thing }) => ({ id, x, y, size: diameter(thing, view.size), label: labelOf(name) }))];
  const byId = new Map(named.map((one) => [one.id, one]));
  for (const { id, font, side } of placed(named.map((one) => ({ ...one, x: one.x * scale, y: one.y * scale, size: one.size * scale, first: 0 })))) {
    const one = byId.get(id);
    if (!one) continue;
    const y = side === 'bottom' ? one.y + one.size / 2 + (font * 1.1) / scale : one.y - one.size / 2 - (font * 0.4) / scale;
    drawing.append(text(one.label, {
      x: one.x, y, 'text-anchor': 'middle', 'font-size': (font / scale).toFixed(1), fill: token('--ink'),
      stroke: token('--paper'), 'stroke-width': 2.5, 'paint-order': 'stroke', 'stroke-linejoin': 'round',
    }));
  }
  root.append(drawing);

  let y = head + high * scale + 40;
  legend.forEach((entry, index) => {
    const x = 52 + (index % columns) * (1500 / columns);
    const row = y + 32 * Math.floor(index / columns);
    root.append(element('path', { d: outline(entry.shape, 16), transform: `translate(${x} ${row - 5})`, fill: entry.colour }));
    root.append(text(`${labelOf(entry.name)} ${entry.count}`, { x: x + 16, y: row, 'font-size': 17, fill: token('--ink') }));
  });
  y += 32 * lines;
  for (const note of notes) {
    root.append(text(note, { x: 40, y, 'font-size': 15, fill: token('--soft') }));
    y += 26;
  }
  return root as SVGSVGElement;
}

/** The things as a table, for the sheet of paper: a picture alone cannot be read there. */
export function tableOf({ found, kinds, heads }: Sheet): HTMLTableElement {
  const table = document.createElement('table');
  const head = table.createTHead().insertRow();
  for (const words of heads) {
    const cell = document.createElement('th');
    cell.textContent = words;
    head.append(cell);
  }
  const body = table.createTBody();
  for (const thing of found.things) {
    const row = body.insertRow();
    for (const words of [kinds(thing), thing.name, String(thing.load), String(thing.degree)]) {
      row.insertCell().textContent = clean(words);
    }
  }
  return table;
}
