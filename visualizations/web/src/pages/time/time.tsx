import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { Answered } from '../../components/state';
import { Table, type Column } from '../../components/table';
import { question, useAnswer } from '../../shared/api';
import { day as written, useLanguage, useText } from '../../shared/i18n';
import { useLink, useView } from '../../shared/location';
import { Calendar } from './calendar';
import { filtered, inForce, plusMonths, stateOf, touchedDues, type Due, type TextVersion } from './days';
import { Line, type Played } from './line';
import { strings } from './strings';
import { SPEC } from './view';
import type { Impact } from '../impact/answer';
import './time.css';

interface TimesAnswer {
  readonly today: string;
  readonly ledgers: readonly { readonly name: string; readonly title: string }[];
  readonly dues: readonly Due[];
  readonly undated: readonly { readonly kind: string; readonly words: string; readonly ledger: string; readonly key: string; readonly text: string }[];
  readonly versions: readonly TextVersion[];
}

const STEP = 900;

export default function Time(): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const { view } = useView(SPEC);
  const asked = useAnswer<TimesAnswer>(question('/api/explorer/times', { ledger: view.ledger }), language);
  return (
    <div class="page">
      <h1>{t('heading')}</h1>
      <Answered asked={asked}>{(found) => <Shown found={found} />}</Answered>
    </div>
  );
}

function Shown({ found }: { found: TimesAnswer }): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const link = useLink();
  const { view, change } = useView(SPEC);
  const at = view.at || found.today;
  const dues = useMemo(() => filtered(found.dues, view.unit, view.once), [found, view.unit, view.once]);
  const listed = view.open ? dues.filter(({ day }) => day === view.open) : dues;
  const count = (state: 'past' | 'near' | 'ahead'): number => dues.filter(({ day }) => stateOf(day, at) === state).length;
  const open = (day: string): void => change({ open: day === view.open ? '' : day, list: { ...view.list, page: 1 } });
  const played = usePlayed(at);
  return (
    <>
      <Controls found={found} at={at} />
      <WhatIf at={at} dues={dues} played={played} />
      <p role="status"><strong>{t('state', { day: written(at, language), past: count('past'), near: count('near'), ahead: count('ahead') })}</strong> <a class="no-print" href={link('/impact', { on: at })}>{t('impact_then')}</a></p>
      {dues.length === 0 && <p>{t('none')}</p>}
      {view.show === 'line'
        ? <Line dues={dues} versions={found.versions} at={at} played={played} onOpen={open} />
        : <Calendar dues={dues} at={at} onMonth={(day) => change({ at: day })} onOpen={open} />}
      <h2>{view.open ? t('on_day', { day: written(view.open, language), n: listed.length }) : t('list')} {view.open && <button type="button" class="no-print" onClick={() => change({ open: '', list: { ...view.list, page: 1 } })}>{t('clear')}</button>}</h2>
      <List dues={listed} at={at} played={played} />
      {found.versions.length > 0 && <Versions versions={found.versions} at={at} />}
      {found.undated.length > 0 && (
        <details open={view.undated} onToggle={(event) => change({ undated: event.currentTarget.open })}>
          <summary>{t('undated', { n: found.undated.length })}</summary>
          <ul>{found.undated.map((one, index) => <li key={index}><a href={link('/ledger', { ledger: one.ledger, measure: one.key })}>{one.key}</a> {one.words} <span class="quiet">{one.text}</span></li>)}</ul>
        </details>
      )}
    </>
  );
}

