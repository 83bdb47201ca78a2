import { day } from '../../shared/view';

/** The day for which deadlines and loads are meant; today without it. */
export const SPEC = { on: day } as const;
