import type { Strings } from '../../shared/i18n';

export const strings = {
  heading: ['概览', 'Overview'],
} as const satisfies Strings;
