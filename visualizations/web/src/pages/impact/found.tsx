/** What a change touches: before and after, the ripple by steps, and the list with every path and its words. */
import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { Answered } from '../../components/state';
import { Table, type Column } from '../../components/table';
import { question, useAnswer } from '../../shared/api';
import { say, useLanguage, useText, type Language } from '../../shared/i18n';
import { useLink, useView } from '../../shared/location';
import { GRADE_NAMES } from '../../shared/terms';
import { counts, shown, side, table, type Affected, type Compared, type Impact, type Step } from './answer';
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
  const link = useLink();
  const rows = useMemo(() => shown(found.affected, view.hide), [found, view.hide]);
  const hidden = found.affected.length - rows.length;
  return (
    <>
      <p class="no-print"><a href={link('/time', { change: found.change, instrument: found.instrument.iri.replace(ID, ''), from: found.on ?? '', at: found.on ?? '' })}>{t('play_forward')}</a></p>
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

/** Before: what rests on it as it is. After: what becomes of that, kind by kind. */
function Compare({ found }: { found: Impact }): JSX.Element {
  const t = useText(strings);
  const rows = table(found.affected, KINDS);
  const of = counts(found.affected, (one) => one.class);
  const n = (name: (typeof CLASSES)[number]): number => of.get(name) ?? 0;
  return (
    <section aria-labelledby="before-after">
      <h2 id="before-after">{t('before')} → {t('after')}</h2>
      <p class="after">{t('before_words', { n: found.affected.length })} → {t('after_words', { must: n('must_act'), review: n('review'), watch: n('watch'), same: n('not_affected') })}</p>
      {rows.length > 0 && (
        <div class="table-box">
          <table class="table before-after">
            <caption class="unseen">{t('before')} → {t('after')}</caption>
            <thead><tr><th scope="col">{t('kind')}</th><th scope="col" class="numeric">{t('before')}</th>{CLASSES.map((one) => <th key={one} scope="col" class={`numeric class-${one}`}>{t('after')} · {t(`class_${one}`)}</th>)}</tr></thead>
            <tbody>
              {rows.map(({ kind, total, classes }) => (
                <tr key={kind}>
                  <th scope="row">{t(`kind_${kind}`)}</th>
                  <td class="numeric" data-name={t('before')}>{total}</td>
                  {CLASSES.map((one) => <td key={one} class={`numeric class-${one}`} data-name={t(`class_${one}`)}>{classes.has(one) ? <span class="class-mark">{classes.get(one)}</span> : ''}</td>)}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
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
  const { view, change } = useView(SPEC);
  const columns: Column<Affected>[] = [
    { key: 'thing', name: t('thing'), cell: (row) => <Thing iri={row.iri} label={row.label} />, order: (row) => row.label },
    { key: 'class', name: t('class'), short: true, cell: (row) => <span class={`class-${row.class}`}><span class="class-mark">{t(`class_${row.class}`)}</span></span>, order: (row) => CLASSES.indexOf(row.class), text: (row) => t(`class_${row.class}`) },
    { key: 'kind', name: t('kind'), short: true, cell: (row) => t(`kind_${row.kind}`), order: (row) => row.kind },
    { key: 'distance', name: t('distance'), cell: (row) => row.distance, order: (row) => row.distance, numeric: true },
    { key: 'because', name: t('because'), cell: (row) => (language === 'zh' ? row.because : row.because_en) },
    { key: 'path', name: t('path'), cell: (row) => <ol class="impact-path">{row.path.map((step, at) => <li key={at}><Way step={step} /></li>)}</ol>, text: (row) => row.path.map(({ from, relation, to, quote }) => `${from.label} ${isRelation(relation) ? t(`relation_${relation}`) : relation} ${to.label}${quote ? `“${quote.words}”` : ''}`).join('；') },
  ];
  return <Table caption={t('list')} quiet columns={columns} rows={rows} id={(row) => row.iri} listing={view.list} onListing={(list) => change({ list })} page={25} />;
}

function Thing({ iri, label }: { iri: string; label: string }): JSX.Element {
  const link = useLink();
  return iri.startsWith(ID) ? <a href={link(`/id/${iri.slice(ID.length)}`)}>{label}</a> : <>{label}</>;
}

function gradeName(grade: string, language: Language): string {
  return grade in GRADE_NAMES ? say(GRADE_NAMES[grade as keyof typeof GRADE_NAMES], language) : grade;
}

function Way({ step }: { step: Step }): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const place = step.quote
    ? t('place', { document: step.quote.document.replace(`${ID}document/`, ''), start: String(step.quote.start), end: String(step.quote.end) })
    : step.page ? t('register', { grade: gradeName(step.page.grade, language) }) : t('no_words');
  return (
    <>
      {step.from.label} <strong>{isRelation(step.relation) ? t(`relation_${step.relation}`) : step.relation}</strong> {step.to.label}
      {step.quote && <>{' '}<q lang="zh-CN">{step.quote.words}</q></>}
      <small>{place}{step.page && <> {step.page.address}</>}</small>
    </>
  );
}

const RELATIONS = ['cites', 'based_on', 'implements', 'will_issue', 'repeals', 'amended_by', 'lead', 'participant', 'responsible', 'deadline'] as const;
/** Articles shown at once. */
const MOST = 20;
const FATES = ['same', 'moved', 'edited', 'moved_edited', 'added', 'removed'] as const;

function isRelation(name: string): name is (typeof RELATIONS)[number] {
  return RELATIONS.some((one) => one === name);
}

function isFate(name: string): name is (typeof FATES)[number] {
  return FATES.some((one) => one === name);
}

/** The texts beside each other, article by article, with the words that differ marked; those that stayed are counted. */
function Articles({ found }: { found: Impact }): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const { view, change } = useView(SPEC);
  const [most, setMost] = useState(MOST);
  const same = found.articles.filter(({ change }) => change === 'same').length;
  const changed = found.articles.length - same;
  const path = (iri: string | null): string => (iri ?? '').replace(ID, '');
  const asked = useAnswer<readonly Compared[]>(
    view.compare && found.old && found.new ? question('/api/explorer/compare', { old: path(found.old), new: path(found.new) }) : null, language,
  );
  const words = t('article_changes_count', { n: changed, same });
  if (!found.old || !found.new) return <p>{t('article_changes')}：{found.articles.map(({ old }) => old).join('、')}</p>;
  return (
    <details open={view.compare} onToggle={(event) => change({ compare: event.currentTarget.open })}>
      <summary>{words}</summary>
      <Answered asked={asked}>
        {(compared) => {
          const rows = compared.filter(({ change }) => change !== 'same');
          return (
            <>
              <div class="table-box"><table class="table articles">
                <caption class="unseen">{words}</caption>
                <thead><tr><th scope="col">{t('article_what')}</th><th scope="col">{t('article_old')}</th><th scope="col">{t('article_new')}</th></tr></thead>
                <tbody>
                  {rows.slice(0, most).map((one, at) => (
                    <tr key={at}>
                      <th scope="row">{isFate(one.change) ? t(`fate_${one.change}`) : one.change}</th>
                      <td data-name={t('article_old')} lang="zh-CN">{one.old && <><strong>{one.old.label}</strong> {one.words.length ? side(one.words, 'old').map((piece, n) => (piece.differs ? <del key={n}>{piece.text}</del> : piece.text)) : one.old.text}</>}</td>
                      <td data-name={t('article_new')} lang="zh-CN">{one.new && <><strong>{one.new.label}</strong> {one.words.length ? side(one.words, 'new').map((piece, n) => (piece.differs ? <ins key={n}>{piece.text}</ins> : piece.text)) : one.new.text}</>}</td>
                    </tr>
                  ))}
                </tbody>
              </table></div>
              {rows.length > most && <button type="button" onClick={() => setMost(most * 3)}>{t('articles_more', { n: rows.length - most })}</button>}
            </>
          );
        }}
      </Answered>
    </details>
  );
}

function Candidates({ found }: { found: Impact }): JSX.Element {
  const t = useText(strings);
  const { view, change } = useView(SPEC);
  const columns: Column<Impact['candidates'][number]>[] = [
    { key: 'measure', name: t('measure'), cell: (row) => <><Thing iri={row.iri} label={row.label} /><br />{row.text}</>, order: (row) => row.label, text: (row) => `${row.label} ${row.text}` },
    { key: 'terms', name: t('terms'), cell: (row) => row.terms.join('、') },
    { key: 'units', name: t('units'), cell: (row) => row.units.join('、') },
  ];
  return <Table caption={t('candidates')} columns={columns} rows={found.candidates} id={(row) => row.iri} listing={view.candidates} onListing={(candidates) => change({ candidates })} />;
}
