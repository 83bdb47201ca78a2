/** One thing: what is said of it, its ties by relation with counts first, the words it was read from, why it is linked. */
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Source } from '../../components/source';
import { Answered } from '../../components/state';
import { question, useAnswer } from '../../shared/api';
import { say, useLanguage, useText, type Language } from '../../shared/i18n';
import type { Change } from '../../shared/location';
import { GRADE_NAMES, KIND_NAMES, RELATION_NAMES, RELATION_NAMES_BACK, type Relation } from '../../shared/terms';
import { Search } from './search';
import { strings } from './strings';
import type { Details, GroundedTie, Neighbour, Paths, Quote, RelationCount } from './types';
import { MOST_PATHS, type SPEC, type View } from './view';

const PAGE = 20;

export function relationName(relation: Relation, outward: boolean, language: Language): string {
  return say((outward ? RELATION_NAMES : RELATION_NAMES_BACK)[relation], language);
}

interface Props {
  readonly view: View;
  readonly change: Change<typeof SPEC>;
  readonly whole: boolean;
  readonly onPath: (things: readonly string[]) => void;
}

export function Panel({ view, change, whole, onPath }: Props): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const asked = useAnswer<Details>(question('/api/explorer/thing', { id: view.select, on: view.on }), language);
  const heading = useRef<HTMLHeadingElement>(null);
  return (
    <aside class="panel" aria-label={t('details')}>
      <button type="button" class="plain panel-close" onClick={() => change({ select: '', to: '', near: 0 })} aria-label={t('close')}>✕</button>
      <Answered asked={asked}>
        {(thing) => (
          <>
            <p class="panel-kind"><span class={`kind k-${thing.kind}`}>{say(KIND_NAMES[thing.kind], language)}</span></p>
            <h2 ref={heading} class="panel-name">{thing.name}</h2>
            <p class="panel-figures quiet small">
              {t('load')} {thing.load.toLocaleString(language)} · {t('ties')} {thing.degree}
            </p>
            <div class="panel-actions">
              <label class="inline">
                {t('focus')}
                <select value={String(view.near)} onChange={(event) => change({ near: Number(event.currentTarget.value) })}>
                  <option value="0">{t('focus_off')}</option>
                  {[1, 2, 3].map((n) => <option key={n} value={String(n)}>{t('focus_steps', { n })}</option>)}
                </select>
              </label>
              {!whole && (
                <button type="button" onClick={() => change({ around: [...view.around, thing.id] })}>{t('draw_around')}</button>
              )}
            </div>
            <Said thing={thing} />
            <h3>{t('expand')} <span class="quiet small">{t('expand_hint')}</span></h3>
            <ul class="relations">
              {thing.relations.map((one) => (
                <Relations key={`${thing.id} ${one.relation} ${one.outward} ${one.kind}`} thing={thing.id} one={one} view={view} change={change} />
              ))}
            </ul>
            <Why key={thing.id} view={view} change={change} onPath={onPath} />
            {thing.corrections.length > 0 && (
              <>
                <h3>{t('corrections')}</h3>
                <ul class="corrections">
                  {thing.corrections.map((one, index) => (
                    <li key={index}>{t('correction', { what: one.what, printed: one.printed, reconciled: one.reconciled, reason: one.reason[language] })}</li>
                  ))}
                </ul>
              </>
            )}
            <h3>{t('source')}</h3>
            {thing.sources.map((quote, index) => <QuoteView key={index} quote={quote} />)}
            {!thing.sources.length && <p class="quiet">{t('no_source')}</p>}
            {thing.sources_total > thing.sources.length && (
              <p class="quiet small">{t('sources_more', { n: thing.sources_total, shown: thing.sources.length })}</p>
            )}
            <p class="panel-links small">
              {thing.kind === 'measure' && <a href={`${measurePage(thing.id)}?lang=${language}`}>{t('beside_source')}</a>}
              <a href={`/id/${thing.id}?lang=${language}`}>{t('described')}</a>
            </p>
          </>
        )}
      </Answered>
    </aside>
  );
}

/** ledger/<name>/measure/<key> has its page at /measures/<name>/<key>. */
function measurePage(id: string): string {
  const [, ledger = '', , key = ''] = id.split('/');
  return `/measures/${encodeURIComponent(ledger)}/${encodeURIComponent(key)}`;
}

