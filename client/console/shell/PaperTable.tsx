import './paper.css';
import { Table, type TableColumnsType, type TableProps } from 'antd';
import type { ReactNode } from 'react';

type PaperTableProps<Row> = {
  /** What the table lists, for who hears the page. */
  readonly label: string;
  readonly rowKey: string | ((row: Row) => string);
  readonly columns: TableColumnsType<Row>;
  readonly rows: readonly Row[];
  /** Narrower than this it is scrolled sideways, also by the keyboard. */
  readonly minWidthPx: number;
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
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways has to be reached by the keyboard
    <section className="paper" aria-label={props.label} tabIndex={0}>
      <Table
        style={{ minWidth: props.minWidthPx }}
        rowKey={props.rowKey}
        columns={props.columns}
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
