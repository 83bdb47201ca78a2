import { day, listing } from '../../shared/view';

export const SPEC = {
  /** The day for which deadlines and loads are meant; today without it. */
  on: day,
  units: listing,
  relied: listing,
} as const;
