// biome-ignore-all lint/a11y/useSemanticElements: a table's own elements cannot leave out the lines that nobody sees
// biome-ignore-all lint/a11y/useFocusableInteractive: one line at a time is reached by Tab, the others by arrow keys
import './grid.css';
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useText } from '../../text.ts';
import type { Row } from './register.types.ts';

export type GridColumn = {
  readonly key: string;
  readonly title: string;
  readonly widthPx: number;
  readonly right?: boolean;
  /** The field by which the server sorts. */
  readonly sort?: string;
  readonly render: (row: Row) => ReactNode;
};

type GridProps = {
  readonly label: string;
  readonly columns: readonly GridColumn[];
  readonly count: number;
  readonly rowAt: (index: number) => Row | null;
  /** Lines from one to the other are on the page now. */
  readonly onLook: (from: number, to: number) => void;
  readonly onOpen: (row: Row) => void;
  readonly sort: string | undefined;
  readonly onSort: (column: string) => void;
  /** Undefined where nothing can be selected. */
  readonly selected?: ReadonlyMap<string, Row>;
  readonly onSelect?: (row: Row) => void;
  readonly head?: ReactNode;
};

const ROW_PX = 44;
const BEYOND = 12;

/** A list of any length: only the lines that are seen are in the page. Arrow keys move, Enter opens, Space selects. */
export function Grid(props: GridProps) {
  const { columns, count, rowAt, selected } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState({ from: 0, to: 40 });
  const [active, setActive] = useState(0);
  const widths = columns.map(({ widthPx }) => `minmax(${widthPx}px, ${widthPx}fr)`).join(' ');
  const template = `${selected ? '44px ' : ''}${widths}`;
  const minPx = columns.reduce((sum, { widthPx }) => sum + widthPx, selected ? 44 : 0);
  const measure = () => {
    const box = scroller.current;
    if (box === null) return;
    const from = Math.max(0, Math.floor(box.scrollTop / ROW_PX) - BEYOND);
    const to = Math.ceil((box.scrollTop + box.clientHeight) / ROW_PX) + BEYOND;
    setSeen((before) => (before.from === from && before.to === to ? before : { from, to }));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: it reads the box alone, whatever else has changed
  useLayoutEffect(() => {
    measure();
    const watcher = new ResizeObserver(measure);
    if (scroller.current !== null) watcher.observe(scroller.current);
    return () => watcher.disconnect();
  }, []);
  const last = Math.min(count, seen.to) - 1;
  const { onLook } = props;
  useEffect(() => {
    if (last >= 0) onLook(seen.from, last);
  });
  const focused = Math.min(active, Math.max(0, count - 1));
  const move = (to: number) => {
    const next = Math.max(0, Math.min(count - 1, to));
    setActive(next);
    const box = scroller.current;
    if (box === null) return;
    const top = next * ROW_PX;
    if (top < box.scrollTop) box.scrollTop = top;
    const seenPx = box.clientHeight - ROW_PX * 2;
    if (top > box.scrollTop + seenPx) box.scrollTop = top - seenPx;
    measure();
    requestAnimationFrame(() => box.querySelector<HTMLElement>(`[aria-rowindex="${next + 2}"]`)?.focus());
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    // Keys within a line's own buttons and boxes are theirs.
    if (!(event.target instanceof HTMLElement) || event.target.role !== 'row') return;
    const row = rowAt(focused);
    const step = stepOf(
      event.key,
      Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_PX) - 2),
    );
    if (step !== null) move(focused + step);
    else if (event.key === 'Enter' && row !== null) props.onOpen(row);
    else if (event.key === ' ' && row !== null) props.onSelect?.(row);
    else return;
    event.preventDefault();
  };
  const indexes: number[] = [];
  for (let index = seen.from; index <= last; index += 1) indexes.push(index);
  // Whoever walks by keys and scrolls by wheel keeps their place.
  if (count > 0 && !indexes.includes(focused)) indexes.push(focused);
  return (
    <div
      ref={scroller}
      className="grid"
      role="grid"
      aria-label={props.label}
      aria-rowcount={count + 1}
      {...(selected ? { 'aria-multiselectable': true } : {})}
      onScroll={measure}
      onKeyDown={onKeyDown}
      tabIndex={-1}
    >
      <div
        className="grid-head"
        role="row"
        aria-rowindex={1}
        style={{ gridTemplateColumns: template, minWidth: minPx }}
      >
        {selected && <div role="columnheader">{props.head}</div>}
        {columns.map((column) => (
          <HeadCell key={column.key} column={column} sort={props.sort} onSort={props.onSort} />
        ))}
      </div>
      <div role="rowgroup" className="grid-body" style={{ height: count * ROW_PX, minWidth: minPx }}>
        {indexes.map((index) => (
          <Line
            key={index}
            index={index}
            row={rowAt(index)}
            template={template}
            columns={columns}
            active={index === focused}
            onActive={() => setActive(index)}
            onOpen={props.onOpen}
            {...(selected ? { selected } : {})}
            {...(props.onSelect ? { onSelect: props.onSelect } : {})}
          />
        ))}
      </div>
    </div>
  );
}

