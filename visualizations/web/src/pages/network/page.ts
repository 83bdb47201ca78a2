import type { Page } from '../../pages';
import { readView } from '../../shared/view';
import { pictureQuestion, SPEC } from './view';

export const page: Page = {
  title: ['关系网络', 'Network'],
  about: ['单位、事项、法规之间的联系：查找、筛选、展开，看两者为何相连', 'How units, measures and regulations hang together: search, filter, expand, and see why two are linked'],
  order: 10,
  load: () => import('./network'),
  first: (search) => pictureQuestion(readView(SPEC, search)),
};
