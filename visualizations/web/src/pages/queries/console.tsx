/** The SPARQL console: an editor that knows the terms of this graph, saved queries, and the answer. No request leaves this server. */
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Failed, Loading } from '../../components/state';
import { ask, Problem } from '../../shared/api';
import { useLanguage, useText, type Language } from '../../shared/i18n';
import { announce } from '../../shared/live';
import { save } from '../../shared/save';
import { Answer, type Show } from './answer';
import type { Editor } from './editor';
import { fromBindings, fromTriples, type Result } from './result';
import { isStored, readStored, writeStored, type Stored } from './stored';
import type { Listing } from '../../shared/view';
import { strings } from './strings';

const EXAMPLES = {
  units: 'SELECT ?name (COUNT(?measure) AS ?leads) WHERE {\n  ?unit tz:leads ?measure ; skos:prefLabel ?name\n}\nGROUP BY ?name\nORDER BY DESC(?leads)',
  links: 'SELECT ?measure ?regulation ?title WHERE {\n  ?measure a tz:Measure ; eli:cites|eli:ensures_implementation_of ?regulation .\n  ?regulation eli:title ?title\n}\nLIMIT 200',
  describe: 'CONSTRUCT { ?regulation ?property ?value } WHERE {\n  ?regulation eli:id_local "省政府令第180号" ; ?property ?value\n}',
} as const;

interface Answered {
  readonly result: Result;
  readonly milliseconds: number;
  readonly triples: boolean;
}

export interface ConsoleProps {
  readonly sparql: string;
  readonly show: Show;
  readonly onRun: (sparql: string) => void;
  readonly onShow: (show: Show) => void;
  readonly listing: Listing;
  readonly onListing: (listing: Listing) => void;
}

export function Console({ sparql, show, onRun, onShow, listing, onListing }: ConsoleProps): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const editor = useRef<Editor | null>(null);
  const { answered, problem, running, slow, run, stop } = useSparql(sparql, language);
  const start = (query: string): void => {
    if (!query.trim()) return;
    onRun(query);
    run(query);
  };
  return (
    <>
      <h2>{t('console')}</h2>
      <p class="quiet small">{t('console_hint')}</p>
      <EditorBox start={sparql || EXAMPLES.units} editor={editor} onRun={start} />
      <div class="console-run">
        <button type="button" class="main" disabled={running} onClick={() => start(editor.current?.value() ?? '')}>{t('run')}</button>
        {running && <button type="button" onClick={stop}>{t('stop')}</button>}
        <ul class="console-examples" aria-label={t('examples')}>
          <li class="quiet small" aria-hidden="true">{t('examples')}</li>
          {(Object.keys(EXAMPLES) as (keyof typeof EXAMPLES)[]).map((key) => (
            <li key={key}><button type="button" class="plain small" onClick={() => { editor.current?.set(EXAMPLES[key]); start(EXAMPLES[key]); }}>{t(`example_${key}`)}</button></li>
          ))}
        </ul>
      </div>
      <Saved current={() => editor.current?.value() ?? ''} open={(query) => { editor.current?.set(query); start(query); }} />
      {running && <Loading slow={slow} />}
      {problem && <Failed problem={problem} again={() => run(sparql)} />}
      {answered && !running && (
        <Answer title={t('answer')}
          name="sparql" result={answered.result} milliseconds={answered.milliseconds} show={show} onShow={onShow} listing={listing} onListing={onListing}
          turtle={answered.triples ? () => void download(sparql, language) : undefined}
        />
      )}
    </>
  );
}

const FORMS = 'application/sparql-results+json, application/n-triples;q=0.9';

