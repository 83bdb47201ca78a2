import type { Page } from '../../pages';

export const page: Page = {
  title: ['影响', 'Impact'],
  about: ['一件法规废止、修改或新出台，会波及哪些事项、单位和文件', 'What a repealed, amended or new instrument touches: measures, units and texts'],
  order: 40,
  load: () => import('./impact'),
};
