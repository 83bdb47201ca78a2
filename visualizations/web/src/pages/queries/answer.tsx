/** An answer as a table, as bars or as a network, and as files. */
import type { Core } from 'cytoscape';
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { PictureFiles } from '../../components/picture';
import { Table, type Column } from '../../components/table';
import { useLanguage, useText } from '../../shared/i18n';
import { fileName, save } from '../../shared/save';
import { element, text } from '../../shared/picture';
import { token } from '../../shared/theme';
import { useLink } from '../../shared/location';
import type { Listing } from '../../shared/view';
import { columnName } from './columns';
import { barsOf, csvOf, named, pathOf, tiesOf, type Bar, type Cell, type Result, type Tie } from './result';
import { strings } from './strings';

export type Show = 'table' | 'chart' | 'network';

export interface AnswerProps {
  /** What its files are called, and what its pictures say they show. */
  readonly name: string;
  readonly title: string;
  readonly result: Result;
  /** Things are shown by the names beside them; files and charts hold the answer as it is. */
  readonly byName?: boolean;
  readonly show: Show;
  readonly onShow: (show: Show) => void;
  readonly listing: Listing;
  readonly onListing: (listing: Listing) => void;
  readonly milliseconds?: number;
  readonly turtle?: (() => void) | undefined;
}

/** As many things as can be told apart in a picture. */
const MOST_BARS = 60;
const MOST_TIES = 400;

export function Answer({ name, title, result, byName = false, show, onShow, listing, onListing, milliseconds, turtle }: AnswerProps): JSX.Element {
  const t = useText(strings);
  const bars = useMemo(() => barsOf(result), [result]);
  const read = useMemo(() => (byName ? named(result) : result), [result, byName]);
  const ties = useMemo(() => tiesOf(read), [read]);
  if (result.truth !== null) return <p role="status">{t('boolean', { answer: t(result.truth ? 'yes' : 'no') })}</p>;
  const count = milliseconds === undefined
    ? t('count', { n: result.rows.length })
    : t('took', { n: result.rows.length, ms: Math.round(milliseconds) });
  const shows: readonly (readonly [Show, string])[] = [['table', t('as_table')], ['chart', t('as_chart')], ['network', t('as_network')]];
  return (
    <section aria-labelledby="answer">
      <div class="answer-head">
        <h2 id="answer">{t('answer')} <small class="quiet">{count}</small></h2>
        <div class="segments no-print" role="group" aria-label={t('shown_as')}>
          {shows.map(([one, words]) => (
            <button key={one} type="button" aria-pressed={show === one} onClick={() => onShow(one)}>{words}</button>
          ))}
        </div>
        <button type="button" class="no-print" onClick={() => save(`${fileName('taizhang', name)}.csv`, new Blob(['\ufeff', csvOf(result)], { type: 'text/csv' }))}>{t('csv')}</button>
        <button type="button" class="no-print" onClick={() => save(`${fileName('taizhang', name)}.json`, new Blob([json(result)], { type: 'application/json' }))}>{t('json')}</button>
        {turtle && <button type="button" class="no-print" onClick={turtle}>{t('turtle')}</button>}
      </div>
      {show === 'table' && <Cells result={read} listing={listing} onListing={onListing} />}
      {show === 'chart' && (bars ? <Bars bars={bars} name={title} /> : <p class="quiet">{t('no_chart')}</p>)}
      {show === 'network' && (ties ? <Network ties={ties} name={title} /> : <p class="quiet">{t('no_network')}</p>)}
    </section>
  );
}

function json(result: Result): string {
  const value = (cell: Cell | null | undefined): string | number | null => (cell ? (cell.number ?? (cell.iri || cell.text)) : null);
  return JSON.stringify(result.rows.map((row) => Object.fromEntries(result.columns.map((column, at) => [column, value(row[at])]))), null, 1);
}

function Cells({ result, listing, onListing }: Pick<AnswerProps, 'result' | 'listing' | 'onListing'>): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const columns = result.columns.map((name, at): Column<Row> => ({
    key: `${at}`,
    name: columnName(name, language),
    numeric: result.rows.length > 0 && result.rows.every((row) => !row[at] || (row[at]?.number !== null && !row[at]?.iri)),
    order: ({ cells }) => cells[at]?.number ?? cells[at]?.text ?? '',
    cell: ({ cells }) => <Value cell={cells[at] ?? null} />,
  }));
  const rows = result.rows.map((cells, at) => ({ cells, at }));
  return <Table caption={t('answer')} quiet noFile columns={columns} rows={rows} id={(row) => String(row.at)} listing={listing} onListing={onListing} />;
}

interface Row {
  readonly cells: readonly (Cell | null)[];
  readonly at: number;
}

function Value({ cell }: { cell: Cell | null }): JSX.Element | null {
  const link = useLink();
  if (!cell) return null;
  const path = cell.iri ? pathOf(cell.iri) : undefined;
  if (path) return <a href={link(path)}>{cell.text}</a>;
  return <span class="cell-text">{cell.text}</span>;
}

const [WIDTH, NAMES, ROW] = [900, 260, 26];
/** As queries.css has them. */
const BAR_COLOURS = ['--lead', '--participant', '--responsible', '--k-deadline', '--k-measure'];

