/**
 * The picture, drawn by Cytoscape on a canvas. It is given what is shown and tells what was meant; it decides nothing.
 *
 * Positions come from the server and never move, so filters and Back leave everything where it was.
 */
import cytoscape, { type Core, type ElementDefinition, type StylesheetJson } from 'cytoscape';
import type { JSX, RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { onTheme, token } from '../../shared/theme';
import type { Camera } from '../../shared/view';
import { colourOf, communityColour, groupSize, labelOf, SHAPES } from './drawing';
import { placed, type Candidate, type Name } from './labels';
import { diameter, type Shown } from './model';
import type { Picture } from './types';
import type { View } from './view';

/** More things than this are too many to draw anew at each step of a hand. */
const LARGE = 1500;
/** Around all of it, in pixels: names stand below the lowest things. */
const ROOM = 36;

export interface CanvasProps {
  readonly picture: Picture;
  readonly found: Shown;
  readonly view: Pick<View, 'select' | 'without' | 'colour' | 'size' | 'at'>;
  /** The things of a path that is looked at. */
  readonly path: readonly string[];
  readonly label: string;
  readonly onSelect: (id: string) => void;
  readonly onGroup: (group: number) => void;
  readonly onMove: (camera: Camera) => void;
  readonly onKey: (event: KeyboardEvent) => void;
  /** What the group of those that are in none is called. */
  readonly others: string;
  /** What is said of a thing under the pointer. */
  readonly hint: (id: string) => string;
  readonly core: RefObject<Core | null>;
}

/** A drawing is made anew where it grows or shrinks past a size. */
export function Canvas(props: CanvasProps): JSX.Element {
  const large = props.picture.things.length > LARGE;
  return <Drawing key={String(large)} {...props} large={large} />;
}

function Drawing(props: CanvasProps & { readonly large: boolean }): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const tip = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const [themed, setThemed] = useState(0);
  const { core, large } = props;

  useEffect(() => onTheme(() => setThemed((n) => n + 1)), []);

  useLayoutEffect(() => {
    if (!box.current) return;
    const cy = cytoscape({
      container: box.current,
      layout: { name: 'preset' },
      minZoom: 0.02,
      maxZoom: 4,
      boxSelectionEnabled: false,
      autoungrabify: true,
      // Of very many things a picture is moved instead of the things themselves.
      textureOnViewport: large,
      hideEdgesOnViewport: large,
      pixelRatio: 1,
    });
    core.current = cy;
    cy.on('tap', (event) => {
      if (event.target === cy) latest.current.onSelect('');
      else if (event.target.isNode()) chosen(event.target.id(), latest.current);
    });
    cy.on('mouseover', 'node', (event) => {
      if (!tip.current) return;
      const at = event.target.renderedPosition();
      tip.current.textContent = latest.current.hint(event.target.id());
      tip.current.style.transform = `translate(${Math.round(at.x) + 12}px, ${Math.round(at.y) + 12}px)`;
      tip.current.hidden = false;
    });
    const away = (): void => {
      if (tip.current) tip.current.hidden = true;
    };
    cy.on('mouseout', 'node', away);
    let timer: ReturnType<typeof setTimeout> | undefined;
    let first = true;
    cy.on('viewport', () => {
      away();
      clearTimeout(timer);
      timer = setTimeout(() => {
        name(cy);
        // The picture fits itself at first: that is no move of the reader's.
        if (!first) latest.current.onMove(cameraOf(cy));
        first = false;
      }, 180);
    });
    return () => {
      clearTimeout(timer);
      core.current = null;
      cy.destroy();
    };
  }, [core]);

  // What was drawn anew just now: what follows has nothing to add.
  const anew = useRef(false);

  // What there is: replaced as a whole, which takes less time than to find out what changed.
  useLayoutEffect(() => {
    const cy = core.current;
    if (!cy) return;
    // In this order each thing is styled once: the style while there is nothing, the view, and all things with their names.
    cy.elements().remove();
    cy.style(style(props.picture.things.length));
    const drawn = elements(props);
    const at = props.view.at ?? whole(cy, drawn);
    cy.viewport({ zoom: at.zoom, pan: panOf(cy, at) });
    const marked = props.view.select !== '' || props.path.length > 0;
    cy.add(marked ? drawn : withNames(drawn, at.zoom));
    if (marked) {
      mark(cy, props.view.select, props.path);
      name(cy);
    }
    anew.current = true;
    performance.mark('taizhang:network-drawn');
  }, [core, props.picture, themed]);

  // What is shown of it, in place.
  useLayoutEffect(() => {
    const cy = core.current;
    if (!cy || anew.current) return;
    const names = new Set(props.found.things.map((thing) => thing.id));
    const ties = new Set(props.found.ties.map((tie) => `${tie.source} ${tie.relation} ${tie.target}`));
    cy.batch(() => {
      cy.nodes('[!group]').forEach((node) => void node.toggleClass('gone', !names.has(node.id())));
      cy.edges('[relation]').forEach((edge) => void edge.toggleClass('gone', !ties.has(edge.id())));
    });
    name(cy);
  }, [core, props.found, themed]);

  useLayoutEffect(() => {
    const cy = core.current;
    if (!cy || anew.current) return;
    cy.batch(() => {
      for (const thing of props.picture.things) {
        cy.getElementById(thing.id).data({
          colour: colourOf(thing, props.view.colour), size: diameter(thing, props.view.size),
        });
      }
    });
    name(cy);
  }, [core, props.picture, props.view.colour, props.view.size, themed]);

  useLayoutEffect(() => {
    const done = anew.current;
    anew.current = false;
    if (!core.current || done) return;
    mark(core.current, props.view.select, props.path);
    name(core.current);
  }, [core, props.view.select, props.path, props.picture, themed]);

  // Back and forward move the picture too.
  useEffect(() => {
    const cy = core.current;
    const { at } = props.view;
    if (!cy || !at) return;
    const now = cameraOf(cy);
    if (now.x === at.x && now.y === at.y && now.zoom === at.zoom) return;
    cy.viewport({ zoom: at.zoom, pan: panOf(cy, at) });
  }, [core, props.view.at]);

  return (
    <div class="canvas-box">
      <div class="canvas" ref={box} role="application" aria-label={props.label} tabIndex={0} onKeyDown={props.onKey} />
      <div class="canvas-tip" ref={tip} hidden aria-hidden="true" />
    </div>
  );
}

