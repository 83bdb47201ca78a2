/** The address bar is the state: reading it, going somewhere, and what every page's address carries. */
import { createContext } from 'preact';
import { useCallback, useContext, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { preferred, type Language } from './i18n';
import { choice, readView, steady, text, writeView, type Spec, type ViewOf } from './view';

/** What the address of every page holds beside the page's own view. An empty language is the browser's. */
export const COMMON = { lang: choice('', 'zh', 'en'), v: text } as const;
export type Common = ViewOf<typeof COMMON>;

/** The language an address is read in. */
export function languageOf(search: string): Language {
  return readView(COMMON, search).lang || preferred(navigator.languages);
}

export interface Place {
  readonly path: string;
  readonly search: string;
}

const MOVED = 'taizhang:moved';

function here(): Place {
  return { path: location.pathname, search: location.search };
}

/** Go to an address on this site. `quietly` leaves no step for Back: for what follows a hand, such as moving a picture. */
export function go(address: string, { quietly = false } = {}): void {
  if (address === location.pathname + location.search) return;
  history[quietly ? 'replaceState' : 'pushState'](null, '', address);
  dispatchEvent(new Event(MOVED));
}

export const PlaceContext = createContext<Place>({ path: '/', search: '' });

/** Where we are; for the outermost component, which passes it on as PlaceContext. */
export function useLivePlace(): Place {
  const [place, setPlace] = useState(here);
  useEffect(() => {
    const moved = (): void => setPlace(here());
    addEventListener('popstate', moved);
    addEventListener(MOVED, moved);
    return () => {
      removeEventListener('popstate', moved);
      removeEventListener(MOVED, moved);
    };
  }, []);
  return place;
}

export function usePlace(): Place {
  return useContext(PlaceContext);
}

export function useCommon(): Common {
  const { search } = usePlace();
  return useMemo(() => readView(COMMON, search), [search]);
}

export type Change<S extends Spec> = (changes: Partial<ViewOf<S>>, how?: { quietly?: boolean }) => void;

/**
 * The view of a page, read from the address, and how to change it. `href` is the address of the view with some of it
 * changed, for links.
 */
export function useView<S extends Spec>(spec: S): {
  view: ViewOf<S>;
  change: Change<S>;
  href: (changes: Partial<ViewOf<S>>) => string;
} {
  const { search } = usePlace();
  const before = useRef<ViewOf<S> | null>(null);
  const view = useMemo(() => steady(spec, before.current, readView(spec, search)), [spec, search]);
  before.current = view;
  // Read anew at each change: between two of them the address may have moved without this component being drawn.
  const href = useCallback(
    (changes: Partial<ViewOf<S>>) =>
      address(location.pathname, readView(COMMON, location.search), spec, { ...readView(spec, location.search), ...changes }),
    [spec],
  );
  const change = useCallback<Change<S>>((changes, how) => go(href(changes), how), [href]);
  return { view, change, href };
}

/** The address of a view of a page. */
export function address<S extends Spec>(path: string, common: Common, spec: S, view: ViewOf<S>): string {
  const query = [writeView(COMMON, common), writeView(spec, view)].filter(Boolean).join('&');
  return query ? `${path}?${query}` : path;
}

/** A link to another page that keeps language and data version: `link('/network', { select: 'unit/410100/sifaju' })`. */
export function useLink(): (path: string, view?: Readonly<Record<string, string | readonly string[]>>) => string {
  const common = useCommon();
  return useCallback(
    (path, view = {}) => {
      const query = new URLSearchParams(writeView(COMMON, common));
      for (const [name, value] of Object.entries(view)) {
        for (const one of typeof value === 'string' ? [value] : value) if (one) query.append(name, one);
      }
      const written = query.toString();
      return written ? `${path}?${written}` : path;
    },
    [common],
  );
}
