/** Who shares work with whom, as a table whose cells are buttons: arrows walk it, as in any grid. */
import type { JSX } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import { useText } from '../../shared/i18n';
import { pair, shade, shared, type Measure, type Unit } from './sharing';
import { strings } from './strings';

interface MatrixProps {
  readonly units: readonly Unit[];
  readonly measures: readonly Measure[];
  readonly chosen: { readonly unit: string; readonly other: string };
  readonly onChoose: (unit: string, other: string) => void;
}

export function Matrix({ units, measures, chosen, onChoose }: MatrixProps): JSX.Element {
  const t = useText(strings);
  const counts = useMemo(() => shared(measures), [measures]);
  const most = Math.max(0, ...[...counts].filter(([key]) => key.split(' ')[0] !== key.split(' ')[1]).map(([, count]) => count));
  const [at, setAt] = useState<readonly [number, number]>([0, 0]);
  const body = useRef<HTMLTableSectionElement>(null);

  const walk = (event: KeyboardEvent): void => {
    const steps: Readonly<Record<string, readonly [number, number]>> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    const within = (value: number): number => Math.min(units.length - 1, Math.max(0, value));
    const next = [within(at[0] + step[0]), within(at[1] + step[1])] as const;
    setAt(next);
    body.current?.rows[next[0]]?.cells[next[1] + 1]?.querySelector('button')?.focus();
  };

  return (
    <>
      <p class="quiet small">{t('matrix_hint')}</p>
      <div class="matrix-box">
        <table class="matrix">
          <caption class="unseen">{t('matrix_table')}</caption>
          <thead><tr><td />{units.map(({ unit, name }) => <th key={unit} scope="col" title={name}><span>{name}</span></th>)}</tr></thead>
          <tbody ref={body} onKeyDown={walk}>
            {units.map((one, row) => (
              <tr key={one.unit}>
                <th scope="row" title={one.name}>{one.name}</th>
                {units.map((other, column) => {
                  const count = counts.get(pair(one.unit, other.unit)) ?? 0;
                  const own = row === column;
                  return (
                    <td key={other.unit}>
                      <button
                        type="button" class={own ? 'own' : `shade-${shade(count, most)}`} tabIndex={row === at[0] && column === at[1] ? 0 : -1}
                        aria-label={own ? `${one.name}: ${count}` : t('pair_count', { one: one.name, other: other.name, n: count })}
                        aria-pressed={chosen.unit === one.unit && chosen.other === (own ? '' : other.unit)}
                        onFocus={() => setAt([row, column])} onClick={() => onChoose(one.unit, own ? '' : other.unit)}
                      >{count || ''}</button>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
