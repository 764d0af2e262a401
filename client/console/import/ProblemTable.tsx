import type { TableColumnsType } from 'antd';
import type { ImportProblem } from '../../../shared/import.ts';
import { PaperTable } from '../shell/PaperTable.tsx';
import { useText } from '../text.ts';
import { columnName, problemText } from './import.model.ts';

type Row = ImportProblem & { readonly key: number };

/** Every problem by row and column as the file's own program counts them. */
export function ProblemTable({ problems }: { readonly problems: readonly ImportProblem[] }) {
  const t = useText();
  const inPackage = problems.some((each) => each.table !== '');
  const where = ({ column, heading }: ImportProblem) =>
    column === 0 ? t('import.wholeLine') : `${columnName(column)} · ${heading}`;
  const columns: TableColumnsType<Row> = [
    ...(inPackage ? [{ title: t('import.table'), dataIndex: 'table', width: 150 }] : []),
    { title: t('import.line'), width: 80, render: (_, { line }) => (line === 0 ? '–' : line) },
    { title: t('import.column'), width: 200, render: (_, problem) => where(problem) },
    { title: t('import.value'), width: 220, className: 'file-value', dataIndex: 'value' },
    {
      title: t('import.problem'),
      render: (_, problem) => {
        const { key, params } = problemText(problem);
        return t(key, params);
      },
    },
  ];
  return (
    <PaperTable
      label={t('import.problemList')}
      rowKey={(row) => String(row.key)}
      columns={columns}
      rows={problems.map((problem, key) => ({ ...problem, key }))}
      minWidthPx={760}
      empty={t('import.fine')}
    />
  );
}
