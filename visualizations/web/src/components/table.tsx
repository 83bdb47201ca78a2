/** A plain table: sortable by keyboard, in pages, a list of cards on narrow screens. Also what screen readers get of a picture. */
import type { ComponentChildren, JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { csv } from '../shared/csv';
import { useText } from '../shared/i18n';
import { fileName, save } from '../shared/save';
import { strings } from '../shared/strings';
import type { Listing } from '../shared/view';

export interface Column<R> {
  readonly key: string;
  readonly name: string;
  readonly cell: (row: R) => ComponentChildren;
  /** What to sort by; without it the column cannot be sorted. */
  readonly order?: (row: R) => string | number;
  readonly numeric?: boolean;
  /** Holds words of a fixed set or days, which are never broken. */
  readonly short?: boolean;
  /** What stands in a file of the table; without it what it is sorted by, or the cell where that is plain. */
  readonly text?: (row: R) => string | number;
}

export interface TableProps<R> {
  readonly caption: string;
  readonly columns: readonly Column<R>[];
  readonly rows: readonly R[];
  readonly id: (row: R) => string;
  readonly selected?: string | undefined;
  /** Its order and page, which the address of the page holds. */
  readonly listing: Listing;
  readonly onListing: (listing: Listing) => void;
  readonly page?: number;
  /** Hides the caption from sight where a heading says the same. */
  readonly quiet?: boolean;
  /** Has a file of its own elsewhere. */
  readonly noFile?: boolean;
}

const PAGE = 50;

export function Table<R>({ caption, columns, rows, id, selected, listing, onListing, page = PAGE, quiet = false, noFile = false }: TableProps<R>): JSX.Element {
  const t = useText(strings);
  const ordered = useMemo(() => order(rows, columns, listing), [rows, columns, listing]);
  // A page after the last is the last: addresses are typed, and filters leave fewer rows.
  const first = page * Math.min(listing.page - 1, Math.floor(Math.max(0, ordered.length - 1) / page));
  const shown = ordered.slice(first, first + page);

  const sort = (column: Column<R>): void =>
    onListing({ key: column.key, down: listing.key === column.key ? !listing.down : !!column.numeric, page: 1 });
  const turn = (by: number): void => onListing({ ...listing, page: first / page + 1 + by });
  const sortedBy = (column: Column<R>): boolean => column.order !== undefined && column.key === listing.key;

  return (
    <div class="table-box">
      <table class="table">
        <caption class={quiet ? 'unseen' : ''}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                class={looks(column)}
                {...(sortedBy(column) ? { 'aria-sort': listing.down ? ('descending' as const) : ('ascending' as const) } : {})}
              >
                {column.order ? (
                  <button type="button" class="sort" title={t('sort_by', { column: column.name })} onClick={() => sort(column)}>
                    {column.name}
                    <span class={sortedBy(column) ? '' : 'sort-hint'} aria-hidden="true">{sortedBy(column) ? (listing.down ? '↓' : '↑') : '↕'}</span>
                  </button>
                ) : (
                  column.name
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={id(row)} class={id(row) === selected ? 'selected' : ''}>
              {columns.map((column, index) =>
                index ? (
                  <td key={column.key} class={looks(column)} data-name={column.name}>{column.cell(row)}</td>
                ) : (
                  <th key={column.key} scope="row" class={looks(column)}>{column.cell(row)}</th>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {!rows.length && <p class="quiet">{t('empty')}</p>}
      {rows.length > 0 && !noFile && (
        <div class="table-tools no-print">
          <button type="button" aria-label={`${t('as_csv')}：${caption}`} onClick={() => save(`${fileName('taizhang', caption)}.csv`, new Blob(['\ufeff', csvOf(columns, ordered)], { type: 'text/csv' }))}>{t('as_csv')}</button>
        </div>
      )}
      {rows.length > page && (
        <div class="pager">
          <button type="button" disabled={first === 0} onClick={() => turn(-1)}>{t('previous')}</button>
          <span role="status">{t('rows', { from: first + 1, to: first + shown.length, total: rows.length })}</span>
          <button type="button" disabled={first + page >= rows.length} onClick={() => turn(1)}>{t('next')}</button>
        </div>
      )}
    </div>
  );
}

function looks({ numeric, short }: Pick<Column<never>, 'numeric' | 'short'>): string {
  return numeric ? 'numeric' : short ? 'short' : '';
}

/** All rows, as sorted; columns that are pictures alone are left out. */
export function csvOf<R>(columns: readonly Column<R>[], rows: readonly R[]): string {
  const value = (column: Column<R>, row: R): string => {
    if (column.text) return String(column.text(row));
    const cell = column.cell(row);
    if (typeof cell === 'string' || typeof cell === 'number') return String(cell);
    return String(column.order?.(row) ?? '');
  };
  const named = columns.filter((column) => column.name !== '' && (column.text ?? column.order ?? rows.every((row) => typeof column.cell(row) !== 'object')));
  return csv([named.map(({ name }) => name), ...rows.map((row) => named.map((column) => value(column, row)))]);
}

function order<R>(rows: readonly R[], columns: readonly Column<R>[], by: Listing): readonly R[] {
  const value = columns.find((column) => column.key === by.key)?.order;
  if (!value) return rows;
  const collator = new Intl.Collator('zh-CN', { numeric: true });
  const sign = by.down ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [one, other] = [value(a), value(b)];
    if (typeof one === 'number' && typeof other === 'number') return sign * (one - other);
    return sign * collator.compare(String(one), String(other));
  });
}
