/** The Sankey drawing by ECharts: loaded when it is looked at. Its popups are drawn, not HTML, as the content security policy wants. */
import { SankeyChart } from 'echarts/charts';
import { TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import type { Flow } from './sharing';

use([SankeyChart, TooltipComponent, CanvasRenderer]);

const [ROW, LEAST, MOST] = [44, 320, 1100];

export function draw(box: HTMLElement, flows: readonly Flow[], name: (unit: string) => string, onChoose: (flow: Flow) => void): { dispose: () => void } {
  const style = getComputedStyle(document.documentElement);
  const token = (key: string): string => style.getPropertyValue(key).trim();
  const units = new Set([...flows.map(({ source }) => `from ${source}`), ...flows.map(({ target }) => `to ${target}`)]);
  const unit = (id: string): string => id.slice(id.indexOf(' ') + 1);
  const rows = Math.max(new Set(flows.map(({ source }) => source)).size, new Set(flows.map(({ target }) => target)).size);
  const chart = init(box, null, { renderer: 'canvas', width: Math.max(320, box.clientWidth), height: Math.min(MOST, Math.max(LEAST, rows * ROW)) });
  chart.setOption({
    animation: false,
    tooltip: { renderMode: 'richText' },
    series: [{
      type: 'sankey', left: 8, right: 150, top: 10, bottom: 10, nodeGap: 14, draggable: false, layoutIterations: 64,
      data: [...units].map((id) => ({ name: id, itemStyle: { color: token(id.startsWith('from ') ? '--lead' : '--participant') } })),
      links: flows.map(({ source, target, value }) => ({ source: `from ${source}`, target: `to ${target}`, value })),
      label: { color: token('--ink'), fontFamily: token('--sans'), formatter: ({ name: id }: { name: string }) => name(unit(id)), overflow: 'truncate', width: 140 },
      lineStyle: { color: 'source', opacity: 0.35, curveness: 0.5 },
      tooltip: {
        formatter: (params: { data?: { source?: string; target?: string; value?: number }; name: string }) =>
          params.data?.source ? `${name(unit(params.data.source))} → ${name(unit(params.data.target ?? ''))}: ${params.data.value ?? ''}` : name(unit(params.name)),
      },
    }],
  });
  chart.on('click', (event) => {
    const data = event.data as { source?: string; target?: string; value?: number } | undefined;
    if (data?.source && data.target) onChoose({ source: unit(data.source), target: unit(data.target), value: data.value ?? 0 });
  });
  const resized = new ResizeObserver(() => chart.resize({ width: Math.max(320, box.clientWidth) }));
  resized.observe(box);
  return { dispose: () => { resized.disconnect(); chart.dispose(); } };
}