function Controls({ found, at }: { found: TimesAnswer; at: string }): JSX.Element {
  const t = useText(strings);
  const { view, change } = useView(SPEC);
  const [playing, setPlaying] = useState(false);
  const units = useMemo(() => [...new Set(found.dues.flatMap(({ units: held }) => held.map(([name]) => name)))].sort((a, b) => a.localeCompare(b, 'zh-CN')), [found]);
  const last = found.dues.at(-1)?.day ?? found.today;
  useEffect(() => {
    if (!playing) return;
    if (at > last) {
      setPlaying(false);
      return;
    }
    const timer = setTimeout(() => change({ at: plusMonths(at, 1) }, { quietly: true }), STEP);
    return () => clearTimeout(timer);
  }, [playing, at]);
  return (
    <div class="time-controls no-print">
      {found.ledgers.length > 1 && (
        <label>{t('ledger')}<select value={view.ledger} onChange={(event) => change({ ledger: event.currentTarget.value })}><option value="">{t('all_ledgers')}</option>{found.ledgers.map((one) => <option key={one.name} value={one.name}>{one.title}</option>)}</select></label>
      )}
      <label>{t('at')}<input type="date" value={at} onChange={(event) => change({ at: event.currentTarget.value })} /></label>
      <button type="button" title={t('back')} onClick={() => change({ at: plusMonths(at, -1) })}>{t('month_back')}</button>
      <button type="button" title={t('forward')} onClick={() => change({ at: plusMonths(at, 1) })}>{t('month_on')}</button>
      <button type="button" aria-pressed={playing} onClick={() => setPlaying(!playing)}>{playing ? t('pause') : t('play')}</button>
      <button type="button" onClick={() => change({ at: '' })}>{t('today')}</button>
      <label>{t('unit')}<select value={view.unit} onChange={(event) => change({ unit: event.currentTarget.value })}><option value="">{t('all_units')}</option>{units.map((unit) => <option key={unit} value={unit}>{unit}</option>)}</select></label>
      <label class="inline"><input type="checkbox" checked={view.once} onChange={(event) => change({ once: event.currentTarget.checked })} />{t('once')}</label>
      <div class="segments" role="group" aria-label={t('shown_as')}>
        <button type="button" aria-pressed={view.show === 'line'} onClick={() => change({ show: 'line' })}>{t('line')}</button>
        <button type="button" aria-pressed={view.show === 'calendar'} onClick={() => change({ show: 'calendar' })}>{t('calendar')}</button>
      </div>
      <a class="ics" href={question('/api/explorer/calendar.ics', { ledger: view.ledger, unit: view.unit, once: view.once })} download="taizhang.ics">{t('ics')}</a>
    </div>
  );
}

const CLASSES = { must_act: 'class_must_act', review: 'class_review', watch: 'class_watch' } as const;

/** The change in the address, and the measures it touches; null until they are known. */
function usePlayed(at: string): Played | null {
  const t = useText(strings);
  const language = useLanguage();
  const { view } = useView(SPEC);
  const from = view.from || at;
  const asked = useAnswer<Impact>(view.instrument ? question('/api/impact', { instrument: `${ID}${view.instrument}`, change: view.change, on: view.from, lang: language }) : null, language);
  return useMemo(() => {
    if (!view.instrument || !asked.answer) return null;
    const touched = new Map(asked.answer.affected.filter((one) => one.kind === 'measure' && one.class !== 'not_affected').map((one) => [one.iri, one.class]));
    return { from, touched, words: t('change_words', { title: asked.answer.instrument.title, change: t(`change_${view.change}`) }) };
  }, [asked.answer, from, view.instrument, view.change, t]);
}

/** Choosing a change that is played forward, and what it has reached by the day one looks from. */
function WhatIf({ at, dues, played }: { at: string; dues: readonly Due[]; played: Played | null }): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const link = useLink();
  const { view, change } = useView(SPEC);
  const asked = useAnswer<readonly { readonly iri: string; readonly title: string; readonly measures: number }[]>(question('/api/explorer/instruments'), language);
  const choices = (asked.answer ?? []).filter(({ measures }) => measures > 0).map(({ iri, title }) => ({ id: iri.replace(ID, ''), title }));
  const others = view.instrument && !choices.some(({ id }) => id === view.instrument) ? [{ id: view.instrument, title: view.instrument }] : [];
  const touched = played ? touchedDues(dues, played.touched, played.from) : [];
  const ahead = touched.filter(({ day }) => day >= at).length;
  return (
    <>
      <div class="time-controls what-if no-print">
        <label>{t('what_if')}<select value={view.instrument} onChange={(event) => change({ instrument: event.currentTarget.value, from: event.currentTarget.value ? view.from || at : '' })}>
          <option value="">{t('no_change')}</option>
          {[...others, ...choices].map(({ id, title }) => <option key={id} value={id}>{title}</option>)}
        </select></label>
        {view.instrument && (
          <>
            <label>{t('change')}<select value={view.change} onChange={(event) => change({ change: CHANGES.find((one) => one === event.currentTarget.value) ?? 'repeal' })}>
              {CHANGES.map((one) => <option key={one} value={one}>{t(`change_${one}`)}</option>)}
            </select></label>
            <label>{t('from')}<input type="date" value={view.from || at} onChange={(event) => change({ from: event.currentTarget.value })} /></label>
            <a class="what-if-link" href={link('/impact', { instrument: view.instrument, change: view.change, on: view.from })}>{t('whole_impact')}</a>
          </>
        )}
      </div>
      {played && (
        <p role="status">
          {at < played.from
            ? t('not_yet', { words: played.words, day: written(played.from, language) })
            : t('reached', { words: played.words, measures: played.touched.size, past: touched.length - ahead, ahead })}
        </p>
      )}
    </>
  );
}

