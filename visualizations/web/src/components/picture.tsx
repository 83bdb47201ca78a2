/** Buttons that save a drawing of the page as SVG and PNG, with its title, legend, day, source and data version. */
import type { JSX } from 'preact';
import { useVersion } from '../shared/api';
import { day, today, useLanguage, useText } from '../shared/i18n';
import { savePng, saveSvg, sheetOf } from '../shared/picture';
import { fileName } from '../shared/save';
import { strings } from '../shared/strings';

interface PictureProps {
  readonly title: string;
  /** What the drawing needs to be understood: its legend in words. */
  readonly notes?: readonly string[];
  readonly legend?: () => readonly { readonly colour: string; readonly name: string }[];
  readonly drawn: () => SVGSVGElement | null | Promise<SVGSVGElement | null>;
}

export function PictureFiles({ title, notes = [], legend, drawn }: PictureProps): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const version = useVersion();
  const made = async (form: 'svg' | 'png'): Promise<void> => {
    const found = await drawn();
    if (!found) return;
    const line = t('picture_source', { address: location.host, version, day: day(today(), language) });
    const sheet = sheetOf(found, { title: `${t('product')} · ${title}`, notes: [...notes, line], ...(legend ? { legend: legend() } : {}) });
    const name = fileName('taizhang', title, version);
    if (form === 'svg') saveSvg(sheet, name);
    else await savePng(sheet, name);
  };
  return (
    <span class="picture-files no-print" role="group" aria-label={t('picture_files')}>
      <button type="button" onClick={() => void made('svg')}>SVG</button>
      <button type="button" onClick={() => void made('png')}>PNG</button>
    </span>
  );
}
