/**
 * A view as the query string of its address, and back: what is in the address is all there is to know of a view.
 *
 * A page declares its view as a record of codecs. Values that are as always are left out; values that make no sense are
 * read as the usual ones, since addresses are typed and mailed. tests/view.test.ts holds that what is written is read.
 */
export interface Codec<T> {
  read(values: readonly string[]): T;
  write(value: T): readonly string[];
}
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Spec = Readonly<Record<string, Codec<any>>>;
export type ViewOf<S extends Spec> = { readonly [K in keyof S]: S[K] extends Codec<infer T> ? T : never };

/** Any text; empty as always. */
export const text: Codec<string> = {
  read: (values) => values[0] ?? '',
  write: (value) => (value ? [value] : []),
};

/** Yes or no; no as always. */
export const flag: Codec<boolean> = {
  read: (values) => values[0] === '1',
  write: (value) => (value ? ['1'] : []),
};

/** One of some words, the first as always. */
export function choice<const T extends string>(first: T, ...others: T[]): Codec<T> {
  const known = [first, ...others];
  return {
    read: (values) => known.find((word) => word === values[0]) ?? first,
    write: (value) => (value === first ? [] : [value]),
  };
}

/** A whole number within bounds. */
export function integer(usual: number, least: number, most: number): Codec<number> {
  return {
    read: ([value]) => {
      if (value === undefined || !/^-?\d{1,9}$/.test(value)) return usual;
      return Math.min(most, Math.max(least, Number(value)));
    },
    write: (value) => (value === usual ? [] : [String(value)]),
  };
}

/** Several texts, sorted and each once: the order in which things were chosen is no part of a view. */
export const several: Codec<readonly string[]> = {
  read: (values) => [...new Set(values.filter(Boolean))].sort(),
  write: (value) => [...new Set(value.filter(Boolean))].sort(),
};

/** Several of some words. */
export function severalOf<const T extends string>(...known: T[]): Codec<readonly T[]> {
  return {
    read: (values) => known.filter((word) => values.includes(word)),
    write: (value) => known.filter((word) => value.includes(word)),
  };
}

/** A day, 2026-01-31; empty as always. */
export const day: Codec<string> = {
  read: ([value]) => (value && isDay(value) ? value : ''),
  write: (value) => (value ? [value] : []),
};

function isDay(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const found = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(found.getTime()) && found.toISOString().startsWith(value);
}

/** How a table is listed: by which column, which way, and its page, from 1. Without a column as it was answered. */
export interface Listing {
  readonly key: string;
  readonly down: boolean;
  readonly page: number;
}

export const AS_ANSWERED: Listing = { key: '', down: false, page: 1 };

/** `lead` by a column, `-lead` downwards, `-lead,3` its third page, `,3` the third page as it was answered. */
export const listing: Codec<Listing> = {
  read: ([value]) => {
    const [, down, key = '', page = '1'] = /^(-(?=\w))?(\w{0,40})(?:,([1-9]\d{0,5}))?$/.exec(value ?? '') ?? [];
    return { key, down: down !== undefined, page: Number(page) };
  },
  write: ({ key, down, page }) => {
    const written = `${key && down ? '-' : ''}${key}${page > 1 ? `,${page}` : ''}`;
    return written ? [written] : [];
  },
};

export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** Where a picture is looked at from; none as always. */
export const camera: Codec<Camera | null> = {
  read: ([value]) => {
    const parts = (value ?? '').split(',').map(Number);
    const [x, y, zoom] = parts;
    if (parts.length !== 3 || x === undefined || y === undefined || !zoom) return null;
    if (![x, y, zoom].every(Number.isFinite) || zoom < 0.01 || zoom > 20) return null;
    return { x, y, zoom };
  },
  write: (value) => (value ? [`${value.x},${value.y},${value.zoom}`] : []),
};

export function readView<S extends Spec>(spec: S, search: string): ViewOf<S> {
  const given = new URLSearchParams(search);
  return Object.fromEntries(Object.entries(spec).map(([name, codec]) => [name, codec.read(given.getAll(name))])) as ViewOf<S>;
}

/** A view as it was read now, with the values it had before where they say the same: what follows from them stands. */
export function steady<S extends Spec>(spec: S, before: ViewOf<S> | null, now: ViewOf<S>): ViewOf<S> {
  if (!before) return now;
  const same = (name: string, codec: S[string]): boolean => codec.write(before[name]).join('\n') === codec.write(now[name]).join('\n');
  return Object.fromEntries(Object.entries(spec).map(([name, codec]) => [name, (same(name, codec as S[string]) ? before : now)[name]])) as ViewOf<S>;
}

/** The query string of a view, in the order of its spec: the same view has the same address. */
export function writeView<S extends Spec>(spec: S, view: ViewOf<S>): string {
  const written = new URLSearchParams();
  for (const [name, codec] of Object.entries(spec)) {
    for (const value of codec.write(view[name])) written.append(name, value);
  }
  return written.toString();
}
