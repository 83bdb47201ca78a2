import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { Answered } from '../../components/state';
import { Table, type Column } from '../../components/table';
import { question, useAnswer } from '../../shared/api';
import { day, say, useLanguage, useText } from '../../shared/i18n';
import { announce } from '../../shared/live';
import { useLink, useView } from '../../shared/location';
import { ROLE_NAMES, type Role } from '../../shared/terms';
import { FlowPicture } from './flow';
import { Matrix } from './matrix';
import { chosen, type Measure, type Unit } from './sharing';
import { strings } from './strings';
import { AS_ANSWERED } from '../../shared/view';
import { SPEC } from './view';
import './load.css';

const ROLES: readonly Role[] = ['lead', 'responsible', 'participant'];

export interface LoadAnswer {
  readonly ledgers: readonly { readonly name: string; readonly title: string }[];
  readonly units: readonly Unit[];
  readonly measures: readonly Measure[];
  readonly weights: Readonly<Record<Role, number>>;
  readonly horizon: number;
}

export default function Load(): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const { view } = useView(SPEC);
  const asked = useAnswer<LoadAnswer>(question('/api/explorer/load', { ledger: view.ledger, on: view.on }), language);
  return (
    <div class={`page${view.unit ? ' wide-load' : ''}`}>
      <h1>{t('heading')}</h1>
      <Answered asked={asked}>{(found) => <Shown found={found} />}</Answered>
    </div>
  );
}

function Shown({ found }: { found: LoadAnswer }): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const { view, change } = useView(SPEC);
  const names = useMemo(() => new Map(found.units.map(({ unit, name }) => [unit, name])), [found]);
  if (!found.units.length) return <p>{t('none')}</p>;
  const formula = t('formula', { ...found.weights }) + (view.on ? t('urgency', { on: day(view.on, language), days: found.horizon }) : '') + t('formula_end');
  return (
    <>
      <Controls found={found} />
      <div class={`load-page${names.has(view.unit) ? ' open' : ''}`}>
      <div>
      {view.show === 'bars' && <>
      <ul class="role-key">{ROLES.map((role) => <li key={role}><svg viewBox="0 0 1 1" aria-hidden="true"><rect class={`fill-${role}`} width="1" height="1" /></svg>{say(ROLE_NAMES[role], language)}</li>)}</ul>
      <p class="quiet small">{formula} <span class="no-print">{t('choose')}</span></p>
      </>}
      {view.show === 'bars' && <Bars units={found.units} onChoose={(unit, role) => change({ unit, role, other: '', measures: AS_ANSWERED })} />}
      {view.show === 'matrix' && <Matrix units={found.units} measures={found.measures} chosen={view} onChoose={(unit, other) => change({ unit, other, role: '', measures: AS_ANSWERED })} />}
      {view.show === 'flow' && <FlowPicture listing={view.flows} onListing={(flows) => change({ flows })} measures={found.measures} names={names} least={view.least} onLeast={(least) => change({ least }, { quietly: true })} onChoose={(unit, other) => change({ unit, other, role: 'lead', measures: AS_ANSWERED })} />}
      </div>
      <Chosen found={found} names={names} />
      </div>
    </>
  );
}

function Controls({ found }: { found: LoadAnswer }): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const { view, change } = useView(SPEC);
  const shows = [['bars', t('bars')], ['matrix', t('matrix')], ['flow', t('flow')]] as const;
  const picture = (form: string): string => question(`/api/explorer/pictures/load.${form}`, { ledger: view.ledger, on: view.on, lang: language });
  return (
    <div class="controls no-print">
      {found.ledgers.length > 1 && (
        <label>
          {t('ledger')}
          <select value={view.ledger} onChange={(event) => change({ ledger: event.currentTarget.value })}>
            <option value="">{t('all_ledgers')}</option>
            {found.ledgers.map(({ name, title }) => <option key={name} value={name}>{title}</option>)}
          </select>
        </label>
      )}
      {view.show === 'bars' && <label>{t('on')}<input type="date" value={view.on} onChange={(event) => change({ on: event.currentTarget.value })} /></label>}
      <div class="segments" role="group" aria-label={t('view')}>
        {shows.map(([show, words]) => <button key={show} type="button" aria-pressed={view.show === show} onClick={() => change({ show })}>{words}</button>)}
      </div>
      {view.show === 'bars' && (
        <span class="files">
          <a href={picture('svg')} download="taizhang-load.svg">{t('picture_svg')}</a>
          <a href={picture('png')} download="taizhang-load.png">{t('picture_png')}</a>
        </span>
      )}
    </div>
  );
}

