/** What a change touches: before and after, the ripple by steps, and the list with every path and its words. */
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { Table, type Column } from '../../components/table';
import { useLanguage, useText } from '../../shared/i18n';
import { useLink, useView } from '../../shared/location';
import { counts, shown, type Affected, type Impact, type Step } from './answer';
import { Ripple } from './ripple';
import { strings } from './strings';
import { CLASSES, KINDS, SPEC } from './view';

interface Report {
  readonly form: string;
  readonly address: string;
}

const ID = 'https://w3id.org/taizhang/id/';

export function Found({ found, reports }: { found: Impact; reports: readonly Report[] }): JSX.Element {
  const t = useText(strings);
  const { view } = useView(SPEC);
  const rows = useMemo(() => shown(found.affected, view.hide), [found, view.hide]);
  const hidden = found.affected.length - rows.length;
  return (
    <>
      <p class="no-print">{t('download')} <span class="reports">{reports.map(({ form, address }) => <a key={form} href={address} download={`taizhang-impact.${form}`}>{form}</a>)}</span></p>
      <Compare found={found} />
      {found.articles.length > 0 && <Articles found={found} />}
      {found.affected.length === 0 && <p>{t('nothing')}</p>}
      {found.affected.length > 0 && (
        <>
          <Facets found={found} />
          <Ripple found={found} rows={rows} />
          <h2 class="impact-list-head">{t('list_count', { n: rows.length })} {hidden > 0 && <small class="quiet">{t('hidden', { n: hidden })}</small>}</h2>
          <List rows={rows} />
        </>
      )}
      {found.candidates.length > 0 && <Candidates found={found} />}
    </>
  );
}

function Compare({ found }: { found: Impact }): JSX.Element {
  const t = useText(strings);
  const of = counts(found.affected, (one) => one.class);
  const n = (name: (typeof CLASSES)[number]): number => of.get(name) ?? 0;
  return (
    <div class="compare">
      <div><h3>{t('before')}</h3><p>{t('before_words', { n: found.affected.length })}</p></div>
      <div class="after"><h3>{t('after')}</h3><p>{t('after_words', { must: n('must_act'), review: n('review'), watch: n('watch'), same: n('not_affected') })}</p></div>
    </div>
  );
}

function Facets({ found }: { found: Impact }): JSX.Element {
  const t = useText(strings);
  const { view, change } = useView(SPEC);
  const classes = counts(found.affected, (one) => one.class);
  const kinds = counts(found.affected, (one) => one.kind);
  const box = (name: (typeof SPEC.hide extends { read: (v: never) => readonly (infer T)[] } ? T : never), words: string, count: number, mark: string): JSX.Element => (
    <label key={name} class={mark}>
      <input
        type="checkbox" checked={!view.hide.includes(name)}
        onChange={(event) => change({ hide: event.currentTarget.checked ? view.hide.filter((one) => one !== name) : [...view.hide, name] })}
      />
      <span class={mark ? 'class-mark' : ''}>{words}</span> <small class="quiet">{count}</small>
    </label>
  );
  return (
    <fieldset class="impact-facets">
      <legend>{t('filter')}</legend>
      {CLASSES.filter((one) => classes.has(one)).map((one) => box(one, t(`class_${one}`), classes.get(one) ?? 0, `class-${one}`))}
      {KINDS.filter((one) => kinds.has(one)).map((one) => box(one, t(`kind_${one}`), kinds.get(one) ?? 0, ''))}
    </fieldset>
  );
}

