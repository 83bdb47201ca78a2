import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byDay, filtered, inForce, ofDay, plusMonths, span, stateOf, toDay, weeksOf, type Due } from '../src/pages/time/days';

const DAYS = fc.integer({ min: 0, max: 60_000 });
const due = (day: string, frequency = '', unit = 'a'): Due => ({ day, kind: 'by', frequency, times: 0, words: '', ledger: 'l', key: '1', iri: 'i', text: 't', units: [[unit, 'lead']] });

test('days survive being counted', () => {
  fc.assert(fc.property(DAYS, (days) => { expect(ofDay(toDay(days))).toBe(days); }));
});

test('a month has all of its days, in weeks that begin on Monday', () => {
  fc.assert(fc.property(DAYS, (days) => {
    const month = toDay(days).slice(0, 7);
    const weeks = weeksOf(month);
    expect(weeks.every((week) => week.length === 7 && new Date(`${week[0]}T00:00:00Z`).getUTCDay() === 1)).toBe(true);
    const inside = weeks.flat().filter((day) => day.startsWith(month));
    expect([inside[0], inside.length]).toEqual([`${month}-01`, ofDay(plusMonths(`${month}-01`, 1)) - ofDay(`${month}-01`)]);
    expect(weeks[0]?.some((day) => day.startsWith(month)) && weeks.at(-1)?.some((day) => day.startsWith(month))).toBe(true);
  }));
});

test('a month on from the last day is the last day', () => {
  expect([plusMonths('2026-01-31', 1), plusMonths('2024-01-31', 1), plusMonths('2026-03-31', -1), plusMonths('2026-11-23', 14)]).toEqual(['2026-02-28', '2024-02-29', '2026-02-28', '2028-01-23']);
});

test('a day is past, within ninety days, or later', () => {
  expect(['2026-11-22', '2026-11-23', '2027-02-21', '2027-02-22'].map((day) => stateOf(day, '2026-11-23'))).toEqual(['past', 'near', 'near', 'ahead']);
});

test('a text is in force from its first day until the day before its end', () => {
  const text = { iri: '', work: '', title: '', begins: '2021-01-01', ends: '2022-01-01' };
  expect(['2020-12-31', '2021-01-01', '2021-12-31', '2022-01-01'].map((day) => inForce(text, day))).toEqual([false, true, true, false]);
});

test('dues are filtered by unit and by whether they recur, and gathered by day', () => {
  const dues = [due('2026-01-01'), due('2026-01-01', 'P1Y'), due('2026-02-01', '', 'b')];
  expect(filtered(dues, 'a', true)).toEqual([dues[0]]);
  expect([...byDay(dues)].map(([day, held]) => [day, held.length])).toEqual([['2026-01-01', 2], ['2026-02-01', 1]]);
  expect(span(['2026-03-05', '2026-01-31'])).toEqual(['2025-12-01', '2026-05-01']);
});
