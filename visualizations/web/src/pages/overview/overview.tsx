import type { JSX } from 'preact';
import { Answered } from '../../components/state';
import { Table } from '../../components/table';
import { question, useAnswer } from '../../shared/api';
import { day, number, say, today, useLanguage, useText } from '../../shared/i18n';
import { useLink, useView } from '../../shared/location';
import { KINDS, KINDS_NAMES, ROLE_NAMES, type Kind, type Relation } from '../../shared/terms';
import './overview.css';
import { strings } from './strings';
import { SPEC } from './view';

/** What /api/explorer/overview answers (api/explorer_models.py). */
interface Overview {
  readonly on: string;
  readonly kinds: Partial<Record<Kind, number>>;
  readonly ties: number;
  readonly ledgers: readonly { name: string; title: string; measures: number; findings: number }[];
  readonly texts: number;
  readonly due: readonly Due[];
  readonly units: readonly UnitLoad[];
  readonly relied_on: readonly { id: string; name: string; measures: number; units: number }[];
  readonly quality: readonly { what: string; question: string; count: number }[];
}

interface Due {
  readonly id: string;
  readonly day: string;
  readonly days: number;
  readonly recurring: boolean;
  readonly words: string;
  readonly measure: string;
  readonly name: string;
  readonly units: readonly { id: string; name: string; relation: Relation }[];
}

interface UnitLoad {
  readonly id: string;
  readonly name: string;
  readonly lead: number;
  readonly participant: number;
  readonly responsible: number;
  readonly total: number;
  readonly weighted: number;
}

export default function OverviewPage(): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const { view, change } = useView(SPEC);
  const asked = useAnswer<Overview>(question('/api/explorer/overview', { on: view.on || today() }), language);
  return (
    <div class="page overview">
      <header class="overview-head">
        <div>
          <h1>{t('heading')}</h1>
          <p class="quiet">{t('lead')}</p>
        </div>
        <label class="as-of small no-print">
          {t('on')} <input type="date" value={view.on || today()} onChange={(event) => change({ on: event.currentTarget.value })} />
        </label>
      </header>
      <Answered asked={asked}>{(found) => <Found found={found} />}</Answered>
    </div>
  );
}