function Bars({ bars, name: title }: { bars: readonly Bar[]; name: string }): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const picture = useRef<SVGSVGElement>(null);
  const shown = bars.slice(0, MOST_BARS);
  const most = Math.max(1, ...shown.map((bar) => sum(bar)));
  const scale = (WIDTH - NAMES - 90) / most;
  const names = shown[0]?.values.map(({ name }) => name) ?? [];
  return (
    <figure>
      {names.length > 1 && (
        <ul class="bar-key">{names.map((name, at) => <li key={name}><svg viewBox="0 0 1 1" aria-hidden="true"><rect class={`bar-${at % 5}`} width="1" height="1" /></svg>{columnName(name, language)}</li>)}</ul>
      )}
      <svg class="bar-chart" ref={picture} viewBox={`0 0 ${WIDTH} ${shown.length * ROW + 8}`} role="img" aria-label={shown.slice(0, 20).map((bar) => `${bar.label} ${sum(bar)}`).join('，')}>
        {shown.map((bar, row) => {
          let x = NAMES;
          return (
            <g key={row}>
              <title>{`${bar.label}: ${bar.values.map(({ name, value }) => `${columnName(name, language)} ${value}`).join(', ')}`}</title>
              <text x={NAMES - 8} y={row * ROW + 18} text-anchor="end">{cut(bar.label)}</text>
              {bar.values.map(({ name, value }, at) => {
                const width = Math.max(0, value) * scale;
                x += width;
                return <rect key={name} class={`bar-${at % 5}`} x={x - width} y={row * ROW + 5} width={width} height={ROW - 8} />;
              })}
              <text class="bar-number" x={x + 6} y={row * ROW + 18}>{sum(bar)}</text>
            </g>
          );
        })}
      </svg>
      <PictureFiles title={title} legend={() => names.map((name, at) => ({ colour: token(BAR_COLOURS[at % 5] ?? '--ink'), name: columnName(name, language) }))} drawn={() => picture.current} />
      {bars.length > MOST_BARS && <figcaption class="quiet">{t('cut', { n: MOST_BARS })}</figcaption>}
    </figure>
  );
}

function sum(bar: Bar): number {
  return Math.round(bar.values.reduce((total, { value }) => total + value, 0) * 100) / 100;
}

function cut(label: string): string {
  return label.length > 18 ? `${label.slice(0, 17)}…` : label;
}

function Network({ ties, name: title }: { ties: readonly Tie[]; name: string }): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const box = useRef<HTMLDivElement>(null);
  const core = useRef<Core | null>(null);
  const shown = useMemo(() => ties.slice(0, MOST_TIES), [ties]);
  const nodes = useMemo(() => new Map(shown.flatMap(({ source, target }) => [source, target]).map((one) => [one.iri || one.text, one])), [shown]);
  useEffect(() => {
    let gone = false;
    void import('cytoscape').then(({ default: cytoscape }) => {
      if (gone || !box.current) return;
      core.current = cytoscape({
        container: box.current,
        elements: [
          ...[...nodes].map(([id, one]) => ({ data: { id, label: cut(one.text), literal: one.iri ? 0 : 1 } })),
          ...shown.map((tie, at) => ({
            data: { id: `tie ${at}`, source: tie.source.iri || tie.source.text, target: tie.target.iri || tie.target.text, label: cut(tie.label) },
          })),
        ],
        // Nothing is drawn by chance: the same answer gives the same picture.
        layout: { name: nodes.size > 40 ? 'concentric' : 'breadthfirst', ...(nodes.size > 40 ? {} : { circle: true }) },
        style: [
          { selector: 'node', style: { label: 'data(label)', 'background-color': token('--k-unit'), color: token('--ink'), 'font-size': 11, width: 16, height: 16, 'text-valign': 'bottom', 'min-zoomed-font-size': 7 } },
          { selector: 'node[literal = 1]', style: { 'background-color': token('--k-measure'), shape: 'rectangle' } },
          { selector: 'edge', style: { width: 1, 'line-color': token('--line-strong'), 'target-arrow-color': token('--line-strong'), 'target-arrow-shape': 'triangle', 'curve-style': 'bezier', label: 'data(label)', 'font-size': 9, color: token('--soft'), 'min-zoomed-font-size': 8 } },
        ],
        wheelSensitivity: 0.3,
      });
    });
    return () => {
      gone = true;
      core.current?.destroy();
      core.current = null;
    };
  }, [shown, nodes, language]);
  const words = t('network_of', { nodes: nodes.size, ties: shown.length });
  return (
    <figure>
      <div class="answer-network" ref={box} role="img" aria-label={words} />
      <PictureFiles title={title} notes={[words]} drawn={() => drawingOf(core.current)} />
      <figcaption class="quiet">{words}{ties.length > MOST_TIES ? ` · ${t('cut', { n: MOST_TIES })}` : ''}</figcaption>
    </figure>
  );
}

/** The canvas as a drawing: what stands where. */
function drawingOf(core: Core | null): SVGSVGElement | null {
  if (!core) return null;
  const { x1, y1, w, h } = core.elements().boundingBox({});
  const drawing = element('svg', { viewBox: `0 0 ${Math.ceil(w)} ${Math.ceil(h)}` }) as SVGSVGElement;
  core.edges().forEach((edge) => {
    const [from, to] = [edge.source().position(), edge.target().position()];
    drawing.append(element('line', { x1: from.x - x1, y1: from.y - y1, x2: to.x - x1, y2: to.y - y1, stroke: token('--line-strong') }));
  });
  core.nodes().forEach((node) => {
    const { x, y } = node.position();
    drawing.append(element('circle', { cx: x - x1, cy: y - y1, r: 8, fill: token(node.data('literal') ? '--k-measure' : '--k-unit') }));
    drawing.append(text(String(node.data('label')), { x: x - x1, y: y - y1 + 20, 'font-size': 11, 'text-anchor': 'middle', fill: token('--ink') }));
  });
  return drawing;
}
