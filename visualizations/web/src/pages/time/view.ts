/** What the address of the page holds: the ledger, the day looked from, line or calendar, the unit, and the day that is open. */
import { choice, day, flag, listing, text } from '../../shared/view';

export const SPEC = {
  ledger: text,
  at: day,
  show: choice('line', 'calendar'),
  unit: text,
  open: day,
  once: flag,
  /** A change that is played forward: of what, of which kind, and the day it takes effect. */
  instrument: text,
  change: choice('repeal', 'amend', 'replace', 'new'),
  from: day,
  /** The tables, and whether deadlines without a day are told. */
  list: listing,
  versions: listing,
  undated: flag,
} as const;
