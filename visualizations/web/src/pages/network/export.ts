/** The picture as SVG and PNG, with title, legend, day and source. Made of elements and text nodes, so names stay text. */
import { save } from '../../shared/save';
import { token } from '../../shared/theme';
import type { Kind } from '../../shared/terms';
import { colourOf, labelOf, outline, SHAPES } from './drawing';
import { diameter, type Shown } from './model';
import type { View } from './view';

const NS = 'http://www.w3.org/2000/svg';
const FONT = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';

export interface Sheet {
  readonly found: Shown;
  readonly view: Pick<View, 'colour' | 'size'>;
  readonly title: string;
  readonly notes: readonly string[];
  readonly legend: readonly { kind: Kind; name: string; count: number }[];
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
    one.append(text(labelOf(thing.name), { y: size / 2 + 13, 'text-anchor': 'middle', 'font-size': 11, fill: token('--ink') }));
    drawing.append(one);
  }
  root.append(drawing);

  let y = head + high * scale + 40;
  legend.forEach((entry, index) => {
    const x = 52 + (index % 8) * 190;
    const row = y + 32 * Math.floor(index / 8);
    root.append(element('path', { d: outline(SHAPES[entry.kind], 16), transform: `translate(${x} ${row - 5})`, fill: token(`--k-${entry.kind}`) }));
    root.append(text(`${entry.name} ${entry.count}`, { x: x + 16, y: row, 'font-size': 17, fill: token('--ink') }));
  });
  y += 32 * lines;
  for (const note of notes) {
    root.append(text(note, { x: 40, y, 'font-size': 15, fill: token('--soft') }));
    y += 26;
  }
  return root as SVGSVGElement;
}

/** The things as a table, for the sheet of paper: a picture alone cannot be read there. */
export function tableOf({ found, legend }: Sheet): HTMLTableElement {
  const table = document.createElement('table');
  const names = new Map(legend.map((entry) => [entry.kind, entry.name]));
  for (const thing of found.things) {
    const row = table.insertRow();
    for (const words of [names.get(thing.kind) ?? '', thing.name, String(thing.load), String(thing.degree)]) {
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
