/** What stands around every page: the menu, the language, the colours, and the notice that data have changed. */
import { Component, type ComponentChildren, type ComponentType, type JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Failed, Loading } from './components/state';
import { ROUTES, routeOf, type Route } from './pages';
import { Problem, useVersion } from './shared/api';
import { day, LanguageContext, say, today, useLanguage, useText, type Language } from './shared/i18n';
import { announce, setLiveRegion } from './shared/live';
import { go, languageOf, PlaceContext, useCommon, useLink, useLivePlace, usePlace } from './shared/location';
import { strings } from './shared/strings';
import { currentTheme, setTheme, THEMES, type Theme } from './shared/theme';

export function App(): JSX.Element {
  const place = useLivePlace();
  const language = useMemo(() => languageOf(place.search), [place.search]);
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  }, [language]);
  return (
    <PlaceContext.Provider value={place}>
      <LanguageContext.Provider value={language}>
        <Shell />
      </LanguageContext.Provider>
    </PlaceContext.Provider>
  );
}

function Shell(): JSX.Element {
  const t = useText(strings);
  const { path } = usePlace();
  const route = routeOf(path);
  return (
    <div class="shell" onClick={followed}>
      <a class="skip" href="#content">{t('skip')}</a>
      <Top route={route} />
      <OtherVersion />
      <main id="content" tabIndex={-1}>{route ? <Loaded key={route.name} route={route} /> : <NoPage />}</main>
      <Bottom />
      <div class="unseen" role="status" aria-live="polite" ref={setLiveRegion} />
    </div>
  );
}

/** Links between pages are followed here; a click that means another tab is left to the browser. */
function followed(event: MouseEvent): void {
  const link = (event.target as Element).closest('a');
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  if (link.target || link.download || link.origin !== location.origin || !routeOf(link.pathname) || link.hash) return;
  event.preventDefault();
  const other = link.pathname !== location.pathname;
  go(link.pathname + link.search);
  if (other) scrollTo(0, 0);
}

function Top({ route }: { route: Route | undefined }): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const link = useLink();
  const { search, path } = usePlace();
  const other: Language = language === 'zh' ? 'en' : 'zh';
  const translated = new URLSearchParams(search);
  translated.set('lang', other);
  return (
    <header class="top">
      <a class="product" href={link('/')}>
        <svg viewBox="0 0 32 32" aria-hidden="true"><circle cx="9" cy="10" r="5" /><circle cx="24" cy="8" r="3" /><circle cx="21" cy="24" r="4" /><path d="M13 12.5 18.5 21M14 9.5 21 8.3M23.5 11 21.8 20" /></svg>
        {t('product')}
      </a>
      <nav aria-label={t('menu')}>
        {ROUTES.map((one) => (
          <a key={one.name} href={link(one.path)} {...(one === route ? { 'aria-current': 'page' as const } : {})}>{say(one.title, language)}</a>
        ))}
      </nav>
      <div class="top-end">
        <nav class="outside" aria-label={t('elsewhere')}>
          <a href={`/ns?lang=${language}`}>{t('vocabulary')}</a>
          <a href="/docs">{t('api')}</a>
        </nav>
        <ThemeChoice />
        <a class="language" href={`${path}?${translated}`} lang={other === 'zh' ? 'zh-CN' : 'en'} hreflang={other}>{t('other_language')}</a>
      </div>
    </header>
  );
}

function ThemeChoice(): JSX.Element {
  const t = useText(strings);
  const [theme, choose] = useState<Theme>(currentTheme);
  return (
    <label class="theme">
      <span class="unseen">{t('theme')}</span>
      <select
        value={theme}
        onChange={(event) => {
          const chosen = THEMES.find((one) => one === event.currentTarget.value) ?? 'auto';
          choose(chosen);
          setTheme(chosen);
        }}
      >
        <option value="auto">{t('theme_auto')}</option>
        <option value="light">{t('theme_light')}</option>
        <option value="dark">{t('theme_dark')}</option>
      </select>
    </label>
  );
}

/** The address names the version of the data; where they have changed since, the reader is told. */
function OtherVersion(): JSX.Element | null {
  const t = useText(strings);
  const now = useVersion();
  const { v: then } = useCommon();
  const withNow = (): string => {
    const query = new URLSearchParams(location.search);
    query.set('v', now);
    return `${location.pathname}?${query}`;
  };
  useEffect(() => {
    if (now && !then) go(withNow(), { quietly: true });
  }, [now, then]);
  if (!now || !then || now === then) return null;
  return (
    <div class="notice" role="status">
      <p>{t('other_version', { then, now })}</p>
      <button type="button" onClick={() => go(withNow())}>{t('use_version')}</button>
    </div>
  );
}

/** A page whose code is loaded when it is first shown. */
function Loaded({ route }: { route: Route }): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const [page, setPage] = useState<ComponentType | null>(null);
  const [failed, setFailed] = useState(false);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    route.load().then((found) => setPage(() => found.default), () => setFailed(true));
  }, [route, tries]);
  useTitle(`${say(route.title, language)} · ${t('product')}`);
  if (failed) return <Failed problem={new Problem(0, '')} again={() => { setFailed(false); setTries(tries + 1); }} />;
  if (!page) return <Loading slow={false} />;
  const Page = page;
  return <Guarded><Page /></Guarded>;
}

/** A page that fails says so instead of leaving a blank. */
class Guarded extends Component<{ children: ComponentChildren }, { error: unknown }> {
  override state = { error: undefined };

  static override getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override render(): ComponentChildren {
    const error: unknown = this.state.error;
    if (error === undefined) return this.props.children;
    const words = error instanceof Error ? error.message : String(error);
    return <Failed problem={new Problem(-1, words)} again={() => location.reload()} />;
  }
}

/** Say where we are: in the title, and aloud when the page has changed. */
function useTitle(title: string): void {
  const first = useRef(true);
  useEffect(() => {
    document.title = title;
    if (!first.current) announce(title);
    first.current = false;
  }, [title]);
}

function NoPage(): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const link = useLink();
  useTitle(t('no_page'));
  return (
    <div class="page narrow">
      <h1>{t('no_page')}</h1>
      <p>{t('no_page_hint')}</p>
      <ul>{ROUTES.map((route) => <li key={route.name}><a href={link(route.path)}>{say(route.title, language)}</a> — {say(route.about, language)}</li>)}</ul>
    </div>
  );
}

function Bottom(): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const { path, search } = usePlace();
  const version = useVersion();
  return (
    <footer class="bottom">
      <span>{t('product')} — {t('tagline')}</span>
      <span class="paper-only">{t('printed_on', { day: day(today(), language), address: location.origin + path + search })}</span>
      {version && <span>{t('data_version', { version })}</span>}
    </footer>
  );
}

