/** The Sankey drawing by ECharts: loaded when it is looked at. Its popups are drawn, not HTML, as the content security policy wants. */
import { SankeyChart } from 'echarts/charts';
import { TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { element, text } from '../../shared/picture';
import { token } from '../../shared/theme';
import type { Flow } from './sharing';

use([SankeyChart, TooltipComponent, CanvasRenderer]);

const [ROW, LEAST, MOST] = [44, 320, 1100];

/** The room for names on both sides: they stand beside the lines, not on them. */
function sides(width: number): number {
  return width < 600 ? 92 : 170;
}

export interface Sankey {
  readonly drawing: () => SVGSVGElement;
  readonly dispose: () => void;
}

export function draw(box: HTMLElement, flows: readonly Flow[], name: (unit: string) => string, onChoose: (flow: Flow) => void): Sankey {
  const chart = init(box, null, { renderer: 'canvas', width: Math.max(320, box.clientWidth), height: heightOf(flows) });
  chart.setOption(optionOf(flows, name, sides(chart.getWidth())));
  chart.on('click', (event) => {
    const data = event.data as { source?: string; target?: string; value?: number } | undefined;
    if (data?.source && data.target) onChoose({ source: unit(data.source), target: unit(data.target), value: data.value ?? 0 });
  });
  const resized = new ResizeObserver(() => chart.resize({ width: Math.max(320, box.clientWidth) }));
  resized.observe(box);
  return { drawing: () => drawingOf(chart, name), dispose: () => { resized.disconnect(); chart.dispose(); } };
}

/** What ECharts knows of where it drew; its types leave this out. */
interface Drawn {
  getModel(): { getSeriesByIndex(at: number): { getGraph(): { eachNode(each: (one: Node) => void): void; eachEdge(each: (one: Edge) => void): void } } };
}
interface Node {
  readonly id: string;
  getLayout(): { readonly x: number; readonly y: number; readonly dx: number; readonly dy: number };
}
interface Edge {
  readonly node1: Node;
  readonly node2: Node;
  getLayout(): { readonly sy: number; readonly ty: number; readonly dy: number };
}

/** The canvas as a drawing, for files. */
function drawingOf(chart: ReturnType<typeof init>, name: (unit: string) => string): SVGSVGElement {
  const [left, top] = [sides(chart.getWidth()), 10];
  const graph = (chart as unknown as Drawn).getModel().getSeriesByIndex(0).getGraph();
  const drawing = element('svg', { viewBox: `0 0 ${chart.getWidth()} ${chart.getHeight()}` }) as SVGSVGElement;
  graph.eachEdge((edge) => {
    const { sy, ty, dy } = edge.getLayout();
    const [from, to] = [edge.node1.getLayout(), edge.node2.getLayout()];
    const [x1, y1, x2, y2] = [left + from.x + from.dx, top + from.y + sy + dy / 2, left + to.x, top + to.y + ty + dy / 2];
    const middle = (x1 + x2) / 2;
    drawing.append(element('path', {
      d: `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`, fill: 'none', stroke: token('--lead'), 'stroke-opacity': 0.35, 'stroke-width': Math.max(1, dy),
    }));
  });
  graph.eachNode((node) => {
    const { x, y, dx, dy } = node.getLayout();
    drawing.append(element('rect', { x: left + x, y: top + y, width: dx, height: dy, fill: token(node.id.startsWith('from ') ? '--lead' : '--participant') }));
    const before = node.id.startsWith('from ');
    drawing.append(text(shortened(name(unit(node.id))), { x: left + x + (before ? -5 : dx + 5), y: top + y + dy / 2 + 4, 'text-anchor': before ? 'end' : 'start', 'font-size': 12, fill: token('--ink') }));
  });
  return drawing;
}

function heightOf(flows: readonly Flow[]): number {
  const rows = Math.max(new Set(flows.map(({ source }) => source)).size, new Set(flows.map(({ target }) => target)).size);
  return Math.min(MOST, Math.max(LEAST, rows * ROW));
}

function unit(id: string): string {
  return id.slice(id.indexOf(' ') + 1);
}

function shortened(name: string): string {
  return name.length > 13 ? `${name.slice(0, 12)}…` : name;
}

function optionOf(flows: readonly Flow[], name: (unit: string) => string, side: number): Record<string, unknown> {
  const units = new Set([...flows.map(({ source }) => `from ${source}`), ...flows.map(({ target }) => `to ${target}`)]);
  return {
    animation: false,
    tooltip: { renderMode: 'richText' },
    series: [{
      type: 'sankey', left: side, right: side, top: 10, bottom: 10, nodeGap: 14, draggable: false, layoutIterations: 64,
      data: [...units].map((id) => {
        const before = id.startsWith('from ');
        return { name: id, itemStyle: { color: token(before ? '--lead' : '--participant') }, label: { position: before ? 'left' : 'right' } };
      }),
      links: flows.map(({ source, target, value }) => ({ source: `from ${source}`, target: `to ${target}`, value })),
      label: { color: token('--ink'), fontFamily: token('--sans'), formatter: ({ name: id }: { name: string }) => name(unit(id)), overflow: 'truncate', width: side - 8 },
      lineStyle: { color: 'source', opacity: 0.35, curveness: 0.5 },
      tooltip: {
        formatter: (params: { data?: { source?: string; target?: string; value?: number }; name: string }) =>
          params.data?.source ? `${name(unit(params.data.source))} → ${name(unit(params.data.target ?? ''))}: ${params.data.value ?? ''}` : name(unit(params.name)),
      },
    }],
  };
}
