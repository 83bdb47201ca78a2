/** The ripple as a picture: a column for each step away. What does not fit is counted and stands in the table. */
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { useText } from '../../shared/i18n';
import { byStep, parents, type Affected, type Class, type Impact } from './answer';
import { strings } from './strings';

const [BOX, HEIGHT, GAP, BETWEEN, TOP, MOST] = [210, 44, 8, 70, 30, 14];

interface Card {
  readonly x: number;
  readonly y: number;
  readonly of: Affected;
}

export function Ripple({ found, rows }: { found: Impact; rows: readonly Affected[] }): JSX.Element | null {
  const t = useText(strings);
  // Articles stand for their instruments, which are in the list as well.
  const steps = useMemo(() => byStep(rows.filter(({ kind }) => kind !== 'article')), [rows]);
  const hanging = useMemo(() => parents(found.affected, found.instrument.iri), [found]);
  if (!steps.some((step) => step.length)) return null;
  const x = (step: number): number => 8 + step * (BOX + BETWEEN);
  const cards = new Map<string, Card>(
    steps.flatMap((step, at) => step.slice(0, MOST).map((of, row) => [of.iri, { x: x(at + 1), y: TOP + row * (HEIGHT + GAP), of }] as const)),
  );
  const width = x(steps.length) + BOX + 8;
  const height = TOP + Math.min(MOST + 1, Math.max(1, ...steps.map((step) => step.length + (step.length > MOST ? 1 : 0)))) * (HEIGHT + GAP) + 8;
  const from = (card: Card): { x: number; y: number } => cards.get(hanging.get(card.of.iri) ?? '') ?? { x: x(0), y: TOP };
  return (
    <section aria-labelledby="ripple">
      <h2 id="ripple">{t('ripple')} <small class="quiet">{steps.map((step, at) => t('step_count', { n: at + 1, count: step.length })).join(' · ')}</small></h2>
      <div class="ripple-box" tabIndex={0} role="group" aria-label={t('ripple_label', { title: found.instrument.title })}>
        <svg class="ripple" width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={t('ripple_label', { title: found.instrument.title })}>
          {[...cards.values()].map((card) => {
            const start = from(card);
            const [x1, y1, x2, y2] = [start.x + BOX, start.y + HEIGHT / 2, card.x, card.y + HEIGHT / 2];
            const middle = (x1 + x2) / 2;
            return <g key={card.of.iri} class={`class-${card.of.class}`}><path class="edge" d={`M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`} /></g>;
          })}
          <Box x={x(0)} y={TOP} label={found.instrument.title} below={found.instrument.number ?? ''} tone="root" />
          {steps.map((step, at) => (
            <g key={at}>
              <text class="column" x={x(at + 1)} y={18}>{t('step', { n: at + 1 })}</text>
              {step.length > MOST && <text class="column" x={x(at + 1)} y={TOP + MOST * (HEIGHT + GAP) + 18}>{t('more', { n: step.length - MOST })}</text>}
            </g>
          ))}
          {[...cards.values()].map(({ x: left, y, of }) => <Box key={of.iri} x={left} y={y} label={of.label} below={`${t(`kind_${of.kind}`)} · ${t(`class_${of.class}`)}`} tone={of.class} />)}
        </svg>
      </div>
    </section>
  );
}

function Box({ x, y, label, below, tone }: { x: number; y: number; label: string; below: string; tone: Class | 'root' }): JSX.Element {
  return (
    <g class={tone === 'root' ? '' : `class-${tone}`}>
      <title>{label}</title>
      <rect class="card" x={x} y={y} width={BOX} height={HEIGHT} rx={3} />
      <rect class={tone === 'root' ? 'root' : 'stripe'} x={x} y={y} width={5} height={HEIGHT} />
      <text x={x + 13} y={y + 19}>{cut(label)}</text>
      <text class="sub" x={x + 13} y={y + 35}>{below}</text>
    </g>
  );
}

/** The beginning and the end: ends often tell apart (第15项). */
function cut(label: string): string {
  return label.length > 14 ? `${label.slice(0, 8)}…${label.slice(-5)}` : label;
}
