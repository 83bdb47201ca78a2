/** What stands where an answer is not there yet, or never comes. */
import type { ComponentChildren, JSX } from 'preact';
import type { Asked, Problem } from '../shared/api';
import { useText } from '../shared/i18n';
import { strings } from '../shared/strings';

export function Loading({ slow }: { slow: boolean }): JSX.Element {
  const t = useText(strings);
  return (
    <div class="loading" role="status">
      <span class="loading-bar" aria-hidden="true" />
      {slow ? t('slow') : t('loading')}
    </div>
  );
}

export function Failed({ problem, again }: { problem: Problem; again: () => void }): JSX.Element {
  const t = useText(strings);
  const words =
    problem.detail && problem.status > 0
      ? problem.detail
      : problem.status === 0
        ? t('failed_network')
        : problem.status < 0
          ? t('failed_page', { detail: problem.detail })
          : t('failed_server', { status: String(problem.status) });
  return (
    <div class="failed" role="alert">
      <strong>{t('failed')}</strong>
      <p>{words}</p>
      <button type="button" onClick={again}>{t('again')}</button>
    </div>
  );
}

/** The answer when it is there; until then that it is on its way, or why it does not come. */
export function Answered<T>({ asked, children }: { asked: Asked<T>; children: (answer: T) => ComponentChildren }): JSX.Element {
  return (
    <>
      {asked.problem && <Failed problem={asked.problem} again={asked.again} />}
      {asked.loading && (asked.answer === undefined || asked.slow) && <Loading slow={asked.slow} />}
      {asked.answer !== undefined && children(asked.answer)}
    </>
  );
}
