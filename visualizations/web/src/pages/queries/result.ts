/** Answers of every kind as one: columns and rows of cells, and what of it can be drawn. */
import { csv } from '../../shared/csv';

export interface Cell {
  readonly text: string;
  /** The address behind it; empty where it is a plain value. */
  readonly iri: string;
  /** Its number, where it is one. */
  readonly number: number | null;
}

export interface Result {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (Cell | null)[])[];
  /** The answer to an ASK. */
  readonly truth: boolean | null;
}

const BASE = 'https://w3id.org/taizhang/';
const NUMERIC = /#(?:integer|decimal|double|float|int|long|nonNegativeInteger|positiveInteger)$/;

interface Bindings {
  readonly head: { readonly vars?: readonly string[] };
  readonly boolean?: boolean;
  readonly results?: { readonly bindings: readonly Readonly<Record<string, Bound | undefined>>[] };
}

interface Bound {
  readonly type: string;
  readonly value: unknown;
  readonly datatype?: string;
}

/** SPARQL 1.1 results in JSON. */
export function fromBindings(found: Bindings): Result {
  if (found.boolean !== undefined) return { columns: [], rows: [], truth: found.boolean };
  const columns = found.head.vars ?? [];
  const rows = (found.results?.bindings ?? []).map((row) => columns.map((name) => {
    const bound = row[name];
    return bound ? cell(bound) : null;
  }));
  return { columns, rows, truth: null };
}

function cell({ type, value, datatype }: Bound): Cell {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (type === 'uri') return { text: short(text), iri: text, number: null };
  if (type === 'bnode') return { text: `_:${text}`, iri: '', number: null };
  const number = datatype && NUMERIC.test(datatype) ? Number(text) : NaN;
  return { text, iri: '', number: Number.isFinite(number) ? number : null };
}

export interface Rows {
  readonly columns: readonly string[];
  readonly rows: readonly Readonly<Record<string, string | number | null>>[];
}

/** The answer to a question of the catalogue. */
export function fromRows(found: Rows): Result {
  const rows = found.rows.map((row) => found.columns.map((name) => {
    const value = row[name];
    return value === null || value === undefined ? null : plain(value);
  }));
  return { columns: found.columns, rows, truth: null };
}

function plain(value: string | number): Cell {
  if (typeof value === 'number') return { text: String(value), iri: '', number: value };
  return value.startsWith(BASE) ? { text: short(value), iri: value, number: null } : { text: value, iri: '', number: null };
}

const TRIPLE = /^(<[^>]*>|_:\S+) (<[^>]*>) (.+) \.$/;
const LITERAL = /^"((?:[^"\\]|\\.)*)"/;

/** N-Triples: the answer to a CONSTRUCT or DESCRIBE. */
export function fromTriples(text: string): Result {
  const rows = text.split('\n').flatMap((line) => {
    const found = TRIPLE.exec(line.trim());
    return found ? [found.slice(1).map((part) => term(part))] : [];
  });
  return { columns: ['subject', 'predicate', 'object'], rows, truth: null };
}

