/** What the address of the page holds: the ledger, the day deadlines count from, what is shown, and the cell that was chosen. */
import { choice, day, integer, listing, text } from '../../shared/view';

export const SPEC = {
  ledger: text,
  on: day,
  show: choice('bars', 'matrix', 'flow'),
  role: choice('', 'lead', 'participant', 'responsible'),
  unit: text,
  other: text,
  /** How many measures a flow has at least; 0 for as many as make the picture readable. */
  least: integer(0, 0, 999),
  /** The tables: of the bars, of the flow, and of the measures of what was chosen. */
  units: listing,
  flows: listing,
  measures: listing,
} as const;
