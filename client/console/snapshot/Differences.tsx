import { useQuery } from '@tanstack/react-query';
import { Drawer, Skeleton, type TableColumnsType } from 'antd';
import type { LaterChange, SnapshotDifference, SnapshotEntry } from '../../../shared/coverage/snapshot.ts';
import { appErrorOf, askOrThrow } from '../api/ask.ts';
import { dateTimeText } from '../shell/format.ts';
import { PaperTable } from '../shell/PaperTable.tsx';
import { Trouble } from '../shell/Trouble.tsx';
import { useLanguage, useText } from '../text.ts';

type Props = { readonly entry: SnapshotEntry; readonly onClose: () => void };

/** What would be another figure today, and who recorded what since. */
export function Differences({ entry, onClose }: Props) {
  const t = useText();
  const found = useQuery({
    queryKey: ['snapshot.differences', entry.id],
    queryFn: () => askOrThrow('snapshot.differences', { snapshotId: entry.id }),
  });
  const { data } = found;
  return (
    <Drawer open onClose={onClose} size={860} title={`${t('snapshot.differences')} · ${entry.name}`}>
      {found.isError && <Trouble error={appErrorOf(found.error)} onRetry={() => void found.refetch()} />}
      {found.isPending && <Skeleton active title={false} />}
      {data !== undefined && (
        <>
          <p>
            {data.differenceCount === 0
              ? t('snapshot.same')
              : t('snapshot.differCount', { count: data.differenceCount })}
          </p>
          {data.differenceCount > 0 && <Figures rows={data.differences} />}
          <h2 className="snapshot-later">{t('snapshot.later')}</h2>
          <p>{t('snapshot.laterCount', { count: data.changeCount })}</p>
          {data.changeCount > 0 && <Changes rows={data.changes} />}
        </>
      )}
    </Drawer>
  );
}

const shareText = (share: SnapshotDifference['was']): string =>
  share === null ? '—' : `${share.numerator} / ${share.denominator}`;

function Figures({ rows }: { readonly rows: readonly SnapshotDifference[] }) {
  const t = useText();
  const columns: TableColumnsType<SnapshotDifference> = [
    { title: t('snapshot.name'), key: 'name', dataIndex: 'name' },
    { title: t('snapshot.figure'), key: 'key', render: (_, { key }) => t(`indicator.${key}.name`) },
    { title: t('snapshot.was'), key: 'was', render: (_, { was }) => shareText(was) },
    { title: t('snapshot.is'), key: 'is', render: (_, { is }) => shareText(is) },
  ];
  return (
    <PaperTable
      label={t('snapshot.differences')}
      rowKey={({ scope, key }) => `${scope.id} ${key}`}
      columns={columns}
      rows={rows}
      minWidthPx={600}
      empty={t('snapshot.same')}
    />
  );
}

function Changes({ rows }: { readonly rows: readonly LaterChange[] }) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const what = ({ kind, schoolName }: LaterChange) => {
    const words =
      kind === 'cause' || kind === 'log'
        ? t(`snapshot.kind.${kind}`)
        : t('snapshot.kind.register', { table: kind });
    return schoolName === '' ? words : `${words} · ${schoolName}`;
  };
  const columns: TableColumnsType<LaterChange> = [
    { title: t('snapshot.when'), key: 'when', render: (_, { atMs }) => dateTimeText(atMs, locale) },
    { title: t('snapshot.what'), key: 'what', render: (_, change) => what(change) },
    { title: t('snapshot.who'), key: 'who', dataIndex: 'byName' },
    { title: t('snapshot.why'), key: 'why', dataIndex: 'reason' },
  ];
  return (
    <PaperTable
      label={t('snapshot.later')}
      rowKey={(row) => `${row.atMs} ${row.kind} ${row.byName} ${row.schoolName}`}
      columns={columns}
      rows={rows}
      minWidthPx={700}
      empty={t('snapshot.same')}
    />
  );
}
