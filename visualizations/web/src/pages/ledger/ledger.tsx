import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { Answered } from '../../components/state';
import { csv } from '../../shared/csv';
import { fileName, save } from '../../shared/save';
import { Source, type SourceText } from '../../components/source';
import { question, useAnswer } from '../../shared/api';
import { day, say, useLanguage, useText } from '../../shared/i18n';
import { useLink, useView } from '../../shared/location';
import { ROLE_NAMES } from '../../shared/terms';
import { grouped, wanted, type LedgerAnswer, type Measure, type Only, type UnitOf } from './measures';
import { strings } from './strings';
import { SPEC } from './view';
import './ledger.css';

const ONLY: readonly (readonly [Only, 'only_all' | 'only_corrected' | 'only_no_lead' | 'only_dated' | 'only_citing'])[] = [
  ['', 'only_all'], ['corrected', 'only_corrected'], ['no_lead', 'only_no_lead'], ['dated', 'only_dated'], ['citing', 'only_citing'],
];

interface Named {
  readonly name: string;
  readonly title: string;
}

export default function Ledger(): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const { view } = useView(SPEC);
  const ledgers = useAnswer<readonly Named[]>('/api/explorer/ledgers', language);
  return (
    <div class="page wide-ledger">
      <Answered asked={ledgers}>
        {(found) => {
          const name = view.ledger || found[0]?.name;
          return name ? <One key={name} name={name} ledgers={found} /> : <><h1>{t('heading')}</h1><p>{t('no_ledger')}</p></>;
        }}
      </Answered>
    </div>
  );
}

function One({ name, ledgers }: { name: string; ledgers: readonly Named[] }): JSX.Element {
  const language = useLanguage();
  const asked = useAnswer<LedgerAnswer>(question(`/api/explorer/ledgers/${encodeURIComponent(name)}`, { lang: language }), language);
  return <Answered asked={asked}>{(found) => <Document found={found} ledgers={ledgers} />}</Answered>;
}

function Document({ found, ledgers }: { found: LedgerAnswer; ledgers: readonly Named[] }): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const { view, change } = useView(SPEC);
  const shown = useMemo(() => wanted(found.measures, view.q, view.only), [found, view.q, view.only]);
  const open = found.measures.find(({ key }) => key === view.measure);
  return (
    <>
      <h1>{found.title}</h1>
      <div class="ledger-controls no-print">
        {ledgers.length > 1 && (
          <label>{t('choose')}<select value={found.name} onChange={(event) => change({ ledger: event.currentTarget.value, measure: '' })}>{ledgers.map((one) => <option key={one.name} value={one.name}>{one.title}</option>)}</select></label>
        )}
        <label>{t('search')}<input type="search" placeholder={t('search_hint')} value={view.q} onInput={(event) => change({ q: event.currentTarget.value }, { quietly: true })} /></label>
        <label>{t('only')}<select value={view.only} onChange={(event) => change({ only: ONLY.find(([only]) => only === event.currentTarget.value)?.[0] ?? '' })}>{ONLY.map(([only, key]) => <option key={only} value={only}>{t(key)}</option>)}</select></label>
        <button type="button" onClick={() => save(`${fileName('taizhang', found.name)}.csv`, new Blob(['\ufeff', asCsv(shown)], { type: 'text/csv' }))}>{t('as_csv')}</button>
        <span role="status">{t('count', { n: shown.length, total: found.measures.length })}</span>
      </div>
      {found.findings.length > 0 && (
        <details open={view.findings} onToggle={(event) => change({ findings: event.currentTarget.open })}>
          <summary>{t('findings', { n: found.findings.length })}</summary>
          <ul>{found.findings.map((one, at) => <li key={at}>{one.text} <span class="quiet">{t('line', { line: String(one.line) })}</span></li>)}</ul>
        </details>
      )}
      <div class={`ledger-page${open ? ' open' : ''}`}>
        <Measures shown={shown} open={view.measure} />
        {open ? <Open key={open.key} ledger={found.name} measure={open} measures={shown.includes(open) ? shown : found.measures} /> : <p class="quiet no-print">{t('open_hint')}</p>}
      </div>
    </>
  );

  /** The measures that are listed, as they are reconciled and as they were printed. */
  function asCsv(rows: readonly Measure[]): string {
    const names = (units: readonly UnitOf[]): string => units.map(({ name, role }) => `${name}（${say(ROLE_NAMES[role], language)}）`).join('、');
    return csv([
      [t('number'), t('source_section'), t('task'), t('text'), t('units'), t('due'), `${t('printed')} · ${t('task')}`, `${t('printed')} · ${t('units')}`, t('reason')],
      ...rows.map((one) => [
        one.key, one.section_title ?? '', [one.task, one.task_title].filter(Boolean).join(''), one.text, names(one.units), one.deadlines.map((due) => due.date ?? due.raw).join('；'),
        one.printed?.task ?? '', one.printed ? names(one.printed.units) : '', one.corrections.map(({ reason }) => reason).join('；'),
      ]),
    ]);
  }
}