function Found({ found }: { found: Overview }): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const link = useLink();
  const { view, change } = useView(SPEC);
  const [unit, relied] = [found.units[0], found.relied_on[0]];
  const doubtful = (ledger: string): string => link('/ledger', { ledger, findings: '1' });
  const worst = [...found.ledgers].sort((one, other) => other.findings - one.findings)[0]?.name ?? '';
  return (
    <>
      <section aria-label={t('contents')} class="contents">
        {found.ledgers.map((ledger) => <p key={ledger.name} class="ledger-title"><a href={link('/ledger', { ledger: ledger.name })}>{ledger.title}</a> <span class="quiet small">{t('ledger', { n: ledger.measures })}</span>{ledger.findings > 0 && <> <a class="small" href={doubtful(ledger.name)}>{t('findings', { n: ledger.findings })}</a></>}</p>)}
        <ul class="figures">
          {KINDS.filter((kind) => found.kinds[kind]).map((kind) => (
            <li key={kind}>
              <a href={link('/network', { hide: KINDS.filter((other) => other !== kind), as: 'table' })}>
                <b>{number(found.kinds[kind] ?? 0, language)}</b> {say(KINDS_NAMES[kind], language)}
              </a>
            </li>
          ))}
          {found.texts > 0 && <li><span><b>{number(found.texts, language)}</b> {t('texts')}</span></li>}
          <li><a href={link('/network')}><b>{number(found.ties, language)}</b> {t('ties')}</a></li>
        </ul>
      </section>
      <div class="columns">
        <section>
          <h2>{t('due')}</h2>
          <p class="quiet small">{t('due_hint')}</p>
          {!found.due.length && <p>{t('due_none')}</p>}
          <ol class="due">
            {found.due.map((one) => (
              <li key={one.id}>
                <p class="due-day">
                  <strong>{day(one.day, language)}</strong>
                  <span>{one.days ? t('in_days', { n: one.days }) : t('today')}</span>
                  {one.recurring && <span>{t('recurring')} <q lang="zh-CN">{one.words}</q></span>}
                </p>
                <p><a href={link('/network', { select: one.measure })} class="clamp">{one.name}</a></p>
                <p class="quiet small">{one.units.map((carrier) => carrier.name).join('、')}</p>
              </li>
            ))}
          </ol>
        </section>
        <div>
          <section>
            <h2>{t('start')}</h2>
            <ul class="starts">
              <li><a href={link('/network')}>{t('start_ledger')}</a></li>
              {unit && <li><a href={link('/network', { select: unit.id, near: '1' })}>{t('start_unit', { name: unit.name })}</a></li>}
              {relied && <li><a href={link('/network', { select: relied.id, near: '2' })}>{t('start_regulation', { name: relied.name })}</a></li>}
              <li><a href={link('/queries')}>{t('start_queries')}</a></li>
            </ul>
          </section>
          <section>
            <h2>{t('quality')}</h2>
            <ul class="quality">
              {found.quality.map((one) => (
                <li key={one.what} class={one.count ? '' : 'none'}>
                  <b>{number(one.count, language)}</b>
                  <span>{t(`quality_${one.what}` as 'quality_stale')}</span>
                  {one.count > 0 && <a href={one.question ? link('/queries', { ask: one.question }) : doubtful(worst)} aria-label={`${t('list')}：${t(`quality_${one.what}` as 'quality_stale')}`}>{t('list')}</a>}
                </li>
              ))}
            </ul>
          </section>
        </div>
      </div>
      <section>
        <h2>{t('units')}</h2>
        <p class="quiet small">{t('units_hint')}</p>
        <Units rows={found.units} />
      </section>
      {found.relied_on.length > 0 && (
        <section>
          <h2>{t('relied')}</h2>
          <p class="quiet small">{t('relied_hint')}</p>
          <Table
            caption={t('relied')} quiet rows={found.relied_on} id={(row) => row.id} listing={view.relied} onListing={(relied) => change({ relied })}
            columns={[
              { key: 'name', name: t('regulation'), order: (row) => row.name, cell: (row) => <a href={link('/network', { select: row.id, near: '2' })}>{row.name}</a> },
              { key: 'measures', name: t('measures'), numeric: true, order: (row) => row.measures, cell: (row) => number(row.measures, language) },
              { key: 'units', name: t('carried'), numeric: true, order: (row) => row.units, cell: (row) => number(row.units, language) },
            ]}
          />
        </section>
      )}
    </>
  );
}

function Units({ rows }: { rows: readonly UnitLoad[] }): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const link = useLink();
  const { view, change } = useView(SPEC);
  const most = Math.max(1, ...rows.map((row) => row.total));
  const role = (key: 'lead' | 'responsible' | 'participant') => ({
    key, name: say(ROLE_NAMES[key], language), numeric: true, order: (row: UnitLoad) => row[key], cell: (row: UnitLoad) => row[key] || '',
  });
  return (
    <Table
      caption={t('units')} quiet rows={rows} id={(row) => row.id} listing={view.units} onListing={(units) => change({ units })}
      columns={[
        { key: 'name', name: t('unit'), order: (row) => row.name, cell: (row) => <a href={link('/network', { select: row.id, near: '1' })}>{row.name}</a> },
        {
          key: 'share', name: t('share'), cell: (row) => (
            <svg class="shares" viewBox={`0 0 ${most} 1`} preserveAspectRatio="none" aria-hidden="true">
              <rect class="lead" width={row.lead} height="1" />
              <rect class="responsible" x={row.lead} width={row.responsible} height="1" />
              <rect class="participant" x={row.lead + row.responsible} width={row.participant} height="1" />
            </svg>
          ),
        },
        role('lead'), role('responsible'), role('participant'),
        { key: 'total', name: t('total'), numeric: true, order: (row) => row.total, cell: (row) => row.total },
        { key: 'weighted', name: t('weighted'), numeric: true, order: (row) => row.weighted, cell: (row) => number(row.weighted, language) },
      ]}
    />
  );
}
