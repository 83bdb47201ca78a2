/** The picture as SVG and PNG, with title, legend, day and source. Made of elements and text nodes, so names stay text. */
import { save } from '../../shared/save';
import { token } from '../../shared/theme';
import { colourOf, labelOf, outline, SHAPES, type Shape } from './drawing';
import { placed } from './labels';
import { diameter, type Shown } from './model';
import type { Thing } from './types';
import type { View } from './view';

const NS = 'http://www.w3.org/2000/svg';
const FONT = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';

export interface Sheet {
  readonly found: Shown;
  readonly view: Pick<View, 'colour' | 'size'>;
  readonly title: string;
  readonly notes: readonly string[];
  readonly legend: readonly { readonly shape: Shape; readonly colour: string; readonly name: string; readonly count: number }[];
  /** What a kind is called, and the heads of the table on paper. */
  readonly kinds: (thing: Thing) => string;
  readonly heads: readonly string[];
}

export function svgOf({ found, view, title, notes, legend }: Sheet): SVGSVGElement {
  const [xs, ys] = [found.things.map((thing) => thing.x), found.things.map((thing) => thing.y)];
  const left = Math.min(...xs, 0) - 120;
  const top = Math.min(...ys, 0) - 60;
  const wide = Math.max(...xs, 900) - left + 120;
  const high = Math.max(...ys, 300) - top + 80;
  const scale = 1600 / wide;
  const head = 96;
  const lines = Math.ceil(legend.length / 8);
  const foot = 60 + 32 * lines + 26 * notes.length;
  const height = Math.round(head + high * scale + foot);
  const root = element('svg', { xmlns: NS, viewBox: `0 0 1600 ${height}`, width: 1600, height, 'font-family': FONT });
  root.append(element('rect', { width: 1600, height, fill: token('--paper') }));
  root.append(text(title, { x: 40, y: 58, 'font-size': 32, 'font-weight': 600, fill: token('--ink') }));

  const drawing = element('g', { transform: `translate(${(-left * scale).toFixed(1)} ${(head - top * scale).toFixed(1)}) scale(${scale.toFixed(4)})` });
  const at = new Map(found.things.map((thing) => [thing.id, thing]));
  const ties = element('g', { stroke: token('--line-strong'), 'stroke-opacity': 0.5, fill: 'none' });
  for (const tie of found.ties) {
    const [one, two] = [at.get(tie.source), at.get(tie.target)];
    if (one && two) ties.append(element('line', { x1: one.x, y1: one.y, x2: two.x, y2: two.y }));
  }
  drawing.append(ties);
  for (const thing of found.things) {
    const size = diameter(thing, view.size);
    const one = element('g', { transform: `translate(${thing.x} ${thing.y})` });
    const named = element('title', {});
    named.textContent = clean(thing.name);
    one.append(named, element('path', { d: outline(SHAPES[thing.kind], size), fill: colourOf(thing, view.colour), stroke: token('--paper') }));
    drawing.append(one);
  }
  // Names last, so that no tie or thing lies on them; only those that find room.
  const candidates = found.things.map((thing) => ({ id: thing.id, x: thing.x * scale, y: thing.y * scale, size: diameter(thing, view.size) * scale, label: labelOf(thing.name), first: 0 }));
  for (const { id, font } of placed(candidates)) {
    const thing = at.get(id);
    if (!thing) continue;
    const y = thing.y + diameter(thing, view.size) / 2 + (font * 1.1) / scale;
    drawing.append(text(labelOf(thing.name), {
      x: thing.x, y, 'text-anchor': 'middle', 'font-size': (font / scale).toFixed(1), fill: token('--ink'),
      stroke: token('--paper'), 'stroke-width': 2.5, 'paint-order': 'stroke', 'stroke-linejoin': 'round',
    }));
  }
  root.append(drawing);

  let y = head + high * scale + 40;
  legend.forEach((entry, index) => {
    const x = 52 + (index % 8) * 190;
    const row = y + 32 * Math.floor(index / 8);
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

function element(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const made = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) if (key !== 'xmlns') made.setAttribute(key, String(value));
  return made;
}

function text(words: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const made = element('text', attributes);
  made.textContent = clean(words);
  return made;
}

/** What XML cannot hold, and marks that would turn the words of a neighbour around, are left out. */
function clean(words: string): string {
  return words.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g, '');
}

function source(sheet: Sheet): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svgOf(sheet))}\n`;
}

export function saveSvg(sheet: Sheet, name: string): void {
  save(`${name}.svg`, new Blob([source(sheet)], { type: 'image/svg+xml' }));
}

export async function savePng(sheet: Sheet, name: string): Promise<void> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(source(sheet))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth * 2;
  canvas.height = image.naturalHeight * 2;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const made = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
  if (made) save(`${name}.png`, made);
}