function term(written: string): Cell {
  if (written.startsWith('<')) {
    const iri = unescaped(written.slice(1, -1));
    return { text: short(iri), iri, number: null };
  }
  const literal = LITERAL.exec(written);
  return { text: literal ? unescaped(literal[1] ?? '') : written, iri: '', number: null };
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

function unescaped(text: string): string {
  return text.replace(/\\(u[\dA-Fa-f]{4}|U[\dA-Fa-f]{8}|.)/g, (_, code: string) =>
    code.length > 1 ? String.fromCodePoint(Number.parseInt(code.slice(1), 16)) : (ESCAPES[code] ?? code));
}

/** An IRI as people read it: what comes after /id/, or after the vocabulary. */
export function short(iri: string): string {
  if (iri.startsWith(`${BASE}id/`)) return iri.slice(BASE.length + 3);
  if (iri.startsWith(`${BASE}ns#`)) return `tz:${iri.slice(BASE.length + 3)}`;
  return iri.replace(/^https?:\/\/(?:www\.)?/, '');
}

const NAMING = /^(?:name|title|label|number)$|^name[A-Z]?$/;

/**
 * The answer to a question of the catalogue as people read it: a thing and its name in the column beside it are one, the
 * name, which leads to the thing. What has no name beside it is called by the end of its address.
 */
export function named(result: Result): Result {
  const { columns, rows } = result;
  const things = columns.map((_, at) => rows.some((row) => row[at]?.iri) && rows.every((row) => !row[at] || row[at]?.iri));
  const names = columns.map((column, at) => {
    if (!things[at]) return -1;
    const own = columns.indexOf(`${column}Title`);
    return own >= 0 ? own : NAMING.test(columns[at + 1] ?? '') ? at + 1 : -1;
  });
  const kept = columns.map((_, at) => at).filter((at) => !names.includes(at));
  const shown = (row: Result['rows'][number], at: number): Cell | null => {
    const thing = row[at] ?? null;
    if (!thing?.iri) return thing;
    const name = row[names[at] ?? -1];
    return name ? { ...name, iri: thing.iri } : { ...thing, text: thing.text.slice(thing.text.lastIndexOf('/') + 1) };
  };
  return { ...result, columns: kept.map((at) => columns[at] ?? ''), rows: rows.map((row) => kept.map((at) => shown(row, at))) };
}

/** Where this server says what an IRI of ours means; undefined for any other. */
export function pathOf(iri: string): string | undefined {
  if (iri.startsWith(`${BASE}id/`)) return iri.slice(BASE.length - 1);
  if (iri.startsWith(`${BASE}ns#`)) return `/ns${iri.slice(BASE.length + 2)}`;
  return undefined;
}

export interface Bar {
  readonly label: string;
  readonly values: readonly { readonly name: string; readonly value: number }[];
}

/** The answer as bars: one label column and numbers; null where there are none. */
export function barsOf(result: Result): readonly Bar[] | null {
  const numeric = result.columns.map((_, at) => at).filter((at) => isNumeric(result, at) && !isName(result.columns[at] ?? ''));
  const label = result.columns.map((_, at) => at).find((at) => !numeric.includes(at) && result.rows.some((row) => row[at] && !row[at]?.iri))
    ?? result.columns.map((_, at) => at).find((at) => !numeric.includes(at));
  if (!numeric.length || label === undefined || !result.rows.length) return null;
  // A total beside its parts would count everything twice.
  const parts = numeric.filter((at) => !/^(total|sum|weighted)$/i.test(result.columns[at] ?? ''));
  return result.rows.map((row) => ({
    label: row[label]?.text ?? '',
    values: (parts.length ? parts : numeric).map((at) => ({ name: result.columns[at] ?? '', value: row[at]?.number ?? 0 })),
  }));
}

/** Numbers that name something are not sizes. */
function isName(column: string): boolean {
  return /^(number|n|ordinal|measure|start|end|year)$/i.test(column);
}

function isNumeric(result: Result, at: number): boolean {
  const held = result.rows.map((row) => row[at]).filter((one) => one !== null && one !== undefined);
  return held.length > 0 && held.every((one) => one.number !== null);
}

export interface Tie {
  readonly source: Cell;
  readonly target: Cell;
  readonly label: string;
}

/** The answer as ties: of triples subject and object, else of the first two columns that hold things. */
export function tiesOf(result: Result): readonly Tie[] | null {
  const triples = result.columns.join(' ') === 'subject predicate object';
  const things = result.columns.map((_, at) => at).filter((at) => result.rows.some((row) => row[at]?.iri));
  const [from, to] = triples ? [0, 2] : things;
  if (from === undefined || to === undefined) return null;
  const middle = triples ? 1 : result.columns.findIndex((_, at) => at !== from && at !== to && result.rows.some((row) => row[at] && !row[at]?.iri));
  const ties = result.rows.flatMap((row) => {
    const [source, target] = [row[from], row[to]];
    return source && target && (source.iri || target.iri) ? [{ source, target, label: (middle >= 0 && row[middle]?.text) || '' }] : [];
  });
  return ties.length ? ties : null;
}

/** The answer as CSV: addresses whole. */
export function csvOf(result: Result): string {
  return csv([result.columns, ...result.rows.map((row) => row.map((one) => (one ? one.iri || one.text : '')))]);
}
