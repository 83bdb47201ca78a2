import type { Page } from '../../pages';

export const page: Page = {
  title: ['负荷', 'Load'],
  about: ['哪个单位牵头、配合、负责多少事项，谁和谁一起做', 'How much each unit leads, joins and carries, and who shares work with whom'],
  order: 30,
  load: () => import('./load'),
};
