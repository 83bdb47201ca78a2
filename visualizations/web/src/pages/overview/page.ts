import type { Page } from '../../pages';

export const page: Page = {
  title: ['概览', 'Overview'],
  about: ['图谱里有什么，近期要办什么，谁承担得多', 'What is in the graph, what is due next, who carries most'],
  order: 0,
  load: () => import('./overview'),
};
