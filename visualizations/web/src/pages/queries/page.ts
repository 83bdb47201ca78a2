import type { Page } from '../../pages';

export const page: Page = {
  title: ['查询', 'Queries'],
  about: ['目录里的问题填表即问；也可以自己写 SPARQL', 'Questions of the catalogue as forms, and a SPARQL console'],
  order: 70,
  load: () => import('./queries'),
};