function List({ rows }: { rows: readonly Affected[] }): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const columns: Column<Affected>[] = [
    { key: 'thing', name: t('thing'), cell: (row) => <Thing iri={row.iri} label={row.label} />, order: (row) => row.label },
    { key: 'class', name: t('class'), cell: (row) => <span class={`class-${row.class}`}><span class="class-mark">{t(`class_${row.class}`)}</span></span>, order: (row) => CLASSES.indexOf(row.class), text: (row) => t(`class_${row.class}`) },
    { key: 'kind', name: t('kind'), cell: (row) => t(`kind_${row.kind}`), order: (row) => row.kind },
    { key: 'distance', name: t('distance'), cell: (row) => row.distance, order: (row) => row.distance, numeric: true },
    { key: 'because', name: t('because'), cell: (row) => (language === 'zh' ? row.because : row.because_en) },
    { key: 'path', name: t('path'), cell: (row) => <ol class="impact-path">{row.path.map((step, at) => <li key={at}><Way step={step} /></li>)}</ol>, text: (row) => row.path.map(({ from, relation, to, quote }) => `${from.label} ${isRelation(relation) ? t(`relation_${relation}`) : relation} ${to.label}${quote ? `“${quote.words}”` : ''}`).join('；') },
  ];
  return <Table caption={t('list')} quiet columns={columns} rows={rows} id={(row) => row.iri} page={25} />;
}

function Thing({ iri, label }: { iri: string; label: string }): JSX.Element {
  const link = useLink();
  return iri.startsWith(ID) ? <a href={link(`/id/${iri.slice(ID.length)}`)}>{label}</a> : <>{label}</>;
}

function Way({ step }: { step: Step }): JSX.Element {
  const t = useText(strings);
  const place = step.quote
    ? t('place', { document: step.quote.document.replace(`${ID}document/`, ''), start: String(step.quote.start), end: String(step.quote.end) })
    : step.page ? t('register', { grade: step.page.grade }) : t('no_words');
  return (
    <>
      {step.from.label} <strong>{isRelation(step.relation) ? t(`relation_${step.relation}`) : step.relation}</strong> {step.to.label}
      {step.quote && <>{' '}<q lang="zh-CN">{step.quote.words}</q></>}
      <small>{place}{step.page && <> {step.page.address}</>}</small>
    </>
  );
}

const RELATIONS = ['cites', 'based_on', 'implements', 'will_issue', 'repeals', 'amended_by', 'lead', 'participant', 'responsible', 'deadline'] as const;
const FATES = ['same', 'moved', 'edited', 'moved_edited', 'added', 'removed'] as const;

function isRelation(name: string): name is (typeof RELATIONS)[number] {
  return RELATIONS.some((one) => one === name);
}

function isFate(name: string): name is (typeof FATES)[number] {
  return FATES.some((one) => one === name);
}

function Articles({ found }: { found: Impact }): JSX.Element {
  const t = useText(strings);
  const rows = found.articles.filter(({ change }) => change !== 'same').map((one, at) => ({ ...one, at }));
  const columns: Column<(typeof rows)[number]>[] = [
    { key: 'old', name: t('article_old'), cell: (row) => row.old ?? '' },
    { key: 'new', name: t('article_new'), cell: (row) => row.new ?? '' },
    { key: 'change', name: t('article_what'), cell: (row) => (isFate(row.change) ? t(`fate_${row.change}`) : row.change), order: (row) => row.change },
  ];
  return (
    <details>
      <summary>{t('article_changes')} ({rows.length})</summary>
      <Table caption={t('article_changes')} quiet columns={columns} rows={rows} id={(row) => String(row.at)} page={20} />
    </details>
  );
}

function Candidates({ found }: { found: Impact }): JSX.Element {
  const t = useText(strings);
  const columns: Column<Impact['candidates'][number]>[] = [
    { key: 'measure', name: t('measure'), cell: (row) => <><Thing iri={row.iri} label={row.label} /><br />{row.text}</>, order: (row) => row.label, text: (row) => `${row.label} ${row.text}` },
    { key: 'terms', name: t('terms'), cell: (row) => row.terms.join('、') },
    { key: 'units', name: t('units'), cell: (row) => row.units.join('、') },
  ];
  return <Table caption={t('candidates')} columns={columns} rows={found.candidates} id={(row) => row.iri} />;
}
