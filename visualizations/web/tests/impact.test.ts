import { expect, test } from 'vitest';
import { byStep, counts, parents, shown, type Affected } from '../src/pages/impact/answer';
import { grouped, wanted, type Measure } from '../src/pages/ledger/measures';

const end = (iri: string): { iri: string; label: string } => ({ iri, label: iri });
const thing = (iri: string, distance: number, kind: Affected['kind'], path: readonly [string, string][]): Affected => ({
  iri, kind, label: iri, distance, class: distance > 1 ? 'watch' : 'must_act', because: '', because_en: '',
  path: path.map(([from, to]) => ({ from: end(from), relation: 'cites', to: end(to), quote: null, page: null })),
});
const AFFECTED = [
  thing('reg', 1, 'instrument', [['reg', 'law']]),
  thing('measure', 2, 'measure', [['measure', 'reg'], ['reg', 'law']]),
  // The words stand in an article that is not shown by itself: it hangs on the instrument it leads to.
  thing('unit', 3, 'unit', [['unit', 'measure'], ['measure', 'reg'], ['reg/art/1', 'law']]),
];

test('each thing hangs on the next one nearer to the change', () => {
  expect(Object.fromEntries(parents(AFFECTED, 'law'))).toEqual({ reg: 'law', measure: 'reg', unit: 'measure' });
});

test('things fall into steps, are counted, and are hidden by class or kind', () => {
  expect(byStep(AFFECTED).map((step) => step.map(({ iri }) => iri))).toEqual([['reg'], ['measure'], ['unit']]);
  expect(Object.fromEntries(counts(AFFECTED, (one) => one.class))).toEqual({ must_act: 1, watch: 2 });
  expect(shown(AFFECTED, ['watch']).map(({ iri }) => iri)).toEqual(['reg']);
  expect(shown(AFFECTED, ['unit', 'instrument']).map(({ iri }) => iri)).toEqual(['measure']);
});

const measure = (key: string, task: string, more: Partial<Measure> = {}): Measure => ({
  iri: key, key, n: Number(key), label: null, section: '一', section_title: '甲', task, task_title: '乙', text: `text ${key}`, units: [],
  printed: null, regulations: [], deadlines: [], corrections: [], ...more,
});

test('measures stand under their headings, in order', () => {
  const groups = grouped([measure('1', '（一）'), measure('2', '（一）'), measure('3', '（二）')]);
  expect(groups.map(({ section, task, measures }) => [section, task, measures.length])).toEqual([['一、甲', '（一）乙', 2], ['一、甲', '（二）乙', 1]]);
});

test('a search holds every word anywhere, and only what was asked for', () => {
  const all = [measure('1', '（一）', { units: [{ name: '市司法局', role: 'lead' }] }), measure('2', '（一）', { regulations: [{ title: '办法', number: '192号', relation: 'cites' }] })];
  const keys = (q: string, only: Parameters<typeof wanted>[2] = ''): string[] => wanted(all, q, only).map(({ key }) => key);
  expect([keys('司法 text'), keys('192'), keys('', 'no_lead'), keys('', 'citing'), keys('nothing')]).toEqual([['1'], ['2'], ['2'], ['2'], []]);
});
