/** The time line: a dot for each day something is due, bars for texts of instruments, and the day one looks from. */
import type { JSX } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import { PictureFiles } from '../../components/picture';
import { day as written, useLanguage, useText } from '../../shared/i18n';
import { token } from '../../shared/theme';
import { byDay, inForce, ofDay, plusMonths, span, stateOf, touchedDues, type Due, type TextVersion, type Touched } from './days';
import { strings } from './strings';

const [WIDTH, DUES, ROW, MOST] = [1160, 120, 20, 24];
/** The room for names: of texts of instruments, or of the one line of deadlines. */
const [TITLES, ALONE] = [170, 70];

export interface Played {
  readonly from: string;
  readonly touched: Touched;
  readonly words: string;
}

export function Line({ dues, versions, at, played, onOpen }: {
  dues: readonly Due[]; versions: readonly TextVersion[]; at: string; played: Played | null; onOpen: (day: string) => void;
}): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const picture = useRef<SVGSVGElement>(null);
  const days = useMemo(() => byDay(dues), [dues]);
  const [first, last] = span([...days.keys(), at, ...(played ? [played.from] : [])]);
  const hit = useMemo(() => new Set(played ? touchedDues(dues, played.touched, played.from).map(({ day }) => day) : []), [dues, played]);
  const shown = versions.filter(({ ends }) => !ends || ends > first).slice(0, MOST);
  const left = shown.length ? TITLES : ALONE;
  const x = (day: string): number => left + ((ofDay(day) - ofDay(first)) / (ofDay(last) - ofDay(first))) * (WIDTH - left - 20);
  const within = (day: string, otherwise: string): number => x(day && day > first ? (day < last ? day : last) : otherwise);
  const most = Math.max(1, ...[...days.values()].map((held) => held.length));
  const height = DUES + 34 + (shown.length ? shown.length * ROW + 26 : 0);
  return (
    <>
    <ul class="line-key" aria-label={t('key')}>
      {(['past', 'near', 'ahead'] as const).map((state) => <li key={state}><svg viewBox="0 0 10 10" aria-hidden="true"><circle class={`due-${state}`} cx="5" cy="5" r="5" /></svg>{t(`state_${state}`)}</li>)}
      <li>{t('key_size')}</li>
    </ul>
    <div class="line-box" tabIndex={0} role="group" aria-label={t('line_label', { from: written(first, language), to: written(last, language) })}>
      <svg class="line-picture" ref={picture} viewBox={`0 0 ${WIDTH} ${height}`}>
        {ticks(first, last).map((day) => (
          <g key={day}>
            <path class="grid" d={`M${x(day)} 14V${height}`} />
            <text x={x(day) + 4} y={DUES + 26}>{day.endsWith('-01-01') ? day.slice(0, 4) : day.slice(0, 7)}</text>
          </g>
        ))}
        <path class="axis" d={`M${left} ${DUES}H${WIDTH - 20}`} />
        <text class="name" x={8} y={DUES}>{t('dues_line')}</text>
        {[...days].map(([day, held]) => {
          const radius = 4 + 9 * Math.sqrt(held.length / most);
          return (
            <g
              key={day} class="dot" role="button" tabindex={0} aria-label={t('on_day', { day: written(day, language), n: held.length })}
              onClick={() => onOpen(day)} onKeyDown={(event) => pressed(event, () => onOpen(day))}
            >
              <title>{t('on_day', { day: written(day, language), n: held.length })}</title>
              <path class="grid" d={`M${x(day)} ${DUES}V${DUES - 30}`} />
              <circle class={`due-${stateOf(day, at)}`} cx={x(day)} cy={DUES - 30 - radius} r={radius} />
              {hit.has(day) && <circle class="touched" cx={x(day)} cy={DUES - 30 - radius} r={radius + 4} />}
              {held.length > 1 && <text x={x(day)} y={DUES - 40 - 2 * radius} text-anchor="middle">{held.length}</text>}
            </g>
          );
        })}
        {shown.map((version, row) => {
          const [from, to] = [within(version.begins, first), within(version.ends, last)];
          return (
            <g key={version.iri}>
              <title>{`${version.title} ${version.begins}–${version.ends}`}</title>
              <text class="name" x={8} y={DUES + 62 + row * ROW}>{version.title.length > 12 ? `${version.title.slice(0, 12)}…` : version.title}</text>
              <rect class={`version${inForce(version, at) ? ' now-valid' : ''}`} x={from} y={DUES + 52 + row * ROW} width={Math.max(2, to - from)} height={10} />
            </g>
          );
        })}
        {played && (
          <g class={at >= played.from ? 'change in-effect' : 'change'}>
            <title>{played.words}</title>
            <path d={`M${x(played.from)} 14V${height}`} />
            <text x={x(played.from) + 5} y={DUES + 12}>{played.words}</text>
          </g>
        )}
        <path class="now" d={`M${x(at)} 14V${height}`} />
        <text class="now-words" x={x(at)} y={11} text-anchor="middle">{written(at, language)}</text>
      </svg>
      {shown.length > 0 && <p class="quiet small">{t('versions_hint')}</p>}
    </div>
    <PictureFiles title={t('heading')} notes={[t('picture_span', { from: written(first, language), to: written(last, language) }), ...(played ? [played.words] : [])]} legend={() => [
      { colour: token('--faint'), name: t('state_past') }, { colour: token('--seal'), name: t('state_near') }, { colour: token('--k-deadline'), name: t('state_ahead') },
    ]} drawn={() => picture.current} />
    </>
  );
}

/** What Enter and Space do to a button, where it is a drawing. */
function pressed(event: KeyboardEvent, meant: () => void): void {
  if (event.key !== 'Enter' && event.key !== ' ') return;
  event.preventDefault();
  meant();
}

/** The first of each year, or of each quarter where the line is short. */
function ticks(first: string, last: string): readonly string[] {
  const months = ofDay(last) - ofDay(first) > 1500 ? 12 : 3;
  const found: string[] = [];
  for (let day = `${first.slice(0, 4)}-01-01`; day <= last; day = plusMonths(day, months)) if (day >= first) found.push(day);
  return found;
}
