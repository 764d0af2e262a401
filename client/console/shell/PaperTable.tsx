import './paper.css';
import { Table, type TableColumnsType, type TableProps } from 'antd';
import type { CSSProperties, ReactNode } from 'react';

type PaperTableProps<Row> = {
  /** What the table lists, for who hears the page. */
  readonly label: string;
  readonly rowKey: string | ((row: Row) => string);
  readonly columns: TableColumnsType<Row>;
  readonly rows: readonly Row[];
  /** Narrower than this it is scrolled sideways, also by the keyboard. */
  readonly minWidthPx: number;
  /** On a phone each row stands as a sheet of its own, what is asked most often not out of sight at its end. */
  readonly stacks?: boolean;
  /** What is said instead of rows; it names what to do next. */
  readonly empty: ReactNode;
  /** False where the rows come page by page anyway. */
  readonly paged?: boolean;
  /** Rows that can be chosen, to do something with all of them. */
  readonly selection?: TableProps<Row>['rowSelection'];
};

/** A table that reads like paper. */
export function PaperTable<Row extends object>(props: PaperTableProps<Row>) {
  return (
    <section
      className={props.stacks === true ? 'paper stacks' : 'paper'}
      style={own({ '--paper-width': `${props.minWidthPx}px` })}
      aria-label={props.label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways has to be reached by the keyboard
      tabIndex={0}
    >
      <Table
        rowKey={props.rowKey}
        columns={props.stacks === true ? props.columns.map(named) : props.columns}
        dataSource={props.rows}
        {...(props.selection === undefined ? {} : { rowSelection: props.selection })}
        size="middle"
        // How it is sorted stands in its header; a word that hangs over the page belongs to no part of it for who hears the page.
        showSorterTooltip={false}
        pagination={props.paged === false ? false : { defaultPageSize: 50, hideOnSinglePage: true }}
        locale={{ emptyText: <p className="empty">{props.empty}</p> }}
      />
    </section>
  );
}

/** Values that the style sheet reads. */
const own = (values: Readonly<Record<`--${string}`, string>>): CSSProperties => values;

/** Each cell knows its heading, which a stacked row says beside it. */
const named = <Row extends object>(column: TableColumnsType<Row>[number]): TableColumnsType<Row>[number] => ({
  ...column,
  onCell: () => ({
    style: own({ '--heading': JSON.stringify(typeof column.title === 'string' ? column.title : '') }),
  }),
});
