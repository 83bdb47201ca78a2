/** What is written into an address is read from it again, and nothing an address may hold breaks a page. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { camera, choice, day, flag, integer, listing, readView, several, severalOf, steady, text, writeView } from '../src/shared/view';

const SPEC = {
  q: text,
  on: day,
  whole: flag,
  colour: choice('kind', 'community'),
  depth: integer(1, 1, 3),
  open: several,
  hide: severalOf('unit', 'measure', 'regulation'),
  at: camera,
  list: listing,
} as const;

const dates = fc.integer({ min: 0, max: 80_000 }).map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10));
const numbers = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((n) => n / 100 + 0);
const keys = fc.stringMatching(/^\w{1,40}$/);
const pages = fc.integer({ min: 1, max: 999_999 });
const listings = fc.oneof(
  fc.record({ key: keys, down: fc.boolean(), page: pages }),
  fc.record({ key: fc.constant(''), down: fc.constant(false), page: pages }),
);
const views = fc.record({
  q: fc.string({ unit: 'grapheme' }).map((made) => made.replace(/\p{Surrogate}/gu, '')),
  on: fc.oneof(fc.constant(''), dates),
  whole: fc.boolean(),
  colour: fc.constantFrom('kind' as const, 'community' as const),
  depth: fc.integer({ min: 1, max: 3 }),
  open: fc.uniqueArray(fc.string({ minLength: 1, unit: 'grapheme-ascii' })).map((made) => made.sort()),
  hide: fc.subarray(['unit', 'measure', 'regulation'] as const),
  at: fc.option(fc.record({ x: numbers, y: numbers, zoom: fc.integer({ min: 1, max: 2000 }).map((n) => n / 100) })),
  list: listings,
});

test('a view survives its address', () => {
  fc.assert(
    fc.property(views, (view) => {
      expect(readView(SPEC, writeView(SPEC, view))).toEqual(view);
      expect(readView(SPEC, `?${writeView(SPEC, view)}`)).toEqual(view);
    }),
  );
});

test('the same view has one address', () => {
  fc.assert(
    fc.property(views, (view) => {
      const once = writeView(SPEC, view);
      expect(writeView(SPEC, readView(SPEC, once))).toBe(once);
    }),
  );
});

test('any query string is a view', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.webQueryParameters(), (noise, query) => {
      for (const search of [noise, query, `on=${encodeURIComponent(noise)}&depth=${noise}&at=${noise}&list=${encodeURIComponent(noise)}`]) {
        const view = readView(SPEC, search);
        expect(readView(SPEC, writeView(SPEC, view))).toEqual(view);
      }
    }),
  );
});

test('a view read anew is the new one, made of what has not changed', () => {
  fc.assert(
    fc.property(views, views, (before, now) => {
      expect(steady(SPEC, before, now)).toEqual(now);
      const again = steady(SPEC, before, readView(SPEC, writeView(SPEC, before)));
      for (const name of Object.keys(SPEC) as (keyof typeof SPEC)[]) expect(again[name]).toBe(before[name]);
    }),
  );
});

test('what is as always is not written', () => {
  expect(writeView(SPEC, readView(SPEC, ''))).toBe('');
  expect(readView(SPEC, 'on=2026-02-30&depth=99&colour=red&whole=yes&at=1,2&hide=sun')).toEqual({
    q: '', on: '', whole: false, colour: 'kind', depth: 3, open: [], hide: [], at: null, list: { key: '', down: false, page: 1 },
  });
});

test('the order and the page of a table are short words, and nonsense is how it was answered', () => {
  const read = (value: string) => listing.read([value]);
  expect(read('lead')).toEqual({ key: 'lead', down: false, page: 1 });
  expect(read('-lead,3')).toEqual({ key: 'lead', down: true, page: 3 });
  expect(read(',3')).toEqual({ key: '', down: false, page: 3 });
  for (const nonsense of ['-', '-,2', 'a b', ',0', ',-1', 'lead,', 'lead,x', '<b>', ',99999999', 'lead,1,2']) {
    expect(read(nonsense)).toEqual({ key: '', down: false, page: 1 });
  }
});
