/** What hands do on a picture, with a mouse, fingers or a wheel: they move it, come nearer, point and tap. */

export interface Meant {
  readonly onPan: (dx: number, dy: number) => void;
  /** Nearer (more than 1) or farther, about a place that stays where it is. */
  readonly onZoom: (by: number, x: number, y: number) => void;
  /** `reach` is how far the hand may miss what it means. */
  readonly onTap: (x: number, y: number, reach: number) => void;
  readonly onPoint: (x: number, y: number) => void;
  readonly onLeave: () => void;
}

interface Spot {
  readonly x: number;
  readonly y: number;
}

/** A hand that moves less than this, in pixels, taps. */
const SLACK = { mouse: 4, touch: 8 };
const REACH = { mouse: 2, touch: 8 };
/** Lines and pages of a wheel, in pixels. */
const WHEEL = [1, 33, 400];

/** Begin to follow the hands; returns how to stop. */
export function follow(element: HTMLElement, meant: Meant): () => void {
  const down = new Map<number, Spot>();
  let begun: Spot = { x: 0, y: 0 };
  let moving = false;
  const spot = (event: MouseEvent): Spot => {
    const { left, top } = element.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const kind = (event: PointerEvent): 'mouse' | 'touch' => (event.pointerType === 'mouse' ? 'mouse' : 'touch');

  const pressed = (event: PointerEvent): void => {
    if (event.button) return;
    element.setPointerCapture(event.pointerId);
    moving = down.size > 0;
    begun = spot(event);
    down.set(event.pointerId, begun);
  };
  const moved = (event: PointerEvent): void => {
    const now = spot(event);
    const before = down.get(event.pointerId);
    if (!before) {
      meant.onPoint(now.x, now.y);
      return;
    }
    moving ||= Math.hypot(now.x - begun.x, now.y - begun.y) > SLACK[kind(event)];
    if (!moving) return;
    down.set(event.pointerId, now);
    const other = [...down].find(([id]) => id !== event.pointerId)?.[1];
    if (other) pinched(before, now, other);
    else meant.onPan(now.x - before.x, now.y - before.y);
  };
  const pinched = (before: Spot, now: Spot, other: Spot): void => {
    const apart = (one: Spot): number => Math.max(1, Math.hypot(one.x - other.x, one.y - other.y));
    meant.onPan((now.x - before.x) / 2, (now.y - before.y) / 2);
    meant.onZoom(apart(now) / apart(before), (now.x + other.x) / 2, (now.y + other.y) / 2);
  };
  const released = (event: PointerEvent): void => {
    if (!down.delete(event.pointerId) || moving || event.type !== 'pointerup') return;
    const { x, y } = spot(event);
    meant.onTap(x, y, REACH[kind(event)]);
  };
  const rolled = (event: WheelEvent): void => {
    event.preventDefault();
    const { x, y } = spot(event);
    // Two fingers on a touchpad come as a wheel with Ctrl, in small steps.
    const step = event.deltaY * (WHEEL[event.deltaMode] ?? 1) * (event.ctrlKey ? 0.01 : 0.003);
    meant.onZoom(2 ** -step, x, y);
  };

  const stop = new AbortController();
  const { signal } = stop;
  element.addEventListener('pointerdown', pressed, { signal });
  element.addEventListener('pointermove', moved, { signal });
  element.addEventListener('pointerup', released, { signal });
  element.addEventListener('pointercancel', released, { signal });
  element.addEventListener('pointerleave', meant.onLeave, { signal });
  element.addEventListener('wheel', rolled, { signal, passive: false });
  return () => stop.abort();
}
