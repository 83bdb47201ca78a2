/** Light or dark: the reader's choice, kept in this browser; else the system's. */
export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];
const KEY = 'taizhang-theme';
const CHANGED = 'taizhang:theme';

export function currentTheme(): Theme {
  try {
    return THEMES.find((theme) => theme === localStorage.getItem(KEY)) ?? 'auto';
  } catch {
    return 'auto'; // storage may be forbidden
  }
}

export function setTheme(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // then it holds until the page is left
  }
  applyTheme(theme);
  dispatchEvent(new Event(CHANGED));
}

export function applyTheme(theme: Theme = currentTheme()): void {
  if (theme === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

/** Call back when colours change, by choice or by the system; for what is drawn on a canvas. Returns how to stop. */
export function onTheme(changed: () => void): () => void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', changed);
  addEventListener(CHANGED, changed);
  return () => {
    system.removeEventListener('change', changed);
    removeEventListener(CHANGED, changed);
  };
}

const dark = globalThis.matchMedia?.('(prefers-color-scheme: dark)');
const paper = globalThis.matchMedia?.('print');
const known = new Map<string, string>();
let knownFor = '';

/** The value of a design token now: `token('--ink')`. Kept for as long as the colours are the same: asking is slow. */
export function token(name: string): string {
  const now = `${document.documentElement.dataset.theme ?? ''} ${dark.matches} ${paper.matches}`;
  if (now !== knownFor) {
    known.clear();
    knownFor = now;
  }
  const found = known.get(name) ?? getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  known.set(name, found);
  return found;
}
