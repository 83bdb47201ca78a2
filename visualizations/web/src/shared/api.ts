/** Asking the server: answers by address, errors in words, and which version of the data they are of. */
import { useEffect, useState } from 'preact/hooks';
import type { Language } from './i18n';

/** What the server says when it cannot answer (RFC 9457), or why it could not be asked. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly detail: string,
  ) {
    super(detail);
  }
}

/** Answers kept for Back and for what is shown twice; the newest are at the end. */
const kept = new Map<string, unknown>();
const KEPT = 60;

export type Parameters = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** The address of a question: parameters that are empty are left out. */
export function question(path: string, parameters: Parameters = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value === undefined || value === '' || value === false) continue;
    if (typeof value === 'object') for (const one of value) query.append(name, one);
    else query.append(name, String(value));
  }
  const written = query.toString();
  return written ? `${path}?${written}` : path;
}

export async function ask<T>(address: string, language: Language, signal?: AbortSignal): Promise<T> {
  const key = `${language} ${address}`;
  const begun = ahead.get(key);
  ahead.delete(key);
  if (begun) return begun as Promise<T>;
  const known = kept.get(key);
  if (known !== undefined) return known as T;
  let response: Response;
  try {
    response = await fetch(address, { headers: { 'Accept-Language': language }, ...(signal ? { signal } : {}) });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Problem(0, '');
  }
  if (!response.ok) throw await problem(response);
  const found = (await response.json()) as T;
  noteVersion(response.headers.get('X-Data-Version'));
  kept.set(key, found);
  for (const oldest of kept.keys()) if (kept.size > KEPT) kept.delete(oldest);
  return found;
}

/** Answers on their way to pages that are still loaded themselves. */
const ahead = new Map<string, Promise<unknown>>();

/** Ask what a page is going to ask as soon as it is there; if that fails, the page says so. */
export function askAhead(address: string, language: Language): void {
  const asked = ask(address, language);
  asked.catch(() => undefined);
  ahead.set(`${language} ${address}`, asked);
}

async function problem(response: Response): Promise<Problem> {
  try {
    const said = (await response.json()) as { detail?: string };
    return new Problem(response.status, said.detail ?? '');
  } catch {
    return new Problem(response.status, '');
  }
}

/** Seconds after which something has to be seen to go on. */
const SLOW = 1000;

export interface Asked<T> {
  /** The answer; while the next one is on its way, that of the question before. */
  readonly answer: T | undefined;
  readonly problem: Problem | undefined;
  readonly loading: boolean;
  /** It takes longer than a second. */
  readonly slow: boolean;
  readonly again: () => void;
}

/** Ask a question whose address may change; null asks nothing. */
export function useAnswer<T>(address: string | null, language: Language): Asked<T> {
  const [state, setState] = useState<Omit<Asked<T>, 'again'>>({
    answer: undefined, problem: undefined, loading: address !== null, slow: false,
  });
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (address === null) {
      setState({ answer: undefined, problem: undefined, loading: false, slow: false });
      return;
    }
    const control = new AbortController();
    setState((before) => ({ ...before, problem: undefined, loading: true, slow: false }));
    const timer = setTimeout(() => setState((before) => ({ ...before, slow: true })), SLOW);
    ask<T>(address, language, control.signal)
      .then((answer) => setState({ answer, problem: undefined, loading: false, slow: false }))
      .catch((error: unknown) => {
        if (control.signal.aborted) return;
        const said = error instanceof Problem ? error : new Problem(-1, error instanceof Error ? error.message : '');
        setState((before) => ({ answer: before.answer, problem: said, loading: false, slow: false }));
      })
      .finally(() => clearTimeout(timer));
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [address, language, tries]);
  return { ...state, again: () => setTries((before) => before + 1) };
}

// -- the version of the data

let version = '';
const listeners = new Set<(version: string) => void>();

function noteVersion(found: string | null): void {
  if (!found || found === version) return;
  // What was kept is of other data now.
  if (version) kept.clear();
  version = found;
  for (const listener of listeners) listener(found);
}

/** The version of the data the last answer was of; empty before the first. */
export function useVersion(): string {
  const [found, setFound] = useState(version);
  useEffect(() => {
    listeners.add(setFound);
    setFound(version);
    return () => void listeners.delete(setFound);
  }, []);
  return found;
}
