/** A scene on a canvas, which hands move. Nothing in it moves by itself, so a frame is a few milliseconds of lines and names. */
import { token } from '../../shared/theme';
import type { Camera } from '../../shared/view';
import { outline, type Shape } from './drawing';
import { follow } from './hands';
import type { Side } from './labels';
import { bodyAt, inBounds, named, whole, type Body, type Line, type Scene } from './scene';

export interface Told {
  /** What was tapped; empty for the ground. */
  readonly onTap: (id: string) => void;
  /** What is under the pointer, and where it stands in the window. */
  readonly onPoint: (id: string, x: number, y: number) => void;
  /** The pointer is over nothing, or the picture moves. */
  readonly onAway: () => void;
  /** A reader moved the picture, and has stopped. */
  readonly onMove: (camera: Camera) => void;
}

/** More bodies and lines than this are not painted at each step of a hand: what was painted is moved, as far as it covers the window. */
const MANY = 4000;
/** Milliseconds without a step after which a hand has stopped. */
const REST = 180;

export class Chart {
  private readonly context: CanvasRenderingContext2D;
  private readonly stops: (() => void)[] = [];
  private scene: Scene = { bodies: [], lines: [] };
  /** It has not been painted yet. */
  private fresh = false;
  private names: ReturnType<typeof named> | null = null;
  private zoom = 1;
  /** Where the scene's origin stands in the window. */
  private pan = { x: 0, y: 0 };
  private size = { width: 1, height: 1 };
  /** How near the names were when they found their places. */
  private named = 1;
  /** From where the canvas was painted. */
  private painted = { zoom: 1, pan: { x: 0, y: 0 } };
  private frame = 0;
  private rest: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly canvas: HTMLCanvasElement, private readonly box: HTMLElement, private readonly told: Told) {
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no canvas');
    this.context = context;
    this.fill();
    const watch = new ResizeObserver(() => this.fill());
    watch.observe(box);
    this.stops.push(() => watch.disconnect(), follow(box, {
      onPan: (dx, dy) => this.moved(this.zoom, this.pan.x + dx, this.pan.y + dy),
      onZoom: (by, x, y) => this.zoomAbout(by, x, y),
      onTap: (x, y, reach) => told.onTap(this.under(x, y, reach)?.id ?? ''),
      onPoint: (x, y) => this.pointed(this.under(x, y, 2)),
      onLeave: told.onAway,
    }));
  }

  destroy(): void {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.rest);
    for (const stop of this.stops) stop();
  }

  show(scene: Scene): void {
    this.scene = scene;
    this.fresh = true;
    this.names = null;
    this.ask();
  }

  /** Where the middle of the view is, and how large things are: independent of the size of the window. */
  camera(): Camera {
    const { x, y } = this.middle();
    return { x: Math.round(x), y: Math.round(y), zoom: Math.round(this.zoom * 1000) / 1000 };
  }

  look({ x, y, zoom }: Camera): void {
    this.place(zoom, this.size.width / 2 - x * zoom, this.size.height / 2 - y * zoom);
    this.names = null;
  }

  fit(): void {
    this.look(whole(this.scene, this.size.width, this.size.height));
  }

  center(id: string): void {
    const found = this.scene.bodies.find((one) => one.id === id);
    if (found) this.moved(this.zoom, this.size.width / 2 - found.x * this.zoom, this.size.height / 2 - found.y * this.zoom);
  }

  /** Nearer or farther, about the middle. */
  zoomBy(by: number): void {
    this.zoomAbout(by, this.size.width / 2, this.size.height / 2);
  }

  private zoomAbout(by: number, x: number, y: number): void {
    const zoom = inBounds(this.zoom * by);
    const real = zoom / this.zoom;
    this.moved(zoom, x - (x - this.pan.x) * real, y - (y - this.pan.y) * real);
  }

  private middle(): { x: number; y: number } {
    return { x: (this.size.width / 2 - this.pan.x) / this.zoom, y: (this.size.height / 2 - this.pan.y) / this.zoom };
  }

  /** As a hand moves it: names find their places when it has stopped. */
  private moved(zoom: number, x: number, y: number): void {
    this.place(zoom, x, y);
    this.told.onAway();
    clearTimeout(this.rest);
    this.rest = setTimeout(() => {
      this.rest = undefined;
      this.names = null;
      this.ask();
      this.told.onMove(this.camera());
    }, REST);
  }

  private place(zoom: number, x: number, y: number): void {
    this.zoom = zoom;
    this.pan = { x, y };
    this.ask();
  }

  private under(x: number, y: number, reach: number): Body | undefined {
    return bodyAt(this.scene, (x - this.pan.x) / this.zoom, (y - this.pan.y) / this.zoom, reach / this.zoom);
  }

  private pointed(found: Body | undefined): void {
    if (found) this.told.onPoint(found.id, this.pan.x + found.x * this.zoom, this.pan.y + found.y * this.zoom);
    else this.told.onAway();
  }

  /** Take the size of the box. What is seen stays where it is. */
  private fill(): void {
    const { clientWidth: width, clientHeight: height } = this.box;
    const [wide, high] = [Math.round(width * this.ratio()), Math.round(height * this.ratio())];
    this.size = { width, height };
    if (this.canvas.width === wide && this.canvas.height === high) return;
    this.canvas.width = wide;
    this.canvas.height = high;
    this.names = null;
    // To give it a size empties it: painted at once, so that it is never seen so.
    this.paint();
  }

  private ratio(): number {
    return Math.min(devicePixelRatio, 2);
  }

  private ask(): void {
    this.frame ||= requestAnimationFrame(() => this.draw());
  }

  private draw(): void {
    this.frame = 0;
    const hand = this.rest !== undefined;
    if (!hand || this.scene.bodies.length + this.scene.lines.length <= MANY || !this.shifted()) this.paint();
  }

  /** Move what was painted before, unless too much of the window would be bare. */
  private shifted(): boolean {
    const { width, height } = this.size;
    const by = this.zoom / this.painted.zoom;
    const [x, y] = [this.pan.x - this.painted.pan.x * by, this.pan.y - this.painted.pan.y * by];
    const bare = Math.max(x / width, y / height, 1 - by - x / width, 1 - by - y / height);
    if (bare > 0.25 || by > 2) return false;
    this.canvas.style.transform = `translate(${x}px, ${y}px) scale(${by})`;
    return true;
  }

  private paint(): void {
    const { context, zoom, pan } = this;
    const ratio = this.ratio();
    this.canvas.style.transform = '';
    this.painted = { zoom, pan };
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    context.setTransform(ratio * zoom, 0, 0, ratio * zoom, ratio * pan.x, ratio * pan.y);
    for (const line of this.scene.lines) paintLine(context, line);
    for (const body of this.scene.bodies) {
      context.setTransform(ratio * zoom, 0, 0, ratio * zoom, ratio * (pan.x + body.x * zoom), ratio * (pan.y + body.y * zoom));
      paintBody(context, body);
    }
    this.paintNames(ratio);
    if (this.fresh) performance.mark('taizhang:network-drawn');
    this.fresh = false;
  }

  private paintNames(ratio: number): void {
    const { context, zoom, pan, size } = this;
    if (!this.names) {
      this.names = named(this.scene, { ...this.middle(), zoom }, size.width, size.height);
      this.named = zoom;
    }
    // Until a hand stops, names grow and shrink with what they name.
    const by = zoom / this.named;
    context.setTransform(ratio * by, 0, 0, ratio * by, ratio * pan.x, ratio * pan.y);
    context.globalAlpha = 1;
    context.fillStyle = token('--ink');
    context.strokeStyle = token('--paper');
    context.lineWidth = 3;
    context.lineJoin = 'round';
    for (const { body, font, side } of this.names) {
      const [across, down] = PLACED[side];
      const off = (body.size / 2) * this.named + 2;
      const [x, y] = [body.x * this.named + across * off, body.y * this.named + down * off];
      context.font = `${body.first === 2 ? 'bold ' : ''}${font}px ${token('--sans') || 'sans-serif'}`;
      context.textAlign = side === 'right' ? 'left' : side === 'left' ? 'right' : 'center';
      context.textBaseline = side === 'bottom' ? 'top' : side === 'top' ? 'bottom' : 'middle';
      context.strokeText(body.label, x, y);
      context.fillText(body.label, x, y);
    }
  }
}

/** Where the nearest edge of a name stands from the middle of its thing. */
const PLACED: Readonly<Record<Side, readonly [across: number, down: number]>> = { bottom: [0, 1], top: [0, -1], right: [1, 0], left: [-1, 0] };

function paintLine(context: CanvasRenderingContext2D, { from, to, width, colour, opacity }: Line): void {
  context.globalAlpha = opacity;
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.lineTo(to.x, to.y);
  context.stroke();
}

/** Shapes of radius 1. */
const paths = new Map<Shape, Path2D>();

function paintBody(context: CanvasRenderingContext2D, { shape, size, colour, opacity, border }: Body): void {
  const path = paths.get(shape) ?? new Path2D(outline(shape, 2));
  paths.set(shape, path);
  context.scale(size / 2, size / 2);
  context.globalAlpha = opacity;
  context.fillStyle = colour;
  context.fill(path);
  context.lineWidth = border.width / (size / 2);
  context.strokeStyle = border.colour;
  context.stroke(path);
}
