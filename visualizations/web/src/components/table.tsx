/** A plain table: sortable by keyboard, in pages, a list of cards on narrow screens. Also what screen readers get of a picture. */
import type { ComponentChildren, JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { csv } from '../shared/csv';
import { useText } from '../shared/i18n';
import { fileName, save } from '../shared/save';
import { strings } from '../shared/strings';

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
  readonly page?: number;
  /** Hides the caption from sight where a heading says the same. */
  readonly quiet?: boolean;
  /** Has a file of its own elsewhere. */
  readonly noFile?: boolean;
}

const PAGE = 50;

export function Table<R>({ caption, columns, rows, id, selected, page = PAGE, quiet = false, noFile = false }: TableProps<R>): JSX.Element {
  const t = useText(strings);
  const [sorted, setSorted] = useState<{ key: string; down: boolean } | null>(null);
  const [start, setStart] = useState(0);
  const ordered = useMemo(() => order(rows, columns, sorted), [rows, columns, sorted]);
  const first = Math.min(start, Math.max(0, ordered.length - 1) - (Math.max(0, ordered.length - 1) % page));
  const shown = ordered.slice(first, first + page);

  const sort = (column: Column<R>): void => {
    setStart(0);
    setSorted((before) => ({ key: column.key, down: before?.key === column.key ? !before.down : !!column.numeric }));
  };

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
                {...(sorted?.key === column.key ? { 'aria-sort': sorted.down ? ('descending' as const) : ('ascending' as const) } : {})}
              >
                {column.order ? (
                  <button type="button" class="sort" title={t('sort_by', { column: column.name })} onClick={() => sort(column)}>
                    {column.name}
                    <span class={sorted?.key === column.key ? '' : 'sort-hint'} aria-hidden="true">{sorted?.key === column.key ? (sorted.down ? '↓' : '↑') : '↕'}</span>
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
          <button type="button" disabled={first === 0} onClick={() => setStart(first - page)}>{t('previous')}</button>
          <span role="status">{t('rows', { from: first + 1, to: first + shown.length, total: rows.length })}</span>
          <button type="button" disabled={first + page >= rows.length} onClick={() => setStart(first + page)}>{t('next')}</button>
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

function order<R>(rows: readonly R[], columns: readonly Column<R>[], by: { key: string; down: boolean } | null): readonly R[] {
  const value = columns.find((column) => column.key === by?.key)?.order;
  if (!by || !value) return rows;
  const collator = new Intl.Collator('zh-CN', { numeric: true });
  const sign = by.down ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [one, other] = [value(a), value(b)];
    if (typeof one === 'number' && typeof other === 'number') return sign * (one - other);
    return sign * collator.compare(String(one), String(other));
  });
}
