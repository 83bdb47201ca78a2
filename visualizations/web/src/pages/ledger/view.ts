/** What the address of the page holds: the ledger, the measure that is open, and which measures are listed. */
import { choice, flag, text } from '../../shared/view';

export const SPEC = {
  ledger: text,
  measure: text,
  q: text,
  only: choice('', 'corrected', 'no_lead', 'dated', 'citing'),
  /** Whether the findings are told. */
  findings: flag,
} as const;
