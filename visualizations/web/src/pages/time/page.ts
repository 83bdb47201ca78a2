import type { Page } from '../../pages';

export const page: Page = {
  title: ['时间', 'Time'],
  about: ['期限、定期工作和法规文本的时间线与日历', 'Deadlines, recurring duties and versions of instruments on a line and a calendar'],
  order: 50,
  load: () => import('./time'),
};
