import { describe, expect, it } from 'vitest';
import { ems, placed, type Candidate } from '../src/pages/network/labels';

const at = (id: string, x: number, y: number, size = 20, first = 0, label = '市司法局'): Candidate => ({ id, x, y, size, label, first });

describe('names in the picture', () => {
  it('never lie across one another: the larger thing keeps its name', () => {
    expect(placed([at('small', 100, 100, 12), at('large', 104, 98, 40), at('far', 400, 100, 12)]).map(({ id }) => id)).toEqual(['large', 'far']);
  });
  it('stand above where there is no room below', () => {
    expect(placed([at('one', 100, 100, 40), at('two', 130, 110, 30)]).map(({ id, side }) => [id, side])).toEqual([['one', 'bottom'], ['two', 'top']]);
  });
  it('are left out where a thing is too small, unless it is chosen or beside what is chosen', () => {
    expect(placed([at('dot', 0, 0, 4)])).toEqual([]);
    expect(placed([at('dot', 0, 0, 4, 2)])[0]?.font).toBeGreaterThanOrEqual(13);
  });
  it('are written of the weightiest things from however far', () => {
    const far = Array.from({ length: 60 }, (_, n) => at(String(n).padStart(2, '0'), n * 500, 0, 8 - n / 100));
    expect(placed(far).map(({ id }) => id)).toEqual(far.slice(0, 30).map(({ id }) => id));
  });
  it('do not lie on what is looked at where there is another place', () => {
    expect(placed([at('chosen', 100, 100, 30, 2, '局'), at('next', 110, 65, 20, 1, '第七十项')]).map(({ id, side }) => [id, side])).toEqual([['chosen', 'bottom'], ['next', 'top']]);
  });
  it('of what is looked at stand beside it where above and below are taken', () => {
    const between = [at('above', 100, 70, 30, 2, '局'), at('path', 100, 100, 12, 2, '第七十项'), at('below', 100, 132, 30, 2, '局')];
    expect(placed(between).find(({ id }) => id === 'path')?.side).toBe('right');
    expect(placed(between.map((one) => ({ ...one, first: 0, size: 30 }))).every(({ side }) => side === 'bottom' || side === 'top')).toBe(true);
  });
  it('can be read at every zoom', () => {
    for (const { font } of placed([1, 9, 30, 300].map((size, n) => at(String(n), n * 500, 0, size, 1)))) {
      expect(font).toBeGreaterThanOrEqual(11);
      expect(font).toBeLessThanOrEqual(18);
    }
  });
  it('are measured by their letters: Chinese is twice as wide as Latin', () => {
    expect(ems('法规')).toBe(2);
    expect(ems('abcd')).toBeLessThan(2.5);
  });
});
