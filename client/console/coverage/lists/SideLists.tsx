import type { CoverageReport } from '../../../../shared/coverage.ts';
import { PaperTable } from '../../shell/PaperTable.tsx';
import { useText } from '../../text.ts';

type SideProps = { readonly report: CoverageReport };

/** Needs that were withdrawn before a valid lesson: beside every coverage figure, so that nobody mends a figure by crossing out. */
export function WithdrawnTable({ report }: SideProps) {
  const t = useText();
  return (
    <PaperTable
      label={t('coverage.withdrawn')}
      rowKey="needId"
      columns={[
        { title: t('coverage.point'), dataIndex: 'schoolName' },
        { title: t('coverage.subject'), dataIndex: 'subject' },
        { title: t('coverage.withdrawnReason'), dataIndex: 'reason' },
      ]}
      rows={report.withdrawnUnserved}
      minWidthPx={480}
      empty={t('coverage.noneWithdrawn')}
    />
  );
}

/** Points that registered nothing: they are in no denominator, so they are named. */
export function UnregisteredList({ report }: SideProps) {
  const t = useText();
  if (report.pointsWithoutRegister.length === 0)
    return <p className="empty">{t('coverage.allRegistered')}</p>;
  return (
    <ul className="plain-list">
      {report.pointsWithoutRegister.map((point) => (
        <li key={point.schoolId}>{point.schoolName}</li>
      ))}
    </ul>
  );
}
