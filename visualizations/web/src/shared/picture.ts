/**
 * Pictures as files, with title, notes, day and source. Made of elements and text nodes, so that words of documents stay
 * text; PNG is drawn from the SVG, so both are the same.
 */
import { save } from './save';
import { token } from './theme';

const NS = 'http://www.w3.org/2000/svg';
export const FONT = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';
/** What stylesheets say of a drawing and a file must say itself. */
const LOOKS = ['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-opacity', 'stroke-dasharray', 'font-size', 'font-weight', 'text-anchor', 'opacity'] as const;
const [MARGIN, HEAD, LINE] = [24, 64, 22];

export interface Sheet {
  readonly title: string;
  readonly notes: readonly string[];
  readonly legend?: readonly { readonly colour: string; readonly name: string }[];
}

export function element(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const made = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

export function text(words: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const made = element('text', attributes);
  made.textContent = clean(words);
  return made;
}

/** What XML cannot hold, and marks that would turn the words of a neighbour around, are left out. */
export function clean(words: string): string {
  return words.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g, '');
}

/** A drawing of the page as a sheet of its own. */
export function sheetOf(drawn: SVGSVGElement, { title, notes, legend = [] }: Sheet): SVGSVGElement {
  const { width, height } = drawn.viewBox.baseVal.width ? drawn.viewBox.baseVal : { width: drawn.clientWidth, height: drawn.clientHeight };
  const foot = HEAD + height + 30 + (legend.length ? LINE + 6 : 0);
  const [wide, high] = [width + 2 * MARGIN, foot + LINE * notes.length];
  const root = element('svg', { viewBox: `0 0 ${wide} ${high}`, width: wide, height: high, 'font-family': FONT }) as SVGSVGElement;
  root.append(element('rect', { width: wide, height: high, fill: token('--paper') }));
  root.append(text(title, { x: MARGIN, y: 40, 'font-size': 22, 'font-weight': 600, fill: token('--ink') }));
  const whole = element('g', { transform: `translate(${MARGIN} ${HEAD})` });
  for (const child of drawn.children) whole.append(copy(child));
  root.append(whole);
  let x = MARGIN;
  for (const { colour, name } of legend) {
    root.append(element('rect', { x, y: HEAD + height + 18, width: 12, height: 12, fill: colour }));
    root.append(text(name, { x: x + 18, y: HEAD + height + 29, 'font-size': 14, fill: token('--ink') }));
    x += 44 + 15 * name.length;
  }
  notes.forEach((note, at) => root.append(text(note, { x: MARGIN, y: foot + LINE * at, 'font-size': 13, fill: token('--soft') })));
  return root;
}

function copy(original: Element): Element {
  const made = original.cloneNode(false) as Element;
  const style = original.isConnected ? getComputedStyle(original) : null;
  made.removeAttribute('class');
  if (style) for (const look of LOOKS) made.setAttribute(look, style.getPropertyValue(look));
  for (const child of original.childNodes) {
    if (child instanceof Element) made.append(copy(child));
    else if (child.nodeType === Node.TEXT_NODE) made.append(clean(child.textContent ?? ''));
  }
  return made;
}

function source(picture: SVGSVGElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(picture)}\n`;
}

export function saveSvg(picture: SVGSVGElement, name: string): void {
  save(`${name}.svg`, new Blob([source(picture)], { type: 'image/svg+xml' }));
}

export async function savePng(picture: SVGSVGElement, name: string): Promise<void> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(source(picture))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth * 2;
  canvas.height = image.naturalHeight * 2;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const made = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
  if (made) save(`${name}.png`, made);
}