function chosen(id: string, { onSelect, onGroup }: CanvasProps): void {
  if (id.startsWith('group:')) onGroup(Number(id.slice(6)));
  else onSelect(id);
}

function elements({ picture, found, view, others }: CanvasProps): ElementDefinition[] {
  const names = new Set(found.things.map((thing) => thing.id));
  const nodes = picture.things.map((thing) => ({
    group: 'nodes' as const,
    data: { id: thing.id, label: labelOf(thing.name), colour: colourOf(thing, view.colour), size: diameter(thing, view.size), shape: SHAPES[thing.kind] },
    position: { x: thing.x, y: thing.y },
    classes: names.has(thing.id) ? '' : 'gone',
  }));
  const ties = picture.ties.map((tie) => ({
    group: 'edges' as const,
    data: { id: `${tie.source} ${tie.relation} ${tie.target}`, source: tie.source, target: tie.target, relation: tie.relation },
    classes: view.without.includes(tie.relation) ? 'gone' : '',
  }));
  if (picture.form === 'whole') return [...nodes, ...ties];
  const closed = picture.groups.filter((group) => group.drawn < group.size);
  const here = new Set([...picture.things.map((thing) => thing.id), ...closed.map((group) => `group:${group.id}`)]);
  const groups = closed.map((group) => ({
    group: 'nodes' as const,
    data: {
      id: `group:${group.id}`, group: true, label: `${group.id === 0 ? others : labelOf(group.name)} ${group.size - group.drawn}`,
      colour: communityColour(group.id), size: groupSize(group.size - group.drawn), shape: 'ellipse',
    },
    position: { x: group.x, y: group.y },
  }));
  const most = picture.bundles.reduce((before, bundle) => Math.max(before, bundle.weight), 1);
  const bundles = picture.bundles
    .filter((bundle) => here.has(bundle.source) && here.has(bundle.target))
    .map((bundle) => ({
      group: 'edges' as const,
      data: {
        id: `${bundle.source} + ${bundle.target}`, source: bundle.source, target: bundle.target, bundle: true,
        width: 1 + 14 * Math.sqrt(bundle.weight / most),
      },
    }));
  return [...nodes, ...groups, ...ties, ...bundles];
}

/** Where all of it is seen; worked out of the places alone, since the library measures every name for it. */
function whole(cy: Core, drawn: readonly ElementDefinition[]): Camera {
  const nodes = drawn.flatMap(({ position, data, classes }) => (position && classes !== 'gone' ? [{ ...position, half: data.size / 2 }] : []));
  if (!nodes.length) return { x: 0, y: 0, zoom: 1 };
  const [left, right] = [Math.min(...nodes.map(({ x, half }) => x - half)), Math.max(...nodes.map(({ x, half }) => x + half))];
  const [top, bottom] = [Math.min(...nodes.map(({ y, half }) => y - half)), Math.max(...nodes.map(({ y, half }) => y + half))];
  const zoom = Math.min((cy.width() - 2 * ROOM) / Math.max(1, right - left), (cy.height() - 2 * ROOM) / Math.max(1, bottom - top));
  return { x: (left + right) / 2, y: (top + bottom) / 2, zoom: Math.min(4, Math.max(0.02, zoom)) };
}

