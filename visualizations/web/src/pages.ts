/** Which pages there are. A page is a folder under pages/ whose page.ts says what it is: nothing else lists them. */
import type { ComponentType } from 'preact';
import type { Pair } from './shared/i18n';

export interface Page {
  /** Its name in menus and titles. */
  readonly title: Pair;
  /** One line on what it answers, for the overview and for search engines of the house. */
  readonly about: Pair;
  /** Its place in the menu. */
  readonly order: number;
  /** Loads its component when somebody goes there. */
  readonly load: () => Promise<{ default: ComponentType }>;
  /** The question it asks first, by its query string; asked while its code is on its way. */
  readonly first?: (search: string) => string;
}

export interface Route extends Page {
  readonly name: string;
  readonly path: string;
}

const found = import.meta.glob<{ page: Page }>('./pages/*/page.ts', { eager: true });

/** The pages in the order of the menu. `overview` stands at /, every other page at its folder's name. */
export const ROUTES: readonly Route[] = Object.entries(found)
  .map(([file, { page }]) => {
    const name = file.split('/')[2] ?? '';
    return { ...page, name, path: name === 'overview' ? '/' : `/${name}` };
  })
  .sort((a, b) => a.order - b.order);

export function routeOf(path: string): Route | undefined {
  return ROUTES.find((route) => route.path === path);
}
