/** Who shares work with whom, as a table whose cells are buttons: arrows walk it, as in any grid. */
import type { JSX } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import { PictureFiles } from '../../components/picture';
import { useText } from '../../shared/i18n';
import { element, text } from '../../shared/picture';
import { token } from '../../shared/theme';
import { pair, shade, shared, type Measure, type Unit } from './sharing';
import { strings } from './strings';

const [CELL, NAMES, HEADS, MOST_DRAWN] = [30, 190, 170, 60];

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
      <div class="flow-tools">
        <p class="quiet small">{t('matrix_hint')}</p>
        <PictureFiles
          title={t('matrix')} notes={[t('matrix_table'), ...(units.length > MOST_DRAWN ? [t('matrix_cut', { n: MOST_DRAWN })] : [])]}
          drawn={() => drawingOf(units.slice(0, MOST_DRAWN), counts, most)}
        />
      </div>
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

/** How strong each shade is, as load.css has them. */
const STRENGTH = [0, 0.1, 0.2, 0.35, 0.93, 1];

/** The matrix as a drawing, for files. */
function drawingOf(units: readonly Unit[], counts: ReadonlyMap<string, number>, most: number): SVGSVGElement {
  const drawing = element('svg', { viewBox: `0 0 ${NAMES + units.length * CELL} ${HEADS + units.length * CELL}` }) as SVGSVGElement;
  const words = (name: string): string => (name.length > 13 ? `${name.slice(0, 12)}…` : name);
  units.forEach((one, row) => {
    const middle = (row + 0.5) * CELL;
    drawing.append(
      text(words(one.name), { x: NAMES - 8, y: HEADS + middle + 4, 'font-size': 12, 'text-anchor': 'end', fill: token('--ink') }),
      text(words(one.name), { transform: `translate(${NAMES + middle + 4} ${HEADS - 8}) rotate(-90)`, 'font-size': 12, fill: token('--ink') }),
    );
    units.forEach((other, column) => {
      const count = counts.get(pair(one.unit, other.unit)) ?? 0;
      if (!count) return;
      const step = row === column ? 0 : shade(count, most);
      const [x, y] = [NAMES + column * CELL, HEADS + row * CELL];
      drawing.append(
        element('rect', { x: x + 1, y: y + 1, width: CELL - 2, height: CELL - 2, fill: token('--lead'), 'fill-opacity': STRENGTH[step] ?? 1 }),
        text(String(count), { x: x + CELL / 2, y: y + CELL / 2 + 4, 'font-size': 12, 'text-anchor': 'middle', fill: token(step > 3 ? '--on-accent' : step ? '--ink' : '--soft') }),
      );
    });
  });
  return drawing;
}
