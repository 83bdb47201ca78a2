/**
 * The picture on a canvas. It is given what is shown and tells what was meant; it decides nothing.
 *
 * Positions come from the server and never move, so filters and Back leave everything where it was.
 */
import type { JSX, RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { onTheme } from '../../shared/theme';
import type { Camera } from '../../shared/view';
import { Chart } from './chart';
import { sceneOf, type Subject } from './scene';
import type { Picture } from './types';
import type { View } from './view';

export interface CanvasProps extends Subject {
  readonly view: Pick<View, 'select' | 'colour' | 'size' | 'at'>;
  readonly label: string;
  readonly onSelect: (id: string) => void;
  readonly onGroup: (group: number) => void;
  readonly onMove: (camera: Camera) => void;
  readonly onKey: (event: KeyboardEvent) => void;
  /** What is said of a thing under the pointer. */
  readonly hint: (id: string) => string;
  readonly chart: RefObject<Chart | null>;
}

export function Canvas(props: CanvasProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const tip = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const [themed, setThemed] = useState(0);
  const { chart, picture, found, view, path, others } = props;

  useEffect(() => onTheme(() => setThemed((n) => n + 1)), []);

  useLayoutEffect(() => {
    if (!box.current || !canvas.current) return;
    const made = new Chart(canvas.current, box.current, {
      onTap: (id) => chosen(id, latest.current),
      onPoint: (id, x, y) => {
        if (!tip.current) return;
        tip.current.textContent = latest.current.hint(id);
        tip.current.style.transform = `translate(${Math.round(x) + 12}px, ${Math.round(y) + 12}px)`;
        tip.current.hidden = false;
      },
      onAway: () => {
        if (tip.current) tip.current.hidden = true;
      },
      onMove: (camera) => latest.current.onMove(camera),
    });
    chart.current = made;
    return () => {
      chart.current = null;
      made.destroy();
    };
  }, [chart]);

  // Another picture is looked at as a whole, or from where the address says; filters leave the reader where he is.
  const looked = useRef<Picture | null>(null);
  useLayoutEffect(() => {
    const made = chart.current;
    if (!made) return;
    made.show(sceneOf({ picture, found, view, path, others }));
    if (looked.current === picture) return;
    looked.current = picture;
    if (view.at) made.look(view.at);
    else made.fit();
  }, [chart, picture, found, view.select, view.colour, view.size, path, others, themed]);

  // Back and forward move the picture too.
  useEffect(() => {
    const now = chart.current?.camera();
    const { at } = view;
    if (!now || !at || (now.x === at.x && now.y === at.y && now.zoom === at.zoom)) return;
    chart.current?.look(at);
  }, [chart, view.at]);

  return (
    <div class="canvas-box">
      <div class="canvas" ref={box} role="application" aria-label={props.label} tabIndex={0} onKeyDown={props.onKey}>
        <canvas ref={canvas} />
      </div>
      <div class="canvas-tip" ref={tip} hidden aria-hidden="true" />
    </div>
  );
}

function chosen(id: string, { onSelect, onGroup }: CanvasProps): void {
  if (id.startsWith('group:')) onGroup(Number(id.slice(6)));
  else onSelect(id);
}