function Said({ thing }: { thing: Details }): JSX.Element | null {
  const t = useText(strings);
  const language = useLanguage();
  const said = thing.said.filter((one) => !(one.key === 'text' && thing.name.includes(one.values[0] ?? '')));
  if (!said.length) return null;
  return (
    <dl class="said">
      {said.map((one) => (
        <div key={one.key}>
          <dt>{t(`said_${one.key}` as 'said_number')}</dt>
          <dd>{one.values.map((value) => (one.key === 'grade' && value in GRADE_NAMES ? say(GRADE_NAMES[value as keyof typeof GRADE_NAMES], language) : value)).join('；')}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A relation with its count; opened, a page of what it leads to. */
function Relations({ thing, one, view, change }: { thing: string; one: RelationCount; view: View; change: Change<typeof SPEC> }): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const key = `${one.outward ? '' : '-'}${one.relation}:${one.kind}`;
  const open = view.ties.includes(key);
  const [limit, setLimit] = useState(PAGE);
  const asked = useAnswer<{ total: number; neighbours: Neighbour[] }>(
    open ? question('/api/explorer/neighbours', { id: thing, relation: one.relation, outward: String(one.outward), limit }) : null,
    language,
  );
  return (
    <li>
      <button type="button" class="relation" aria-expanded={open} onClick={() => change({ ties: open ? view.ties.filter((held) => held !== key) : [...view.ties, key] })}>
        <span aria-hidden="true">{open ? '▾' : '▸'}</span> {relationName(one.relation, one.outward, language)}
        <span class={`kind k-${one.kind}`}>{say(KIND_NAMES[one.kind], language)}</span>
        <span class="count">{one.count}</span>
      </button>
      {open && (
        <Answered asked={asked}>
          {(answer) => (
            <>
              <ul class="neighbours">
                {answer.neighbours.filter((near) => near.kind === one.kind).map((near) => (
                  <li key={near.id}><button type="button" class="plain" onClick={() => change({ select: near.id, path: 1 })}>{near.name}</button></li>
                ))}
              </ul>
              {answer.total > limit && limit < 200 && (
                <button type="button" class="plain small" onClick={() => setLimit(Math.min(200, limit * 3))}>{t('more', { n: answer.total - limit })}</button>
              )}
            </>
          )}
        </Answered>
      )}
    </li>
  );
}

function Why({ view, change, onPath }: Omit<Props, 'whole'>): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const [more, setMore] = useState(false);
  const limit = more || view.path > PAGE ? MOST_PATHS : PAGE;
  const asked = useAnswer<Paths>(
    view.to ? question('/api/explorer/paths', { source: view.select, target: view.to, hops: view.hops, limit }) : null, language,
  );
  useEffect(() => {
    onPath(asked.answer?.paths[view.path - 1]?.things ?? []);
  }, [asked.answer, view.path]);
  useEffect(() => () => onPath([]), []);
  return (
    <section class="why">
      <h3>{t('why')}</h3>
      {!view.to && <p class="quiet small">{t('why_hint')}</p>}
      <Search label={t('why_to')} onChoose={(to) => change({ to, path: 1 })} />
      {view.to && (
        <div class="panel-actions">
          <label class="inline">
            {t('hops')}
            <select value={String(view.hops)} onChange={(event) => change({ hops: Number(event.currentTarget.value), path: 1 })}>
              {[1, 2, 3, 4, 5, 6].map((n) => <option key={n} value={String(n)}>{t('hops_n', { n })}</option>)}
            </select>
          </label>
          <button type="button" class="plain" onClick={() => change({ to: '', path: 1 })}>{t('clear_path')}</button>
        </div>
      )}
      {view.to && (
        <Answered asked={asked}>
          {(answer) => {
            const name = (id: string): string => answer.things.find((thing) => thing.id === id)?.name ?? id;
            return (
              <>
                <p class="path-ends"><strong>{name(answer.source)}</strong> → <strong>{name(answer.target)}</strong></p>
                <p role="status">
                  {!answer.paths.length
                    ? t('why_none', { hops: answer.hops })
                    : answer.complete
                      ? t('why_some', { n: answer.paths.length, hops: answer.hops })
                      : t('why_many', { n: answer.paths.length })}
                </p>
                <ol class="paths">
                  {answer.paths.map((path, index) => (
                    <li key={index}>
                      <details open={index + 1 === view.path} onToggle={(event) => event.currentTarget.open && change({ path: index + 1 })}>
                        <summary>{t('path', { n: index + 1 })}：{path.things.map((id) => short(name(id))).join(' → ')}</summary>
                        {path.steps.map((ties, at) => <div key={at} class="step">{ties.map((tie, one) => <Step key={one} tie={tie} name={name} />)}</div>)}
                      </details>
                    </li>
                  ))}
                </ol>
                {!answer.complete && limit < MOST_PATHS && <button type="button" onClick={() => setMore(true)}>{t('why_more')}</button>}
              </>
            );
          }}
        </Answered>
      )}
    </section>
  );
}

function short(name: string): string {
  return name.length > 16 ? `${name.slice(0, 15)}…` : name;
}

/** An edge as a sentence, with what grounds it. */
function Step({ tie, name }: { tie: GroundedTie; name: (id: string) => string }): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  return (
    <>
      <p class="step-says"><strong>{short(name(tie.source))}</strong> {relationName(tie.relation, true, language)} <strong>{short(name(tie.target))}</strong></p>
      {tie.quotes.map((quote, index) => <QuoteView key={index} quote={quote} />)}
      {tie.pages.length > 0 && <p class="quiet small">{t('register')}{tie.pages.join(' ')}</p>}
    </>
  );
}

function QuoteView({ quote }: { quote: Quote }): JSX.Element {
  const t = useText(strings);
  const heading = [quote.what ? t(`what_${quote.what}` as 'what_task') : '', quote.article].filter(Boolean).join(' ');
  return <Source source={quote} {...(heading ? { heading } : {})} />;
}
