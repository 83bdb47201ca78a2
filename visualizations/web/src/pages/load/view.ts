/** What the address of the page holds: the ledger, the day deadlines count from, what is shown, and the cell that was chosen. */
import { choice, day, integer, text } from '../../shared/view';

export const SPEC = {
  ledger: text,
  on: day,
  show: choice('bars', 'matrix', 'flow'),
  role: choice('', 'lead', 'participant', 'responsible'),
  unit: text,
  other: text,
  least: integer(1, 1, 999),
} as const;
