import { expect, test } from 'vitest';
import { chosen, flows, leastFor, pair, shade, shared, type Measure } from '../src/pages/load/sharing';

const measure = (key: string, roles: Measure['roles']): Measure => ({ iri: `m${key}`, ledger: 'l', key, text: key, roles, dates: [] });
const MEASURES = [
  measure('1', { a: 'lead', b: 'participant', c: 'participant' }),
  measure('2', { a: 'lead', b: 'participant' }),
  measure('3', { a: 'responsible', b: 'responsible' }),
];

test('pairs share the measures that both carry, in whatever role', () => {
  const counts = shared(MEASURES);
  expect([counts.get(pair('a', 'b')), counts.get(pair('b', 'a')), counts.get(pair('b', 'c')), counts.get(pair('a', 'a'))]).toEqual([3, 3, 1, 3]);
});

test('a choice is a unit, a role of it, or a pair', () => {
  const keys = (unit: string, other = '', role: '' | 'lead' = ''): string[] => chosen(MEASURES, { unit, other, role }).map(({ key }) => key);
  expect([keys('a'), keys('a', '', 'lead'), keys('a', 'c'), keys('')]).toEqual([['1', '2', '3'], ['1', '2'], ['1'], []]);
});

test('flows lead from those who lead to those who take part, the widest first', () => {
  expect(flows(MEASURES, 1)).toEqual([{ source: 'a', target: 'b', value: 2 }, { source: 'a', target: 'c', value: 1 }]);
  expect(flows(MEASURES, 2)).toEqual([{ source: 'a', target: 'b', value: 2 }]);
});

test('of many flows the widest are drawn at first: as many as can be told apart', () => {
  const many = Array.from({ length: 30 }, (_, unit) => Array.from({ length: unit < 5 ? 3 : 1 }, (_, n) => measure(`${unit}.${n}`, { [`lead${unit}`]: 'lead', all: 'participant' }))).flat();
  expect([leastFor(MEASURES), leastFor(many), flows(many, 2).length]).toEqual([1, 2, 5]);
});

test('shades begin with one and end with five', () => {
  expect([shade(0, 9), shade(1, 100), shade(100, 100), shade(0, 0)]).toEqual([0, 1, 5, 0]);
});
