import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { Answered } from '../../components/state';
import { question, useAnswer } from '../../shared/api';
import { useLanguage, useText, type Language } from '../../shared/i18n';
import { useView } from '../../shared/location';
import { Answer } from './answer';
import { Console } from './console';
import { fromRows, type Rows } from './result';
import { AS_ANSWERED } from '../../shared/view';
import { strings } from './strings';
import { pairsOf, SPEC, valuesOf } from './view';
import './queries.css';

interface Both {
  readonly zh: string;
  readonly en: string;
}

interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly default: string;
  readonly description: Both;
}

interface Question {
  readonly name: string;
  readonly title: Both;
  readonly description: Both;
  readonly parameters: readonly Parameter[];
  readonly sparql: string;
}

const INPUTS = { date: { type: 'date' }, integer: { type: 'number' }, string: { type: 'text' } } as unknown as Readonly<Record<string, { type: 'text' }>>;

export default function Queries(): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const { view, change, href } = useView(SPEC);
  const asked = useAnswer<readonly Question[]>('/api/queries', language);
  return (
    <div class="page">
      <h1>{t('heading')}</h1>
      <div class={`queries${view.console || view.ask ? '' : ' choosing'}`}>
        <aside>
          <ul class="question-list">
            <li><a href={href({ console: true, ask: '', p: [], show: 'table', rows: AS_ANSWERED, written: false })} {...(view.console ? { 'aria-current': 'true' as const } : {})}>{t('console')}</a></li>
          </ul>
          <Answered asked={asked}>
            {(found) => <List questions={found} find={view.find} current={view.ask} onFind={(find) => change({ find }, { quietly: true })} href={(name) => href({ ask: name, p: [], console: false, sparql: '', show: 'table', rows: AS_ANSWERED, written: false })} />}
          </Answered>
        </aside>
        <div>
          {view.console ? (
            <Console sparql={view.sparql} show={view.show} onRun={(sparql) => change(sparql === view.sparql ? {} : { sparql, rows: AS_ANSWERED })} onShow={(show) => change({ show })} listing={view.rows} onListing={(rows) => change({ rows })} />
          ) : (
            <Answered asked={asked}>
              {(found) => {
                const chosen = found.find((one) => one.name === view.ask);
                return chosen ? <Asked key={chosen.name} chosen={chosen} /> : <Catalogue questions={matching(found, view.find, language)} href={(name) => href({ ask: name, p: [], rows: AS_ANSWERED, written: false })} />;
              }}
            </Answered>
          )}
        </div>
      </div>
    </div>
  );
}

/** The questions that hold every word. */
function matching(questions: readonly Question[], find: string, language: Language): readonly Question[] {
  const words = find.toLowerCase().split(/\s+/).filter(Boolean);
  return questions.filter((one) => {
    const whole = `${one.name} ${one.title.zh} ${one.title.en} ${one.description[language]}`.toLowerCase();
    return words.every((word) => whole.includes(word));
  });
}

/** Every question with what it answers: for who does not know yet what to ask. */
function Catalogue({ questions, href }: { questions: readonly Question[]; href: (name: string) => string }): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  return (
    <>
      <p class="quiet">{t('choose')}</p>
      <ul class="question-cards">
        {questions.map((one) => <li key={one.name}><a href={href(one.name)}>{one.title[language]}</a><p class="quiet small">{one.description[language]}</p></li>)}
      </ul>
    </>
  );
}

function List({ questions, find, current, onFind, href }: {
  questions: readonly Question[]; find: string; current: string; onFind: (find: string) => void; href: (name: string) => string;
}): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const shown = matching(questions, find, language);
  return (
    <nav aria-label={t('questions')}>
      <input type="search" aria-label={t('find')} placeholder={t('find')} value={find} onInput={(event) => onFind(event.currentTarget.value)} />
      <p class="unseen" role="status">{find ? t('filtered', { n: shown.length }) : ''}</p>
      <ul class="question-list">
        {shown.map((one) => (
          <li key={one.name}><a href={href(one.name)} title={one.description[language]} {...(one.name === current ? { 'aria-current': 'true' as const } : {})}>{one.title[language]}</a></li>
        ))}
      </ul>
      {!shown.length && <p class="quiet">{t('no_question')}</p>}
    </nav>
  );
}

function Asked({ chosen }: { chosen: Question }): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const { view, change, href } = useView(SPEC);
  const usual = useMemo(() => Object.fromEntries(chosen.parameters.map((one) => [one.name, one.name === 'lang' ? language : one.default])), [chosen, language]);
  const values = useMemo(() => ({ ...usual, ...valuesOf(view.p) }), [usual, view.p]);
  const [typed, setTyped] = useState(values);
  useEffect(() => setTyped(values), [values]);
  const known = Object.fromEntries(Object.entries(values).filter(([name]) => name in usual));
  const asked = useAnswer<Rows>(question(`/api/queries/${chosen.name}`, known), language);
  const result = useMemo(() => (asked.answer ? fromRows(asked.answer) : undefined), [asked.answer]);
  return (
    <>
      <h2>{chosen.title[language]}</h2>
      <p class="quiet">{chosen.description[language]}</p>
      {chosen.parameters.length > 0 && (
        <form class="ask-form" aria-label={t('parameters')} onSubmit={(event) => { event.preventDefault(); change({ p: pairsOf(typed, usual), rows: { ...view.rows, page: 1 } }); }}>
          {chosen.parameters.filter((one) => one.name !== 'lang').map((one) => (
            <label key={one.name}>
              {one.description[language]}
              <input
                {...INPUTS[one.type] ?? INPUTS.string} name={one.name} value={typed[one.name] ?? ''}
                onInput={(event) => setTyped({ ...typed, [one.name]: event.currentTarget.value })}
              />
            </label>
          ))}
          <button type="submit" class="main">{t('ask')}</button>
        </form>
      )}
      <Answered asked={asked}>
        {() => result && <Answer name={chosen.name} title={chosen.title[language]} result={result} byName show={view.show} onShow={(show) => change({ show })} listing={view.rows} onListing={(rows) => change({ rows })} />}
      </Answered>
      <details class="no-print" open={view.written} onToggle={(event) => change({ written: event.currentTarget.open })}>
        <summary>{t('its_sparql')}</summary>
        <pre class="sparql-text">{chosen.sparql}</pre>
        <a href={href({ console: true, ask: '', p: [], sparql: chosen.sparql, show: 'table', rows: AS_ANSWERED, written: false })}>{t('in_console')}</a>
      </details>
    </>
  );
}
