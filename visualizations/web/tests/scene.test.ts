import { describe, expect, test, vi } from 'vitest';

vi.mock('../src/shared/theme', () => ({ token: (name: string) => name }));

const { bodyAt, named, sceneOf, whole } = await import('../src/pages/network/scene');
const { shown } = await import('../src/pages/network/model');
import type { Picture, Thing } from '../src/pages/network/types';

const thing = (id: string, x: number, y: number): Thing => ({ id, kind: 'unit', name: `名称${id}`, x, y, group: 1, degree: 1, load: 1 });
const PICTURE: Picture = {
  form: 'whole',
  things: [thing('a', 0, 0), thing('b', 100, 0), thing('c', 200, 50), thing('far', 300, 300)],
  ties: [
    { source: 'a', target: 'b', relation: 'leads', weight: 1 },
    { source: 'c', target: 'b', relation: 'leads', weight: 1 },
    { source: 'c', target: 'far', relation: 'leads', weight: 1 },
  ],
  groups: [], bundles: [], totals: { things: 4, ties: 3, kinds: {}, relations: {} }, hidden: { things: 0, ties: 0 },
};
const VIEW = { select: '', colour: 'kind', size: 'same' } as const;
const FILTER = { hide: [], without: [], only: '', with: '', near: 0, select: '' };

function scene(select = '', path: readonly string[] = [], picture = PICTURE) {
  return sceneOf({ picture, found: shown(picture, FILTER), view: { ...VIEW, select }, path, others: 'others' });
}

describe('what is drawn', () => {
  test('what is chosen is painted last, what it is tied to stands out, the rest is faint and has no name', () => {
    const { bodies, lines } = scene('a');
    expect(bodies.map(({ id, first }) => [id, first])).toEqual([['c', undefined], ['far', undefined], ['b', 1], ['a', 2]]);
    expect(lines.map(({ opacity }) => opacity)).toEqual([0.08, 0.08, 0.95]);
  });

  test('of a path its steps stand out, whichever way a tie points', () => {
    const { bodies, lines } = scene('a', ['a', 'b', 'c']);
    expect(bodies[0]?.id).toBe('far');
    expect(lines.map(({ colour }) => colour)).toEqual(['--line-strong', '--seal', '--seal']);
  });

  test('what was chosen and is not shown changes nothing', () => {
    expect(scene('nowhere')).toEqual(scene());
  });

  test('communities that are not opened stand for their things', () => {
    const group = { id: 1, name: '群', leader: '', x: 9, y: 9, size: 30, drawn: 0, kinds: {} };
    const summary: Picture = {
      ...PICTURE, form: 'summary', things: [], ties: [], groups: [group, { ...group, id: 2, drawn: 30 }, { ...group, id: 0 }],
      bundles: [{ source: 'group:1', target: 'group:0', weight: 4 }, { source: 'group:1', target: 'group:2', weight: 9 }],
    };
    const { bodies, lines } = scene('', [], summary);
    expect(bodies.map(({ id, label }) => [id, label])).toEqual([['group:1', '群 30'], ['group:0', 'others 30']]);
    expect(lines.map(({ from, to }) => [from.id, to.id])).toEqual([['group:1', 'group:0']]);
  });

  test('all of it is seen from the first place', () => {
    const { bodies } = scene();
    const { x, y, zoom } = whole({ bodies, lines: [] }, 800, 600);
    for (const one of bodies) {
      expect(Math.abs(one.x - x) * zoom).toBeLessThan(400);
      expect(Math.abs(one.y - y) * zoom).toBeLessThan(300);
    }
  });

  test('only what is in the window is named', () => {
    expect(named(scene(), { x: 0, y: 0, zoom: 1 }, 150, 150).map(({ id }) => id)).toEqual(['a']);
  });

  test('a finger may miss, and hits what is painted above', () => {
    const half = scene().bodies[0]!.size / 2;
    expect(bodyAt(scene(), half + 3, 0, 2)).toBeUndefined();
    expect(bodyAt(scene(), half + 3, 0, 8)?.id).toBe('a');
    const over = { ...PICTURE, things: [thing('a', 0, 0), thing('b', 1, 1)], ties: [] };
    expect(bodyAt(scene('a', [], over), 0, 0, 0)?.id).toBe('a');
    expect(bodyAt(scene('b', [], over), 0, 0, 0)?.id).toBe('b');
  });
});