const CHANGES = ['repeal', 'amend', 'replace', 'new'] as const;
const ID = 'https://w3id.org/taizhang/id/';

const KINDS = { by: 'kind_by', within_year: 'kind_within_year', within_period: 'kind_within_period', recurring: 'kind_recurring' } as const;

function List({ dues, at, played }: { dues: readonly Due[]; at: string; played: Played | null }): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const link = useLink();
  const { view, change } = useView(SPEC);
  const rows = useMemo(() => dues.map((due, index) => ({ ...due, index })), [dues]);
  const classOf = ({ day, iri }: Due): string => {
    const found = played && day >= played.from ? played.touched.get(iri) : undefined;
    return found && found in CLASSES ? t(CLASSES[found as keyof typeof CLASSES]) : '';
  };
  const columns: Column<(typeof rows)[number]>[] = [
    { key: 'day', name: t('day'), short: true, cell: (row) => <><span class={`state-${stateOf(row.day, at)}`}>{written(row.day, language)}</span> <small class="quiet">{t(`state_${stateOf(row.day, at)}`)}</small></>, order: (row) => row.day },
    { key: 'kind', name: t('kind'), short: true, cell: (row) => (row.kind in KINDS ? t(KINDS[row.kind as keyof typeof KINDS]) : row.kind), order: (row) => row.kind },
    { key: 'measure', name: t('measure'), cell: (row) => <span class="clamp" title={row.text}><a href={link('/ledger', { ledger: row.ledger, measure: row.key })}>{row.key}</a> {row.text}</span>, order: (row) => row.key, text: (row) => `${row.key} ${row.text}` },
    { key: 'words', name: t('words'), cell: (row) => <q lang="zh-CN">{row.words}</q>, text: (row) => row.words },
    { key: 'units', name: t('units'), cell: (row) => row.units.map(([name]) => name).join('、') },
    ...(played ? [{ key: 'touched', name: t('touched'), cell: (row: Due) => (classOf(row) ? <strong class="state-near">{classOf(row)}</strong> : ''), order: classOf, text: classOf }] : []),
  ];
  return <Table caption={t('list')} quiet columns={columns} rows={rows} id={(row) => String(row.index)} listing={view.list} onListing={(list) => change({ list })} page={20} />;
}

function Versions({ versions, at }: { versions: readonly TextVersion[]; at: string }): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const link = useLink();
  const { view, change } = useView(SPEC);
  const columns: Column<TextVersion>[] = [
    { key: 'title', name: t('version_title'), cell: (row) => <a href={link(row.iri.replace('https://w3id.org/taizhang', ''))}>{row.title}</a>, order: (row) => row.title },
    { key: 'span', name: t('version_span'), cell: (row) => t('from_to', { from: row.begins ? written(row.begins, language) : t('unknown_begin'), to: row.ends ? written(row.ends, language) : t('open_end') }), order: (row) => row.begins },
    { key: 'state', name: t('version_state'), cell: (row) => (inForce(row, at) ? t('in_force') : t('not_in_force')), order: (row) => (inForce(row, at) ? 0 : 1) },
  ];
  return <Table caption={t('versions')} columns={columns} rows={versions} id={(row) => row.iri} listing={view.versions} onListing={(listed) => change({ versions: listed })} page={20} />;
}
