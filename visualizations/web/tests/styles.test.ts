/** Styles of a page stay when another page is opened, so no two pages may style the same name. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const folder = join(import.meta.dirname, '..', 'src', 'pages');

/** The names that rules of a page begin with, `.name` or the element itself. */
function beginnings(page: string): readonly string[] {
  const path = join(folder, page, `${page}.css`);
  const css = readFileSync(path, 'utf-8').replace(/\/\*.*?\*\//gs, '');
  return [...css.matchAll(/([^{}]+)\{/g)]
    .flatMap(([, selectors = '']) => selectors.split(','))
    .map((selector) => selector.trim())
    .filter((selector) => selector && !selector.startsWith('@') && !/^(from|to|\d)/.test(selector))
    .map((selector) => /^\w*\.([\w-]+)/.exec(selector)?.[1] ?? selector);
}

it('every page styles names of its own', () => {
  const owner = new Map<string, string>();
  const shared: string[] = [];
  for (const page of readdirSync(folder)) {
    for (const name of new Set(beginnings(page))) {
      if (owner.has(name) && !OPEN.includes(name)) shared.push(`${name}: ${owner.get(name)} and ${page}`);
      owner.set(name, page);
    }
  }
  expect(shared).toEqual([]);
});

/** Parts of src/styles that pages refine together with a class of their own (`.table .units`). */
const OPEN: readonly string[] = ['table', 'page'];
