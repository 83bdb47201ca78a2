/** Days, months, and what falls on them. Days are texts (2026-01-31): they sort, and no time zone moves them. */

export interface Due {
  readonly day: string;
  readonly kind: string;
  readonly frequency: string;
  readonly times: number;
  readonly words: string;
  readonly ledger: string;
  readonly key: string;
  readonly iri: string;
  readonly text: string;
  readonly units: readonly (readonly [name: string, role: string])[];
}

export interface TextVersion {
  readonly iri: string;
  readonly work: string;
  readonly title: string;
  readonly begins: string;
  readonly ends: string;
}

export function ofDay(day: string): number {
  return Math.round(Date.parse(`${day}T00:00:00Z`) / 86_400_000);
}

export function toDay(days: number): string {
  return new Date(days * 86_400_000).toISOString().slice(0, 10);
}

/** The same day some months on; the last of the month where it is shorter. */
export function plusMonths(day: string, months: number): string {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return `${first.toISOString().slice(0, 8)}${String(Math.min(date, last)).padStart(2, '0')}`;
}

/** The weeks of a month from Monday, with the days of other months that fill them. */
export function weeksOf(month: string): readonly (readonly string[])[] {
  const first = ofDay(`${month}-01`);
  const length = ofDay(plusMonths(`${month}-01`, 1)) - first;
  // The first of January 1970 was a Thursday.
  const before = (((first + 3) % 7) + 7) % 7;
  const weeks = Math.ceil((before + length) / 7);
  return Array.from({ length: weeks }, (_, week) => Array.from({ length: 7 }, (_, at) => toDay(first - before + week * 7 + at)));
}

export type State = 'past' | 'near' | 'ahead';

/** How a day stands to the day one looks from: gone, within ninety days, or later. */
export function stateOf(day: string, at: string): State {
  const left = ofDay(day) - ofDay(at);
  return left < 0 ? 'past' : left <= 90 ? 'near' : 'ahead';
}

export function inForce({ begins, ends }: TextVersion, at: string): boolean {
  return (!begins || begins <= at) && (!ends || at < ends);
}

/** What a change touches: the class by the IRI of the measure. */
export type Touched = ReadonlyMap<string, string>;

/** The dues that come when a change is in effect and whose measure it touches. */
export function touchedDues(dues: readonly Due[], touched: Touched, from: string): readonly Due[] {
  return dues.filter(({ day, iri }) => day >= from && touched.has(iri));
}

export function byDay(dues: readonly Due[]): ReadonlyMap<string, readonly Due[]> {
  const found = new Map<string, Due[]>();
  for (const due of dues) {
    const held = found.get(due.day);
    if (held) held.push(due);
    else found.set(due.day, [due]);
  }
  return found;
}

export function filtered(dues: readonly Due[], unit: string, once: boolean): readonly Due[] {
  return dues.filter((due) => (!unit || due.units.some(([name]) => name === unit)) && !(once && due.frequency));
}

/** The first and last day of a line with a month on both sides, so that nothing stands on its edge. */
export function span(days: readonly string[]): readonly [string, string] {
  const sorted = days.filter(Boolean).sort();
  const [first, last] = [sorted[0] ?? '2026-01-01', sorted.at(-1) ?? '2026-12-31'];
  return [plusMonths(`${first.slice(0, 7)}-01`, -1), plusMonths(`${last.slice(0, 7)}-01`, 2)];
}