function Bars({ units, onChoose }: { units: readonly Unit[]; onChoose: (unit: string, role: Role | '') => void }): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const { view, change } = useView(SPEC);
  const most = Math.max(...units.map(({ total }) => total));
  const count = (row: Unit, role: Role | '', value: number): JSX.Element | string =>
    value ? <button type="button" class="count" aria-label={`${row.name} ${role ? say(ROLE_NAMES[role], language) : t('total')} ${value}`} onClick={() => onChoose(row.unit, role)}>{value}</button> : '';
  const columns: Column<Unit>[] = [
    { key: 'name', name: t('unit'), cell: (row) => row.name, order: (row) => row.name },
    { key: 'bar', name: '', cell: (row) => <Bar unit={row} most={most} /> },
    ...ROLES.map((role): Column<Unit> => ({ key: role, name: say(ROLE_NAMES[role], language), cell: (row) => count(row, role, row[role]), order: (row) => row[role], numeric: true })),
    { key: 'total', name: t('total'), cell: (row) => count(row, '', row.total), order: (row) => row.total, numeric: true },
    { key: 'weighted', name: t('weighted'), cell: (row) => row.weighted.toFixed(1), order: (row) => row.weighted, numeric: true },
  ];
  return <Table caption={t('table')} quiet columns={columns} rows={units} id={(row) => row.unit} listing={view.units} onListing={(listed) => change({ units: listed })} />;
}

function Bar({ unit, most }: { unit: Unit; most: number }): JSX.Element {
  let x = 0;
  return (
    <svg class="load-bar" viewBox={`0 0 ${most} 10`} preserveAspectRatio="none" aria-hidden="true">
      {ROLES.map((role) => {
        x += unit[role];
        return <rect key={role} class={`fill-${role}`} x={x - unit[role]} width={unit[role]} height="10" />;
      })}
    </svg>
  );
}

function Chosen({ found, names }: { found: LoadAnswer; names: ReadonlyMap<string, string> }): JSX.Element | null {
  const t = useText(strings);
  const language = useLanguage();
  const link = useLink();
  const { view, change } = useView(SPEC);
  const rows = useMemo(() => chosen(found.measures, view), [found, view]);
  const unit = names.get(view.unit) ?? '';
  const other = names.get(view.other) ?? '';
  const said = other
    ? t('chosen_pair', { unit, other, n: rows.length })
    : view.role
      ? t('chosen_role', { unit, role: say(ROLE_NAMES[view.role], language), n: rows.length })
      : t('chosen_unit', { unit, n: rows.length });
  const section = useRef<HTMLElement>(null);
  const first = useRef(view.unit !== '');
  useEffect(() => {
    if (!unit) return;
    announce(said);
    // Beside the picture where there is room; else above it, out of sight when a number far down was chosen.
    if (!first.current && matchMedia('(max-width: 64rem)').matches) section.current?.scrollIntoView();
    first.current = false;
  }, [said]);
  if (!unit) return null;
  const columns: Column<Measure>[] = [
    { key: 'n', name: t('number'), cell: (row) => <a href={link('/ledger', { ledger: row.ledger, measure: row.key })} title={t('open')}>{row.key}</a>, order: (row) => row.key },
    { key: 'text', name: t('text'), cell: (row) => row.text },
    { key: 'units', name: t('units'), cell: (row) => <Roles row={row} names={names} />, text: (row) => Object.entries(row.roles).map(([unit, role]) => `${names.get(unit) ?? ''}（${say(ROLE_NAMES[role], language)}）`).join('、') },
    { key: 'due', name: t('due'), cell: (row) => row.dates.map((date) => day(date, language)).join('、'), order: (row) => row.dates[0] ?? '9' },
  ];
  return (
    <section class="chosen" aria-labelledby="chosen" ref={section}>
      <div class="chosen-head">
        <h2 id="chosen">{said}</h2>
        <button type="button" class="no-print" onClick={() => change({ unit: '', other: '', role: '', measures: AS_ANSWERED })}>{t('clear')}</button>
      </div>
      <Table caption={t('measures')} quiet columns={columns} rows={rows} id={(row) => row.iri} listing={view.measures} onListing={(measures) => change({ measures })} />
    </section>
  );
}

function Roles({ row, names }: { row: Measure; names: ReadonlyMap<string, string> }): JSX.Element {
  const language = useLanguage();
  const units = Object.entries(row.roles).sort((a, b) => ROLES.indexOf(a[1]) - ROLES.indexOf(b[1]));
  return <span class="roles">{units.map(([unit, role]) => <span key={unit} class={`role-${role}`} title={say(ROLE_NAMES[role], language)}>{names.get(unit) ?? ''}</span>)}</span>;
}
