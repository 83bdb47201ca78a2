import type { JSX, RefObject } from 'preact';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Answered } from '../../components/state';
import { question, useAnswer, useVersion } from '../../shared/api';
import { day, say, today, useLanguage, useText } from '../../shared/i18n';
import { announce } from '../../shared/live';
import { useView, type Change } from '../../shared/location';
import { savePng, saveSvg } from '../../shared/picture';
import { fileName } from '../../shared/save';
import { KIND_NAMES, KINDS_NAMES, RELATION_NAMES } from '../../shared/terms';
import { token } from '../../shared/theme';
import { Canvas } from './canvas';
import type { Chart } from './chart';
import { colourOf, communityColour, groupSize, labelOf, SHAPES } from './drawing';
import { svgOf, tableOf, type Sheet } from './export';
import { FacetPanel } from './facets';
import { NetworkTable, NetworkTree } from './lists';
import { facets, shown, walk, type Direction, type Facets, type Shown } from './model';
import './network.css';
import { Panel, relationName } from './panel';
import { Search } from './search';
import { strings } from './strings';
import type { Picture } from './types';
import { part, pictureQuestion, SPEC, type View } from './view';

const ARROWS: Readonly<Record<string, Direction>> = { ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'left', ArrowRight: 'right' };

export default function Network(): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const { view, change } = useView(SPEC);
  const paper = useRef<HTMLDivElement>(null);
  const asked = useAnswer<Picture>(pictureQuestion(view), language);
  return (
    <div class="network">
      <div class="network-head">
        <h1>{t('heading')}</h1>
        <Search label={t('search')} onChoose={(id) => change({ select: id, to: '' })} />
        <As view={view} change={change} />
      </div>
      <Answered asked={asked}>{(picture) => <Body picture={picture} view={view} change={change} paper={paper} />}</Answered>
      <div class="print-sheet" ref={paper} />
    </div>
  );
}

/** A picture on wide screens, the tree first on narrow ones, unless the reader chose. */
function chosenForm(view: View): 'picture' | 'tree' | 'table' {
  return view.as || (matchMedia('(max-width: 48rem)').matches ? 'tree' : 'picture');
}

interface Props {
  readonly picture: Picture;
  readonly view: View;
  readonly change: Change<typeof SPEC>;
  /** Where the sheet for the printer is made. */
  readonly paper: RefObject<HTMLDivElement | null>;
}

function As({ view, change }: Pick<Props, 'view' | 'change'>): JSX.Element {
  const t = useText(strings);
  const form = chosenForm(view);
  return (
    <div class="choices" role="group" aria-label={t('as')}>
      {(['picture', 'tree', 'table'] as const).map((one) => (
        <button key={one} type="button" aria-pressed={form === one} onClick={() => change({ as: one })}>{t(`as_${one}`)}</button>
      ))}
    </div>
  );
}

