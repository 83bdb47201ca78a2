/** What the address of the page holds: the change that is asked about, and how its ripple is looked at. */
import { choice, day, flag, listing, several, severalOf, text } from '../../shared/view';

export const CHANGES = ['repeal', 'amend', 'replace', 'new'] as const;
export const CLASSES = ['must_act', 'review', 'watch', 'not_affected'] as const;
export const KINDS = ['measure', 'unit', 'deadline', 'instrument', 'article'] as const;

export const SPEC = {
  /** What is searched for while no instrument is chosen. */
  find: text,
  instrument: text,
  change: choice('', ...CHANGES),
  on: day,
  article: several,
  old: day,
  new: day,
  hide: severalOf(...CLASSES, ...KINDS),
  step: text,
  /** The tables, and whether the texts stand beside each other. */
  list: listing,
  candidates: listing,
  compare: flag,
} as const;
