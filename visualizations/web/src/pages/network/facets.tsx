/** The legend, which is the filter too, and says in words what it does. */
import type { JSX } from 'preact';
import { say, useLanguage, useText } from '../../shared/i18n';
import type { Change } from '../../shared/location';
import { KINDS_NAMES, RELATION_NAMES } from '../../shared/terms';
import { communityColour, outline, SHAPES } from './drawing';
import type { Facets } from './model';
import { strings } from './strings';
import type { Picture } from './types';
import type { SPEC, View } from './view';

/** As many as there are colours. */
const MOST = 13;

interface Props {
  readonly picture: Picture;
  readonly facets: Facets;
  readonly view: View;
  readonly change: Change<typeof SPEC>;
}

export function FacetPanel({ picture, facets, view, change }: Props): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const toggled = <T extends string>(list: readonly T[], value: T): readonly T[] =>
    list.includes(value) ? list.filter((one) => one !== value) : [...list, value];
  const filtered = view.hide.length || view.without.length || view.only || view.with || view.near;
  return (
    <section class="facets" aria-label={t('filters')}>
      <div class="facet-head">
        <h2>{t('filters')}</h2>
        {filtered ? (
          <button type="button" class="plain small" onClick={() => change({ hide: [], without: [], only: '', with: '', near: 0 })}>{t('reset')}</button>
        ) : null}
      </div>
      <label class="field">
        {t('with')}
        <input type="search" value={view.with} onInput={(event) => change({ with: event.currentTarget.value }, { quietly: true })} />
      </label>
      <fieldset>
        <legend>{t('kinds')}</legend>
        <p class="quiet small">{t('legend_shape')}</p>
        {facets.kinds.map(({ value, count, total }) => (
          <label key={value} class="facet">
            <input type="checkbox" checked={!view.hide.includes(value)} onChange={() => change({ hide: toggled(view.hide, value) })} />
            <svg class={`swatch k-${value}`} viewBox="-9 -9 18 18" aria-hidden="true"><path d={outline(SHAPES[value], 16)} /></svg>
            <span>{say(KINDS_NAMES[value], language)}</span>
            <Count count={count} total={total} />
          </label>
        ))}
      </fieldset>
      <fieldset>
        <legend>{t('relations')}</legend>
        {facets.relations.map(({ value, count, total }) => (
          <label key={value} class="facet">
            <input type="checkbox" checked={!view.without.includes(value)} onChange={() => change({ without: toggled(view.without, value) })} />
            <span>{say(RELATION_NAMES[value], language)}</span>
            <Count count={count} total={total} />
          </label>
        ))}
      </fieldset>
      <label class="field">
        {t('communities')}
        <select value={view.only} onChange={(event) => change({ only: event.currentTarget.value })}>
          <option value="">{t('all_communities')}</option>
          {picture.groups.map((group) => {
            const count = facets.groups.find((one) => one.value === group.id)?.count ?? group.size;
            const n = picture.form === 'whole' ? count : group.size;
            return (
              <option key={group.id} value={String(group.id)}>
                {group.id === 0 ? t('others', { n }) : t('community', { name: shortened(group.name), n })}
              </option>
            );
          })}
        </select>
      </label>
      {view.colour === 'community' && <Communities picture={picture} facets={facets} view={view} change={change} />}
      <div class="pair">
        <label class="field">
          {t('colour')}
          <select value={view.colour} onChange={(event) => change({ colour: event.currentTarget.value === 'community' ? 'community' : 'kind' })}>
            <option value="kind">{t('colour_kind')}</option>
            <option value="community">{t('colour_community')}</option>
          </select>
        </label>
        <label class="field">
          {t('size')}
          <select
            value={view.size}
            onChange={(event) => {
              const size = event.currentTarget.value;
              change({ size: size === 'degree' || size === 'same' ? size : 'load' });
            }}
          >
            <option value="load">{t('size_load')}</option>
            <option value="degree">{t('size_degree')}</option>
            <option value="same">{t('size_same')}</option>
          </select>
        </label>
      </div>
      <p class="quiet small formula">{t(`formula_${view.size}`)}</p>
    </section>
  );
}

/** The colours of the largest communities; a colour is a filter, as everything in the legend is. */
function Communities({ picture, facets, view, change }: Props): JSX.Element {
  const t = useText(strings);
  const counts = new Map(facets.groups.map(({ value, count }) => [value, count]));
  return (
    <ul class="communities" aria-label={t('communities')}>
      {[...picture.groups].sort((a, b) => b.size - a.size).slice(0, MOST).map((group) => {
        const n = picture.form === 'whole' ? counts.get(group.id) ?? 0 : group.size;
        const chosen = view.only === String(group.id);
        return (
          <li key={group.id}>
            <button type="button" class="plain" aria-pressed={chosen} onClick={() => change({ only: chosen ? '' : String(group.id) })}>
              <svg class="swatch" viewBox="-9 -9 18 18" aria-hidden="true"><circle r="8" fill={communityColour(group.id)} /></svg>
              {group.id === 0 ? t('others', { n }) : t('community', { name: shortened(group.name), n })}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function Count({ count, total }: { count: number; total: number }): JSX.Element {
  return <span class="count">{count === total ? total : `${count}/${total}`}</span>;
}

export function shortened(name: string): string {
  return name.length > 18 ? `${name.slice(0, 17)}…` : name;
}