function Body({ picture, view, change, paper }: Props): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const found = useMemo(() => shown(picture, view), [picture, view.hide, view.without, view.only, view.with, view.near, view.select]);
  const counts = useMemo(() => facets(picture, view), [picture, view.hide, view.without, view.only, view.with, view.near, view.select]);
  const [path, setPath] = useState<readonly string[]>([]);
  const chart = useRef<Chart | null>(null);
  const form = chosenForm(view);
  const summary = useSummary(picture, found, counts, view);
  const things = useMemo(() => new Map(picture.things.map((thing) => [thing.id, thing])), [picture]);

  const first = useRef(true);
  useEffect(() => {
    if (!first.current) announce(summary);
    first.current = false;
  }, [summary]);

  const select = useCallback(
    (id: string) => {
      // In a large graph what was found is drawn with its surroundings.
      change({ select: id, to: '', ...(id ? {} : { near: 0 }) });
      const thing = things.get(id);
      if (thing) announce(t('selected', { kind: say(KIND_NAMES[thing.kind], language), name: thing.name, ties: thing.degree }));
    },
    [change, things, t, language],
  );
  const openGroup = useCallback((group: number) => change({ group: [...view.group, String(group)] }), [change, view.group]);

  useEffect(() => {
    if (view.select && !things.has(view.select) && picture.form !== 'whole' && !view.around.includes(view.select)) {
      change({ around: [...view.around, view.select] }, { quietly: true });
    }
  }, [view.select, things, picture.form]);

  const pressed = (event: KeyboardEvent): void => {
    const direction = ARROWS[event.key];
    if (direction) {
      event.preventDefault();
      const from = view.select || [...found.things].sort((a, b) => b.degree - a.degree)[0]?.id;
      if (!from) return;
      if (!view.select) {
        select(from);
        return;
      }
      const step = walk(found, from, direction);
      if (!step) {
        announce(t('nothing_there'));
        return;
      }
      change({ select: step.thing.id, to: '' });
      announce(t('walked', {
        relation: relationName(step.tie.relation, step.tie.source === from, language),
        kind: say(KIND_NAMES[step.thing.kind], language), name: step.thing.name,
      }));
      chart.current?.center(step.thing.id);
    } else if (event.key === 'Enter' && view.select) {
      if (picture.form === 'whole') change({ near: view.near ? 0 : 1 });
      else change({ around: [...view.around, view.select] });
    } else if (event.key === 'Escape') {
      select('');
    } else if (event.key === '+' || event.key === '=' || event.key === '-') {
      zoom(event.key === '-' ? 1 / 1.4 : 1.4);
    } else if (event.key === '0') {
      chart.current?.fit();
    }
  };
  const zoom = (by: number): void => {
    if (!chart.current) return;
    chart.current.zoomBy(by);
    change({ at: chart.current.camera() }, { quietly: true });
  };
  const fit = (): void => {
    chart.current?.fit();
    change({ at: null }, { quietly: true });
  };

  const lists = { picture, found, view, change, onSelect: select, onGroup: openGroup };
  return (
    <div class={`network-body ${view.select ? 'with-panel' : ''}`}>
      <details class="facets-box" open={matchMedia('(min-width: 64rem)').matches}>
        <summary>{t('filters')}</summary>
        <FacetPanel picture={picture} facets={counts} view={view} change={change} />
        <Export picture={picture} found={found} counts={counts} view={view} paper={paper} summary={summary} />
      </details>
      <div class="stage">
        <p class="summary" role="status">
          {summary}
          {picture.form !== 'whole' && (
            <>
              {' '}
              {picture.totals.things <= 6000 && <button type="button" class="plain small" onClick={() => change({ whole: true, at: null })}>{t('open_whole')}</button>}
              {(view.group.length > 0 || view.around.length > 0) && (
                <button type="button" class="plain small" onClick={() => change({ group: [], around: [], at: null })}>{t('close_all')}</button>
              )}
            </>
          )}
        </p>
        {form === 'picture' && (
          <>
            <Canvas
              picture={picture} found={found} view={view} path={path} label={t('picture_label')} others={t('ungrouped')} chart={chart}
              onSelect={select} onGroup={openGroup} onKey={pressed}
              onMove={(at) => change({ at }, { quietly: true })}
              hint={(id) => hint(id)}
            />
            <div class="zoom" role="group" aria-label={t('fit')}>
              <button type="button" aria-label={t('zoom_in')} onClick={() => zoom(1.4)}>+</button>
              <button type="button" aria-label={t('zoom_out')} onClick={() => zoom(1 / 1.4)}>−</button>
              <button type="button" onClick={fit}>{t('fit')}</button>
            </div>
          </>
        )}
        {form === 'tree' && <div class="list-box"><NetworkTree {...lists} /></div>}
        {form === 'table' && <div class="list-box"><NetworkTable {...lists} /></div>}
      </div>
      {view.select && <Panel view={view} change={change} whole={picture.form === 'whole'} onPath={setPath} />}
    </div>
  );

  function hint(id: string): string {
    const thing = things.get(id);
    if (thing) {
      return `${say(KIND_NAMES[thing.kind], language)} · ${thing.name}\n${t('load')} ${thing.load.toLocaleString(language)} · ${t('ties')} ${thing.degree}`;
    }
    const group = picture.groups.find((one) => `group:${one.id}` === id);
    return group ? `${t('open_group')}：${t('group_of', { name: group.name || t('group'), n: group.size })}` : '';
  }
}

