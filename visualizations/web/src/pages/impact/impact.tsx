import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Answered } from '../../components/state';
import { question, useAnswer } from '../../shared/api';
import { day, useLanguage, useText } from '../../shared/i18n';
import { useView } from '../../shared/location';
import { Found } from './found';
import type { Impact } from './answer';
import { strings } from './strings';
import { AS_ANSWERED } from '../../shared/view';
import { CHANGES, SPEC } from './view';
import './impact.css';

interface Instrument {
  readonly iri: string;
  readonly title: string;
  readonly numbers: readonly string[];
  readonly measures: number;
}

interface Version {
  readonly iri: string;
  readonly made: string;
  readonly begins: string;
  readonly ends: string;
}

const ID = 'https://w3id.org/taizhang/id/';

export default function ImpactPage(): JSX.Element {
  const t = useText(strings);
  const { view } = useView(SPEC);
  return (
    <div class="page">
      <h1>{t('heading')}</h1>
      {view.instrument ? <Asked key={view.instrument} /> : <Choose />}
    </div>
  );
}

function Choose(): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const { view, change, href } = useView(SPEC);
  const words = view.find;
  const [typed, setTyped] = useState(words);
  useEffect(() => setTyped(words), [words]);
  // Asked when typing pauses: each letter alone would be a question.
  useEffect(() => {
    const timer = setTimeout(() => change({ find: typed }, { quietly: true }), 250);
    return () => clearTimeout(timer);
  }, [typed]);
  const asked = useAnswer<readonly Instrument[]>(question('/api/explorer/instruments', { q: words }), language);
  return (
    <div class="instrument-find">
      <p>{t('choose')}</p>
      <label>
        <span class="unseen">{t('instrument')}</span>
        <input type="search" placeholder={t('instrument_hint')} value={typed} onInput={(event) => setTyped(event.currentTarget.value)} />
      </label>
      <Answered asked={asked}>
        {(found) => (
          <>
            <p class="unseen" role="status">{words ? t('found', { n: found.length }) : ''}</p>
            {found.length === 0 && <p class="quiet">{t('no_instrument')}</p>}
            <ul class="instrument-list">
              {found.map((one) => (
                <li key={one.iri}>
                  <a href={href({ instrument: one.iri.replace(ID, ''), find: '' })}>
                    {one.title}
                    <small>{[one.numbers[0], one.measures ? t('measures_name_it', { n: one.measures }) : ''].filter(Boolean).join(' · ')}</small>
                  </a>
                </li>
              ))}
            </ul>
          </>
        )}
      </Answered>
    </div>
  );
}

function Asked(): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const { view, href } = useView(SPEC);
  const parameters = {
    instrument: `${ID}${view.instrument}`, change: view.change, on: view.on, article: view.article, old: view.old, new: view.new, lang: language,
  };
  const asked = useAnswer<Impact>(question('/api/impact', parameters), language);
  const report = (form: string): string => question('/api/impact', { ...parameters, format: form });
  return (
    <>
      <div class="impact-title">
        <h2>{asked.answer?.instrument.title ?? view.instrument}</h2>
        {asked.answer?.instrument.number && <span class="quiet">{asked.answer.instrument.number}</span>}
        <a class="no-print" href={href({ instrument: '', article: [], old: '', new: '', step: '', list: AS_ANSWERED, candidates: AS_ANSWERED, compare: false })}>{t('other')}</a>
      </div>
      <Form />
      <Answered asked={asked}>
        {(found) => <Found found={found} reports={['html', 'md', 'xlsx', 'ttl', 'json', 'svg', 'png'].map((form) => ({ form, address: report(form) }))} />}
      </Answered>
    </>
  );
}

function Form(): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const { view, change } = useView(SPEC);
  const versions = useAnswer<readonly Version[]>(question('/api/explorer/versions', { instrument: view.instrument }), language);
  const [articles, setArticles] = useState(view.article.join('、'));
  useEffect(() => setArticles(view.article.join('、')), [view.article]);
  const days = versions.answer?.map(({ made }) => made).filter(Boolean) ?? [];
  return (
    <form
      class="impact-form no-print"
      onSubmit={(event) => {
        event.preventDefault();
        change({ article: articles.split(/[\s,，、;；]+/).filter(Boolean) });
      }}
    >
      <label>
        {t('change')}
        <select value={view.change} onChange={(event) => change({ change: CHANGES.find((one) => one === event.currentTarget.value) ?? '' })}>
          <option value="">{t('change_auto')}</option>
          {CHANGES.map((one) => <option key={one} value={one}>{t(`change_${one}`)}</option>)}
        </select>
      </label>
      <label>{t('on')}<input type="date" value={view.on} onChange={(event) => change({ on: event.currentTarget.value })} /></label>
      <label>{t('articles')}<input type="text" value={articles} onInput={(event) => setArticles(event.currentTarget.value)} /></label>
      {days.length > 1 && (['old', 'new'] as const).map((which) => (
        <label key={which}>
          {t(which)}
          <select value={view[which]} onChange={(event) => change({ [which]: event.currentTarget.value })}>
            <option value="">{t('any_version')}</option>
            {days.map((made) => <option key={made} value={made}>{day(made, language)}</option>)}
          </select>
        </label>
      ))}
      <button type="submit" class="main">{t('ask')}</button>
    </form>
  );
}
