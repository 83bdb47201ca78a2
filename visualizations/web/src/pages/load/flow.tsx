/** From those who lead to those who take part: a Sankey picture, and the same as a table. */
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { PictureFiles } from '../../components/picture';
import { Table, type Column } from '../../components/table';
import { useText } from '../../shared/i18n';
import { flows, leastFor, type Flow, type Measure } from './sharing';
import { token } from '../../shared/theme';
import type { Listing } from '../../shared/view';
import type { Sankey } from './sankey';
import { strings } from './strings';

interface FlowProps {
  readonly measures: readonly Measure[];
  readonly names: ReadonlyMap<string, string>;
  readonly least: number;
  readonly onLeast: (least: number) => void;
  readonly onChoose: (unit: string, other: string) => void;
  readonly listing: Listing;
  readonly onListing: (listing: Listing) => void;
}

export function FlowPicture({ measures, names, least, onLeast, onChoose, listing, onListing }: FlowProps): JSX.Element {
  const t = useText(strings);
  const all = useMemo(() => flows(measures, 1), [measures]);
  const shown = least || leastFor(measures);
  const found = useMemo(() => all.filter(({ value }) => value >= shown), [all, shown]);
  const box = useRef<HTMLDivElement>(null);
  const sankey = useRef<Sankey | null>(null);
  const choose = useRef(onChoose);
  choose.current = onChoose;
  const name = (unit: string): string => names.get(unit) ?? unit;

  useEffect(() => {
    let gone = false;
    void import('./sankey').then(({ draw }) => {
      if (!gone && box.current && found.length) sankey.current = draw(box.current, found, name, (flow) => choose.current(flow.source, flow.target));
    });
    return () => {
      gone = true;
      sankey.current?.dispose();
      sankey.current = null;
    };
  }, [found]);

  const columns: Column<Flow>[] = [
    { key: 'source', name: t('leads'), cell: (row) => name(row.source), order: (row) => name(row.source) },
    { key: 'target', name: t('joins'), cell: (row) => name(row.target), order: (row) => name(row.target) },
    {
      key: 'value', name: t('measures'), numeric: true, order: (row) => row.value,
      cell: (row) => <button type="button" class="count" aria-label={t('pair_count', { one: name(row.source), other: name(row.target), n: row.value })} onClick={() => onChoose(row.source, row.target)}>{row.value}</button>,
    },
  ];
  return (
    <>
      <p class="quiet small">{t('flow_hint')}</p>
      <div class="flow-tools">
        <label class="no-print">{t('least', { n: shown })} <input type="range" min={1} max={Math.max(1, all[0]?.value ?? 1)} value={shown} onInput={(event) => onLeast(Number(event.currentTarget.value))} /></label>
        <span class="quiet small" role="status">{t('flow_shown', { n: found.length, total: all.length })}</span>
      <PictureFiles title={t('flow')} legend={() => [{ colour: token('--lead'), name: t('leads') }, { colour: token('--participant'), name: t('joins') }]} notes={[t('flow_width'), `${t('least', { n: shown })} · ${t('flow_shown', { n: found.length, total: all.length })}`]} drawn={() => sankey.current?.drawing() ?? null} />
      </div>
      <div class="sankey" ref={box} aria-hidden="true" />
      <Table caption={t('flow_table')} columns={columns} rows={found} id={(row) => `${row.source} ${row.target}`} listing={listing} onListing={onListing} page={20} />
    </>
  );
}