/** What is shown and what is not, in words: the removed set is named. */
function useSummary(picture: Picture, found: Shown, counts: Facets, view: View): string {
  const t = useText(strings);
  const language = useLanguage();
  return useMemo(() => {
    const closed = picture.groups.filter((group) => group.drawn < group.size).length;
    if (picture.form === 'summary') {
      return t('summary', { groups: closed, n: picture.hidden.things, ties: picture.hidden.ties });
    }
    const parts = [t('shown', { n: found.things.length, total: picture.totals.things, ties: found.ties.length })];
    if (picture.form === 'part') parts[0] = t('part', { n: found.things.length, hidden: picture.hidden.things });
    const removed = [
      ...view.hide.map((kind) => ({ kind, n: counts.kinds.find((one) => one.value === kind)?.count ?? 0 })).filter((one) => one.n)
        .map(({ kind, n }) => t('removed_some', { kind: say(KINDS_NAMES[kind], language), n })),
      ...view.without.map((relation) => ({ relation, n: counts.relations.find((one) => one.value === relation)?.count ?? 0 })).filter((one) => one.n)
        .map(({ relation, n }) => t('removed_relation', { relation: say(RELATION_NAMES[relation], language), n })),
    ];
    if (removed.length) parts.push(t('removed', { what: removed.join(language === 'zh' ? '、' : ', ') }));
    return parts.join(language === 'zh' ? '' : ' ');
  }, [picture, found, counts, view.hide, view.without, t, language]);
}

function Export({ picture, found, counts, view, paper, summary }: { picture: Picture; found: Shown; counts: Facets; view: View; paper: Props['paper']; summary: string }): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const version = useVersion();
  const closed = picture.form === 'whole' ? [] : picture.groups.filter((group) => group.drawn < group.size);
  const sheet = (): Sheet => ({
    found, view,
    closed: closed.map((group) => ({
      id: `group:${group.id}`, x: group.x, y: group.y, size: groupSize(group.size - group.drawn), colour: communityColour(group.id),
      label: `${group.id === 0 ? t('ungrouped') : labelOf(group.name)} ${group.size - group.drawn}`,
    })),
    bundles: picture.bundles,
    title: `${t('source_graph')} · ${t('heading')}`,
    notes: [
      t(`formula_${view.size}`).slice(0, 110),
      summary,
      t('source_line', { ledger: location.host, version, day: day(today(), language) }),
    ],
    legend: [
      ...counts.kinds.filter((one) => !view.hide.includes(one.value)).map((one) => ({
        shape: SHAPES[one.value], colour: view.colour === 'kind' ? colourOf({ kind: one.value, group: 0 }, 'kind') : token('--ink'), name: say(KINDS_NAMES[one.value], language), count: one.count,
      })),
      ...(view.colour === 'community' ? counts.groups.filter(({ count }) => count > 0).slice(0, 16).map((one) => ({
        shape: 'ellipse' as const, colour: communityColour(one.value), name: one.value === 0 ? t('ungrouped') : picture.groups.find(({ id }) => id === one.value)?.name ?? '', count: one.count,
      })) : []),
    ],
    kinds: (thing) => say(KIND_NAMES[thing.kind], language),
    heads: [t('kind'), t('name'), t('load'), t('ties')],
  });
  const name = fileName('taizhang', 'network', version);
  const latest = useRef(sheet);
  latest.current = sheet;
  useEffect(() => {
    const printing = (): void => paper.current?.replaceChildren(svgOf(latest.current()), tableOf(latest.current()));
    const media = matchMedia('print');
    const changed = (): void => {
      if (media.matches) printing();
    };
    changed();
    addEventListener('beforeprint', printing);
    media.addEventListener('change', changed);
    return () => {
      removeEventListener('beforeprint', printing);
      media.removeEventListener('change', changed);
    };
  }, []);
  const data = (format: string): string => question('/api/explorer/download', {
    format, ...part(view), hide: [...view.hide, ...view.without], only: view.only, with: view.with, ...(view.near ? { select: view.select, near: view.near } : {}),
  });
  return (
    <section class="export no-print" aria-label={t('export')}>
      <h2>{t('export')}</h2>
      <p>
        <span class="quiet small">{t('export_picture')}</span>
        <button type="button" onClick={() => void savePng(svgOf(sheet()), name)}>PNG</button>
        <button type="button" onClick={() => saveSvg(svgOf(sheet()), name)}>SVG</button>
      </p>
      <p>
        <span class="quiet small">{t('export_data')}</span>
        <a download href={data('csv')}>CSV</a> <a download href={data('gexf')}>GEXF</a> <a download href={data('graphml')}>GraphML</a> <a download href={data('ttl')}>Turtle</a>
      </p>
    </section>
  );
}