/** How many lines a key moves by; null for one that moves by none. */
function stepOf(key: string, page: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return 1;
    case 'ArrowUp':
      return -1;
    case 'PageDown':
      return page;
    case 'PageUp':
      return -page;
    case 'Home':
      return Number.NEGATIVE_INFINITY;
    case 'End':
      return Number.POSITIVE_INFINITY;
    default:
      return null;
  }
}

type HeadProps = { readonly column: GridColumn } & Pick<GridProps, 'sort' | 'onSort'>;

function HeadCell({ column, sort, onSort }: HeadProps) {
  const t = useText();
  const by = column.sort;
  const way =
    by === undefined || (sort !== by && sort !== `-${by}`)
      ? 'none'
      : sort === by
        ? 'ascending'
        : 'descending';
  return (
    <div
      role="columnheader"
      className={column.right === true ? 'grid-right' : ''}
      {...(by ? { 'aria-sort': way } : {})}
    >
      {by === undefined ? (
        column.title
      ) : (
        <button type="button" title={t('list.sortBy', { column: column.title })} onClick={() => onSort(by)}>
          {column.title}
          <span aria-hidden="true">{way === 'none' ? '' : way === 'ascending' ? ' ↑' : ' ↓'}</span>
        </button>
      )}
    </div>
  );
}

type LineProps = Pick<GridProps, 'columns' | 'onOpen' | 'selected' | 'onSelect'> & {
  readonly index: number;
  readonly row: Row | null;
  readonly template: string;
  readonly active: boolean;
  readonly onActive: () => void;
};

function Line({ index, row, template, columns, active, onActive, onOpen, selected, onSelect }: LineProps) {
  const t = useText();
  const isSelected = row !== null && selected?.has(row.id) === true;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid around it hears the keys of all lines
    <div
      role="row"
      className="grid-line"
      aria-rowindex={index + 2}
      {...(selected ? { 'aria-selected': isSelected } : {})}
      tabIndex={active ? 0 : -1}
      style={{ gridTemplateColumns: template, top: index * ROW_PX }}
      onFocus={onActive}
      onClick={(event) => {
        const within = event.target instanceof Element && event.target.closest('button, a, input, label');
        // Clicks in a drawer that a cell has opened come up here too.
        if (row !== null && !within && event.currentTarget.contains(event.target as Node)) onOpen(row);
      }}
    >
      {selected && (
        <div role="gridcell">
          {row !== null && (
            <input
              type="checkbox"
              tabIndex={-1}
              aria-label={t('list.select')}
              checked={isSelected}
              onChange={() => onSelect?.(row)}
            />
          )}
        </div>
      )}
      {columns.map((column) => (
        <div key={column.key} role="gridcell" className={column.right === true ? 'grid-right' : ''}>
          {row === null ? <span className="grid-coming" /> : column.render(row)}
        </div>
      ))}
    </div>
  );
}
