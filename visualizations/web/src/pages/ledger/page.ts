import type { Page } from '../../pages';

export const page: Page = {
  title: ['台账', 'Ledger'],
  about: ['整份台账对照原文，印面与更正逐项可查', 'The document beside its source, as printed and as repaired'],
  order: 60,
  load: () => import('./ledger'),
};
