import type { JSX } from 'preact';
import { useText } from '../../shared/i18n';
import { strings } from './strings';

export default function Overview(): JSX.Element {
  const t = useText(strings);
  return <div class="page"><h1>{t('heading')}</h1></div>;
}
