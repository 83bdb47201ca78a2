/** What filters show and count, and where arrow keys lead. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diameter, facets, shown, surroundings, walk, type Filter } from '../src/pages/network/model';
import type { Picture, Thing, Tie } from '../src/pages/network/types';
import type { Kind, Relation } from '../src/shared/terms';

const thing = (id: string, kind: Kind, x: number, y: number, group = 1): Thing => ({ id, kind, name: `${id}的名`, x, y, group, degree: 1, load: 1 });
const tie = (source: string, relation: Relation, target: string): Tie => ({ source, relation, target, weight: 1 });

const things = [thing('u', 'unit', 0, 0), thing('m', 'measure', 100, 0), thing('n', 'measure', 0, 100, 2), thing('r', 'regulation', 200, 0, 2)];
const ties = [tie('u', 'leads', 'm'), tie('u', 'participates_in', 'n'), tie('m', 'implements', 'r')];
const picture: Picture = {
  form: 'whole', things, ties, bundles: [], hidden: { things: 0, ties: 0 },
  groups: [1, 2].map((id) => ({ id, name: '', leader: '', x: 0, y: 0, size: 2, drawn: 2, kinds: {} })),
  totals: { things: 4, ties: 3, kinds: { unit: 1, measure: 2, regulation: 1 }, relations: { leads: 1, participates_in: 1, implements: 1 } },
};
const ALL: Filter = { hide: [], without: [], only: '', with: '', near: 0, select: '' };

test('a kind that is hidden takes its ties along', () => {
  const found = shown(picture, { ...ALL, hide: ['measure'] });
  expect(found.things.map((one) => one.id)).toEqual(['u', 'r']);
  expect(found.ties).toEqual([]);
});

test('a count beside a filter is what choosing it would give', () => {
  const filters = fc.record({
    hide: fc.subarray(['unit', 'measure', 'regulation'] as const), without: fc.subarray(['leads', 'implements'] as const),
    only: fc.constantFrom('', '1', '2'), with: fc.constantFrom('', 'u', '名'), near: fc.constantFrom(0, 1), select: fc.constantFrom('', 'u'),
  });
  fc.assert(
    fc.property(filters, (filter) => {
      const counts = facets(picture, filter);
      for (const { value, count } of counts.kinds) {
        const chosen = shown(picture, { ...filter, hide: filter.hide.filter((kind) => kind !== value) });
        expect(chosen.things.filter((one) => one.kind === value).length).toBe(count);
      }
      for (const { value, count } of counts.groups) {
        expect(shown(picture, { ...filter, only: String(value) }).things.length).toBe(count);
      }
    }),
  );
});

test('surroundings grow by steps', () => {
  expect([...surroundings(ties, 'u', 1)].sort()).toEqual(['m', 'n', 'u']);
  expect([...surroundings(ties, 'u', 2)].sort()).toEqual(['m', 'n', 'r', 'u']);
});

test('arrow keys walk along ties', () => {
  const found = shown(picture, ALL);
  expect(walk(found, 'u', 'right')?.thing.id).toBe('m');
  expect(walk(found, 'u', 'down')?.thing.id).toBe('n');
  expect(walk(found, 'u', 'left')).toBeUndefined();
  expect(walk(found, 'r', 'left')?.thing.id).toBe('m');
});

test('twice the load is twice the area', () => {
  const of = (load: number): number => diameter({ load, degree: 0 }, 'load') - 14;
  expect(of(40) ** 2 / of(20) ** 2).toBeCloseTo(2, 0);
  expect(diameter({ load: 9, degree: 0 }, 'same')).toBe(diameter({ load: 1, degree: 5 }, 'same'));
});