async function post(query: string, accept: string, language: Language, signal?: AbortSignal): Promise<Response> {
  let response: Response;
  try {
    response = await fetch('/sparql', {
      method: 'POST', body: query, ...(signal ? { signal } : {}),
      headers: { 'Content-Type': 'application/sparql-query', Accept: accept, 'Accept-Language': language },
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Problem(0, '');
  }
  if (response.ok) return response;
  const said = (await response.json().catch(() => ({}))) as { detail?: string };
  throw new Problem(response.status, said.detail ?? '');
}

async function download(query: string, language: Language): Promise<void> {
  save('taizhang-sparql.ttl', await (await post(query, 'text/turtle', language)).blob());
}

/** Runs the query that the address holds, and what is run by hand. */
function useSparql(sparql: string, language: Language): {
  answered: Answered | undefined; problem: Problem | undefined; running: boolean; slow: boolean;
  run: (query: string) => void; stop: () => void;
} {
  const [state, setState] = useState<{ answered?: Answered; problem?: Problem; running: boolean; slow: boolean }>({ running: false, slow: false });
  const control = useRef<AbortController | null>(null);
  const last = useRef('');
  const t = useText(strings);

  const run = (query: string): void => {
    control.current?.abort();
    const mine = new AbortController();
    control.current = mine;
    last.current = query;
    setState({ running: true, slow: false });
    const timer = setTimeout(() => setState((before) => ({ ...before, slow: true })), 1000);
    const begun = performance.now();
    post(query, FORMS, language, mine.signal)
      .then(async (response) => {
        const triples = (response.headers.get('Content-Type') ?? '').includes('n-triples');
        const result = triples ? fromTriples(await response.text()) : fromBindings((await response.json()) as Parameters<typeof fromBindings>[0]);
        setState({ answered: { result, milliseconds: performance.now() - begun, triples }, running: false, slow: false });
        announce(t('count', { n: result.rows.length }));
      })
      .catch((error: unknown) => {
        if (mine.signal.aborted) setState({ running: false, slow: false });
        else setState({ problem: error instanceof Problem ? error : new Problem(-1, String(error)), running: false, slow: false });
      })
      .finally(() => clearTimeout(timer));
  };
  useEffect(() => {
    if (sparql && sparql !== last.current) run(sparql);
  }, [sparql]);
  useEffect(() => () => control.current?.abort(), []);
  return { answered: state.answered, problem: state.problem, running: state.running, slow: state.slow, run, stop: () => control.current?.abort() };
}

function EditorBox({ start, editor, onRun }: { start: string; editor: { current: Editor | null }; onRun: (query: string) => void }): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const box = useRef<HTMLDivElement>(null);
  const running = useRef(onRun);
  running.current = onRun;
  useEffect(() => {
    let gone = false;
    void Promise.all([import('./editor'), ask<Parameters<typeof import('./editor').open>[2]>('/api/explorer/terms', language)]).then(([{ open }, terms]) => {
      if (gone || !box.current) return;
      editor.current = open(box.current, { value: start, label: t('editor'), language, run: (query) => running.current(query) }, terms);
    });
    return () => {
      gone = true;
      editor.current?.close();
      editor.current = null;
    };
  }, [language]);
  useEffect(() => {
    if (editor.current && editor.current.value() !== start) editor.current.set(start);
  }, [start]);
  return <div class="console-editor" ref={box} />;
}

function Saved({ current, open }: { current: () => string; open: (query: string) => void }): JSX.Element {
  const t = useText(strings);
  const [stored, setStored] = useState<readonly Stored[]>(readStored);
  const [name, setName] = useState('');
  const keep = (next: readonly Stored[], words: string): void => {
    setStored(next);
    writeStored(next);
    announce(words);
  };
  const store = (event: Event): void => {
    event.preventDefault();
    const found = { name: name.trim(), sparql: current() };
    if (!isStored(found)) return;
    keep([...stored.filter((one) => one.name !== found.name), found], t('kept'));
    setName('');
  };
  return (
    <details open={stored.length > 0}>
      <summary>{t('saved')}</summary>
      <div class="console-side">
        <div>
          <ul>
            {stored.map((one) => (
              <li key={one.name}>
                <button type="button" class="plain" title={t('open')} onClick={() => open(one.sparql)}>{one.name}</button>
                <button type="button" aria-label={`${t('remove')} ${one.name}`} onClick={() => keep(stored.filter((other) => other !== one), t('removed'))}>×</button>
              </li>
            ))}
          </ul>
          <form class="ask-form" onSubmit={store}>
            <label>{t('save_name')}<input type="text" required maxLength={80} value={name} onInput={(event) => setName(event.currentTarget.value)} /></label>
            <button type="submit">{t('save')}</button>
          </form>
        </div>
      </div>
    </details>
  );
}
