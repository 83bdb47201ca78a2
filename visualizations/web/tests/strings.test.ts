/** Every string is there in both languages, says the same with the same values, and is used. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { Pair, Strings } from '../src/shared/i18n';

const SRC = join(import.meta.dirname, '..', 'src');
const modules = import.meta.glob<{ strings: Strings }>('../src/**/strings.ts', { eager: true });
const terms = import.meta.glob<Record<string, unknown>>('../src/shared/terms.ts', { eager: true });
const pages = import.meta.glob<{ page: { title: Pair; about: Pair } }>('../src/pages/*/page.ts', { eager: true });
const CHINESE = /[\u4e00-\u9fff]/;

function isPair(value: unknown): value is Pair {
  return Array.isArray(value) && value.length === 2 && value.every((half) => typeof half === 'string');
}

function pairsIn(value: unknown, path: string): [string, Pair][] {
  if (isPair(value)) return [[path, value]];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, held]) => pairsIn(held, `${path}.${key}`));
}

const all = [modules, terms, pages].flatMap((found) => Object.entries(found)).flatMap(([file, module]) => pairsIn(module, file));

/** Of the one string that names the other language, each half is in the other's. */
const TURNED = ['other_language'];

function files(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : /\.tsx?$/.test(name) && name !== 'strings.ts' ? [path] : [];
  });
}

test('every string has both halves, in their languages', () => {
  expect(all.length).toBeGreaterThan(50);
  const bad = all.filter(([path, [zh, en]]) => !TURNED.some((name) => path.endsWith(name)) && (!zh.trim() || !en.trim() || CHINESE.test(en)));
  expect(bad).toEqual([]);
  // A Chinese half without a Chinese character is a format such as 3/7, or a name that is the same in both.
  const untranslated = all.filter(([, [zh]]) => !CHINESE.test(zh) && /[A-Za-z]{4,}/.test(zh.replace(/\{\w+\}/g, '')) && zh !== 'English');
  expect(untranslated).toEqual([]);
});

test('both halves take the same values', () => {
  const values = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? '').sort();
  expect(all.filter(([, [zh, en]]) => String(values(zh)) !== String(values(en)))).toEqual([]);
});

test('every string is used where it belongs', () => {
  const unused = Object.entries(modules).flatMap(([file, { strings }]) => {
    const folder = dirname(join(import.meta.dirname, file));
    // What shared/ says, components and the shell say too; a page's strings are the page's own.
    const where = folder.endsWith('shared') ? files(SRC) : files(folder);
    const code = where.map((path) => readFileSync(path, 'utf8')).join('\n');
    const made = [...code.matchAll(/t\(\s*`([a-z_]+)\$\{/g)].map((found) => found[1] ?? '');
    return Object.keys(strings)
      .filter((key) => !code.includes(`'${key}'`) && !made.some((prefix) => key.startsWith(prefix)))
      .map((key) => `${file}: ${key}`);
  });
  expect(unused).toEqual([]);
});