/** Things as they are first drawn, with the names there is room for. */
function withNames(drawn: readonly ElementDefinition[], zoom: number): ElementDefinition[] {
  const candidates = drawn.flatMap(({ position, data, classes }) => (position && classes !== 'gone'
    ? [{ id: String(data.id), x: position.x * zoom, y: position.y * zoom, size: data.size * zoom, label: data.label, first: 0 }] : []));
  const names = new Map(placed(candidates).map((one) => [one.id, one]));
  return drawn.map((one) => {
    const found = names.get(String(one.data.id));
    return found ? { ...one, data: { ...one.data, ...written(found, zoom) }, classes: 'named' } : one;
  });
}

/** How a name is written, in the measure of the picture. */
function written({ font, side }: Name, zoom: number): { font: number; side: string; gap: number } {
  return { font: font / zoom, side, gap: side === 'bottom' ? 2 : -2 };
}

/** Write the names there is room for, in a size that can be read at this zoom. */
function name(cy: Core): void {
  const zoom = cy.zoom();
  const { x1, x2, y1, y2 } = cy.extent();
  const candidates: Candidate[] = [];
  cy.nodes().forEach((node) => {
    if (node.hasClass('gone')) return;
    const { x, y } = node.position();
    if (x < x1 || x > x2 || y < y1 || y > y2) return;
    const dim = node.hasClass('dim');
    const first = node.hasClass('chosen') || node.hasClass('path') ? 2 : node.hasClass('beside') ? 1 : 0;
    if (!dim) candidates.push({ id: node.id(), x: x * zoom, y: y * zoom, size: node.data('size') * zoom, label: node.data('label'), first });
  });
  const names = new Map(placed(candidates).map((one) => [one.id, one]));
  cy.batch(() => {
    cy.nodes('.named').forEach((node) => void (names.has(node.id()) || node.removeClass('named')));
    for (const one of names.values()) cy.getElementById(one.id).data(written(one, zoom)).addClass('named');
  });
}

function style(count: number): StylesheetJson {
  const ink = token('--ink');
  return [
    {
      selector: 'node',
      style: {
        'background-color': 'data(colour)', shape: 'data(shape)' as 'ellipse', width: 'data(size)', height: 'data(size)',
        color: ink, 'font-family': token('--sans') || 'sans-serif',
        'text-outline-width': 2, 'text-outline-color': token('--paper'),
        'border-width': 1, 'border-color': token('--paper'),
      },
    },
    { selector: 'node.named', style: { label: 'data(label)', 'font-size': 'data(font)', 'text-valign': 'data(side)' as 'bottom', 'text-margin-y': 'data(gap)' as unknown as number } },
    { selector: 'node[?group]', style: { 'background-opacity': 0.72 } },
    { selector: 'edge', style: { 'curve-style': 'haystack', 'haystack-radius': 0, width: 1, 'line-color': token('--line-strong'), opacity: count > 600 ? 0.25 : 0.55 } },
    { selector: 'edge[?bundle]', style: { width: 'data(width)', opacity: 0.3 } },
    { selector: 'node.dim', style: { opacity: 0.28 } },
    { selector: 'edge.dim', style: { opacity: 0.08 } },
    { selector: 'edge.near', style: { width: 2.5, opacity: 0.95, 'line-color': token('--accent') } },
    { selector: 'node.chosen', style: { 'border-width': 5, 'border-color': token('--focus'), 'font-weight': 'bold', 'z-index': 9 } },
    { selector: '.path', style: { 'line-color': token('--seal'), width: 4, opacity: 1, 'border-color': token('--seal'), 'border-width': 4 } },
    { selector: 'node.path', style: { width: 'data(size)' } },
    { selector: '.gone', style: { display: 'none' } },
  ] as StylesheetJson;
}

/** Bring the chosen thing and its ties, or a path, to the front. */
function mark(cy: Core, selected: string, path: readonly string[]): void {
  cy.batch(() => {
    cy.elements().removeClass('dim near beside chosen path');
    const node = cy.getElementById(selected);
    if (path.length) {
      cy.elements().addClass('dim');
      const on = cy.nodes().filter((one) => path.includes(one.id()));
      on.removeClass('dim').addClass('path');
      path.slice(1).forEach((id, index) => {
        const before = cy.getElementById(path[index] ?? '');
        before.edgesWith(cy.getElementById(id)).removeClass('dim').addClass('path');
      });
    } else if (node.nonempty()) {
      const near = node.closedNeighborhood();
      cy.elements().not(near).addClass('dim');
      near.addClass('beside');
      node.connectedEdges().addClass('near');
    }
    node.addClass('chosen').removeClass('dim');
  });
}

/** Where the middle of the view is, and how large things are: independent of the size of the window. */
export function cameraOf(cy: Core): Camera {
  const { x1, x2, y1, y2 } = cy.extent();
  return { x: Math.round((x1 + x2) / 2), y: Math.round((y1 + y2) / 2), zoom: Math.round(cy.zoom() * 1000) / 1000 };
}

function panOf(cy: Core, at: Camera): { x: number; y: number } {
  return { x: cy.width() / 2 - at.x * at.zoom, y: cy.height() / 2 - at.y * at.zoom };
}
