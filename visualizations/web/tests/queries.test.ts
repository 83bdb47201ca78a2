/** Answers of every kind become one, whatever they hold. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matching, type Term } from '../src/pages/queries/completion';
import { barsOf, csvOf, fromBindings, fromRows, fromTriples, named, pathOf, short, tiesOf } from '../src/pages/queries/result';
import { isStored } from '../src/pages/queries/stored';
import { pairsOf, valuesOf } from '../src/pages/queries/view';

const ID = 'https://w3id.org/taizhang/id/';
const UNIT = { text: 'unit/1', iri: `${ID}unit/1`, number: null };

test('bindings become cells; what is unbound stays empty', () => {
  expect(
    fromBindings({
      head: { vars: ['unit', 'name', 'n'] },
      results: {
        bindings: [
          { unit: { type: 'uri', value: `${ID}unit/1` }, name: { type: 'literal', value: '市司法局' }, n: { type: 'literal', value: '56', datatype: 'http://www.w3.org/2001/XMLSchema#integer' } },
          { n: { type: 'literal', value: '7' } },
        ],
      },
    }),
  ).toEqual({
    columns: ['unit', 'name', 'n'], truth: null,
    rows: [[UNIT, { text: '市司法局', iri: '', number: null }, { text: '56', iri: '', number: 56 }], [null, null, { text: '7', iri: '', number: null }]],
  });
  expect(fromBindings({ head: {}, boolean: false })).toEqual({ columns: [], rows: [], truth: false });
});

test('triples become rows with their escapes undone', () => {
  const line = `<${ID}unit/1> <http://www.w3.org/2004/02/skos/core#prefLabel> "a\\"b\\n\\u53F8\\U00020BB7 <img>"@zh .\n`;
  expect(fromTriples(line).rows).toEqual([[UNIT, { text: 'w3.org/2004/02/skos/core#prefLabel', iri: 'http://www.w3.org/2004/02/skos/core#prefLabel', number: null }, { text: 'a"b\n司𠮷 <img>', iri: '', number: null }]]);
});

test('bars leave totals out, since they would count their parts twice', () => {
  const found = fromRows({ columns: ['unit', 'name', 'lead', 'participant', 'total'], rows: [{ unit: `${ID}unit/1`, name: '甲', lead: 2, participant: 3, total: 5 }] });
  expect(barsOf(found)).toEqual([{ label: '甲', values: [{ name: 'lead', value: 2 }, { name: 'participant', value: 3 }] }]);
  expect(barsOf(fromRows({ columns: ['name'], rows: [{ name: '甲' }] }))).toBeNull();
});

test('ties are between things; two plain values are none', () => {
  const found = fromRows({ columns: ['measure', 'regulation', 'title'], rows: [{ measure: `${ID}unit/1`, regulation: `${ID}unit/1`, title: '甲' }] });
  expect(tiesOf(found)).toEqual([{ source: UNIT, target: UNIT, label: '甲' }]);
  expect(tiesOf(fromRows({ columns: ['a', 'b'], rows: [{ a: 'x', b: 'y' }] }))).toBeNull();
});

test('people read names, not addresses: a thing and the name beside it are one', () => {
  const found = fromRows({
    columns: ['unit', 'name', 'citing', 'citedTitle', 'cited', 'version'],
    rows: [{ unit: `${ID}unit/1`, name: '甲', citing: 7, citedTitle: '水井法', cited: `${ID}law/s`, version: `${ID}law/s/2019-06-29` }],
  });
  expect(named(found)).toEqual({
    columns: ['unit', 'citing', 'cited', 'version'], truth: null,
    rows: [[
      { text: '甲', iri: `${ID}unit/1`, number: null }, { text: '7', iri: '', number: 7 },
      { text: '水井法', iri: `${ID}law/s`, number: null }, { text: '2019-06-29', iri: `${ID}law/s/2019-06-29`, number: null },
    ]],
  });
});

test('a CSV is read back as it was, but for what a spreadsheet would run', () => {
  expect(csvOf(fromRows({ columns: ['a', 'b'], rows: [{ a: '=1+1', b: 'x"y\n,' }, { a: -3, b: null }] }))).toBe('a,b\r\n\'=1+1,"x""y\n,"\r\n-3,\r\n');
});

test('addresses of ours lead to this server, others nowhere', () => {
  expect([`${ID}unit/1`, 'https://w3id.org/taizhang/ns#leads', 'https://example.org/x', 'javascript:alert(1)'].map(pathOf)).toEqual(['/id/unit/1', '/ns#leads', undefined, undefined]);
  expect(short('https://w3id.org/taizhang/ns#leads')).toBe('tz:leads');
});

const TERMS: Term[] = [
  { name: 'tz:leads', kind: 'property', zh: '牵头', en: 'leads' },
  { name: 'tz:Ledger', kind: 'class', zh: '台账', en: 'ledger' },
  { name: 'eli:title', kind: 'other', zh: '', en: '' },
];

test('terms are found by prefix, local name, and Chinese or English word', () => {
  const names = (typed: string): string[] => matching(TERMS, typed, 'zh').map(({ name }) => name);
  expect([names('tz:le'), names('lea'), names('牵'), names('ledger'), names('title'), names(''), names('zzz')]).toEqual([
    ['tz:leads', 'tz:Ledger'], ['tz:leads'], ['tz:leads'], ['tz:Ledger'], ['eli:title'], [], [],
  ]);
});

test('parameters survive the address', () => {
  const names = fc.stringMatching(/^[a-z]{1,8}$/);
  fc.assert(fc.property(fc.dictionary(names, fc.string({ minLength: 1 })), (values) => {
    expect(valuesOf(pairsOf(values, {}))).toEqual({ ...values });
  }));
  expect(pairsOf({ on: '2026-01-01', title: '' }, { on: '2026-01-01', title: '' })).toEqual([]);
});

test('what other programs left in the storage is not taken for a query', () => {
  expect([null, 1, {}, { name: '', sparql: 'x' }, { name: 'a', sparql: ' ' }, { name: 'a', sparql: 'ASK {}' }].map(isStored)).toEqual([false, false, false, false, false, true]);
});
