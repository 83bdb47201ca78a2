/** The search field: a combobox whose list shows the line that matched. */
import type { JSX } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { question, useAnswer } from '../../shared/api';
import { say, useLanguage, useText } from '../../shared/i18n';
import { KIND_NAMES } from '../../shared/terms';
import { strings } from './strings';
import type { Hit } from './types';

interface Props {
  readonly label: string;
  readonly onChoose: (id: string) => void;
}

/** Preact's types want a datalist with this role; the list here is our own. */
const COMBOBOX: object = { role: 'combobox' };

export function Search({ label, onChoose }: Props): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const id = useId();
  const [words, setWords] = useState('');
  const [asked, setAsked] = useState('');
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(words.trim()), 150);
    return () => clearTimeout(timer);
  }, [words]);
  const { answer, loading } = useAnswer<{ total: number; hits: Hit[] }>(
    asked ? question('/api/explorer/search', { q: asked, limit: 12 }) : null, language,
  );
  const hits = asked && answer ? answer.hits : [];
  const shown = open && asked !== '';

  const choose = (hit: Hit | undefined): void => {
    if (!hit) return;
    setOpen(false);
    setWords('');
    onChoose(hit.id);
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.isComposing) return; // Enter ends the input of a Chinese word
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setActive((before) => (hits.length ? (before + step + hits.length) % hits.length : 0));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      choose(hits[active]);
    } else if (event.key === 'Escape') {
      setOpen(false);
    }
  };

  return (
    <div class="search-box" role="search">
      <label class="unseen" for={`${id}-q`}>{label}</label>
      <input
        id={`${id}-q`}
        type="search"
        {...COMBOBOX}
        autocomplete="off"
        aria-expanded={shown}
        aria-controls={`${id}-hits`}
        aria-autocomplete="list"
        {...(shown && hits[active] ? { 'aria-activedescendant': `${id}-${active}` } : {})}
        placeholder={t('search_hint')}
        value={words}
        onInput={(event) => {
          setWords(event.currentTarget.value);
          setActive(0);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={pressed}
      />
      <div class="hits" hidden={!shown}>
        <p class="quiet small" role="status">
          {shown && !loading && answer ? (answer.total ? t('found', { n: answer.total }) : t('found_none', { q: asked })) : ''}
        </p>
        <ul id={`${id}-hits`} role="listbox" aria-label={label}>
          {hits.map((hit, index) => (
            <li
              key={hit.id}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === active}
              onMouseDown={(event) => {
                event.preventDefault();
                choose(hit);
              }}
            >
              <span class={`kind k-${hit.kind}`}>{say(KIND_NAMES[hit.kind], language)}</span>
              <span class="hit-name">{whole(hit) ? <Line hit={hit} /> : hit.name}</span>
              {hit.matched === 'pinyin' && <span class="quiet small">{t('matched_pinyin')}</span>}
              {!whole(hit) && (
                <span class="hit-line small">{hit.matched === 'number' ? t('matched_number') : t('matched_text')} <Line hit={hit} /></span>
              )}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

/** Whether the line that matched is the name, from its beginning. */
function whole(hit: Hit): boolean {
  return hit.matched === 'pinyin' || (hit.matched === 'name' && !hit.line.startsWith('…'));
}

/** The line that matched, with the match marked. Offsets count code points, as Python's do. */
function Line({ hit }: { hit: Hit }): JSX.Element {
  const letters = [...hit.line];
  return (
    <>
      {letters.slice(0, hit.start).join('')}
      {hit.end > hit.start && <mark>{letters.slice(hit.start, hit.end).join('')}</mark>}
      {letters.slice(Math.max(hit.start, hit.end)).join('')}
    </>
  );
}
