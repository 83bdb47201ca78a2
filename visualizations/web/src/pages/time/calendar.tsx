/** A month with what is due on its days. */
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { useLanguage, useText } from '../../shared/i18n';
import { byDay, plusMonths, stateOf, weeksOf, type Due } from './days';
import { strings } from './strings';

export function Calendar({ dues, at, onMonth, onOpen }: {
  dues: readonly Due[]; at: string; onMonth: (day: string) => void; onOpen: (day: string) => void;
}): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const days = useMemo(() => byDay(dues), [dues]);
  const month = at.slice(0, 7);
  const title = new Date(`${month}-01T00:00:00Z`).toLocaleDateString(language === 'zh' ? 'zh-CN' : 'en-GB', { year: 'numeric', month: 'long', timeZone: 'UTC' });
  return (
    <section aria-labelledby="month">
      <div class="calendar-head">
        <button type="button" class="no-print" onClick={() => onMonth(plusMonths(at, -1))}>{t('previous_month')}</button>
        <h2 id="month">{title}</h2>
        <button type="button" class="no-print" onClick={() => onMonth(plusMonths(at, 1))}>{t('next_month')}</button>
      </div>
      <table class="calendar">
        <caption class="unseen">{title}</caption>
        <thead><tr>{t('weekdays').split(' ').map((name) => <th key={name} scope="col">{name}</th>)}</tr></thead>
        <tbody>
          {weeksOf(month).map((week) => (
            <tr key={week[0]}>
              {week.map((day) => {
                const held = days.get(day) ?? [];
                return (
                  <td key={day} class={`${day.startsWith(month) ? '' : 'outside'}${day === at ? ' at' : ''}`}>
                    {Number(day.slice(8))}
                    {held.length > 0 && (
                      <button type="button" class={`state-${stateOf(day, at)}`} onClick={() => onOpen(day)}>
                        <span class="unseen">{day}</span> {held.length} <span class="due-text">{held[0]?.text}</span>
                      </button>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