function Measures({ shown, open }: { shown: readonly Measure[]; open: string }): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const { href } = useView(SPEC);
  const box = useRef<HTMLDivElement>(null);
  // A link that opens a measure opens the list at it.
  useEffect(() => box.current?.querySelector('tr.selected')?.scrollIntoView({ block: 'center' }), []);
  if (!shown.length) return <p>{t('none')}</p>;
  return (
    <div class="table-box" ref={box}>
      <table class="table ledger-table">
        <caption class="unseen">{t('table')}</caption>
        <thead><tr><th scope="col">{t('number')}</th><th scope="col">{t('text')}</th><th scope="col">{t('units')}</th><th scope="col">{t('due')}</th></tr></thead>
        {grouped(shown).map((group) => (
          <tbody key={group.measures[0]?.key}>
            {(group.task || group.section) && <tr class="group"><th colSpan={4} scope="rowgroup">{group.task || group.section}{group.task && <small>{group.section}</small>}</th></tr>}
            {group.measures.map((one) => (
              <tr key={one.key} class={one.key === open ? 'selected' : ''}>
                <th scope="row"><a href={href({ measure: one.key })} aria-label={t('measure', { n: one.key })}>{one.label ?? one.key}</a></th>
                <td data-name={t('text')}>{one.text} {one.corrections.length > 0 && <span class="badge">{t('corrected')}</span>}</td>
                <td class="units" data-name={t('units')}><Units units={one.units} /></td>
                <td class="due-cell" data-name={t('due')}>{one.deadlines.map((due) => (due.date ? day(due.date, language) : due.raw)).join('；')}</td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

function Units({ units }: { units: readonly UnitOf[] }): JSX.Element {
  const language = useLanguage();
  return <>{units.map(({ name, role }, at) => <span key={at} class={role} title={say(ROLE_NAMES[role], language)}>{at ? '、' : ''}{name}</span>)}</>;
}

function Open({ ledger, measure, measures }: { ledger: string; measure: Measure; measures: readonly Measure[] }): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const link = useLink();
  const { href } = useView(SPEC);
  const heading = useRef<HTMLHeadingElement>(null);
  const asked = useAnswer<readonly (SourceText & { kind: 'section' | 'task' | 'measure' | 'units' })[]>(`/api/explorer/ledgers/${encodeURIComponent(ledger)}/${encodeURIComponent(measure.key)}/source`, language);
  useEffect(() => heading.current?.focus({ preventScroll: true }), [measure.key]);
  const at = measures.indexOf(measure);
  const step = (to: Measure | undefined, words: string): JSX.Element | null => (to ? <a href={href({ measure: to.key })}>{words}</a> : null);
  const path = measure.iri.replace('https://w3id.org/taizhang', '');
  return (
    <aside class="ledger-open" aria-labelledby="open-measure">
      <h2 id="open-measure" tabIndex={-1} ref={heading}>{t('measure', { n: measure.key })}</h2>
      <div class="steps">
        {step(measures[at - 1], t('previous'))}
        {step(measures[at + 1], t('next'))}
        <a href={link(path)}>{t('in_graph')}</a>
        <a href={link('/network', { select: path.replace('/id/', '') })}>{t('in_network')}</a>
        <a href={href({ measure: '' })}>{t('close')}</a>
      </div>
      <Answered asked={asked}>{(found) => <>{found.map((source) => <Source key={source.kind} source={source} heading={t(`source_${source.kind}`)} />)}</>}</Answered>
      {measure.regulations.length > 0 && (
        <>
          <h3>{t('regulations')}</h3>
          <ul>{measure.regulations.map((one, index) => <li key={index}>{one.title}{one.number ? `（${one.number}）` : ''} <a href={link('/impact', { find: one.title })}>{t('its_impact')}</a></li>)}</ul>
        </>
      )}
      {measure.corrections.length > 0 && <Corrections measure={measure} />}
    </aside>
  );
}

const CONFIDENCE = { certain: 'confidence_certain', likely: 'confidence_likely', possible: 'confidence_possible' } as const;

function Corrections({ measure }: { measure: Measure }): JSX.Element {
  const t = useText(strings);
  const units = (held: readonly UnitOf[]): string => held.map(({ name }) => name).join('、') || t('nothing');
  const now = [measure.task, measure.task_title].filter(Boolean).join('') || t('nothing');
  return (
    <section aria-labelledby="corrections">
      <h3 id="corrections">{t('compare')}</h3>
      <table class="corrected-table">
        <thead><tr><td /><th scope="col">{t('printed')}</th><th scope="col">{t('reconciled')}</th></tr></thead>
        <tbody>
          {measure.printed && <tr><th scope="row">{t('task')}</th><td>{measure.printed.task ?? t('nothing')}</td><td><ins>{now}</ins></td></tr>}
          {measure.printed && <tr><th scope="row">{t('units')}</th><td>{units(measure.printed.units)}</td><td><ins>{units(measure.units)}</ins></td></tr>}
          {!measure.printed && measure.corrections.map((one, at) => <tr key={at}><th scope="row">{one.what}</th><td>{one.printed || t('nothing')}</td><td><ins>{one.reconciled || t('nothing')}</ins></td></tr>)}
        </tbody>
      </table>
      <ul class="corrections" aria-label={t('reason')}>
        {measure.corrections.map((one, at) => <li key={at}>{one.reason} <span class="quiet">{t(CONFIDENCE[one.confidence])} · {t('rule', { rule: one.rule })}</span></li>)}
      </ul>
    </section>
  );
}
