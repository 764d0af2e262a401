import './snapshot.css';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Input, Progress, Segmented, Skeleton, type TableColumnsType, Tag, Tooltip } from 'antd';
import { useId, useState } from 'react';
import { type PeriodKind, periodKind } from '../../../shared/coverage/period.ts';
import type { SnapshotEntry } from '../../../shared/coverage/snapshot.ts';
import { localDate } from '../../../shared/kernel/time.ts';
import { appErrorOf, askOrThrow } from '../api/ask.ts';
import { ExportMenu } from '../report/ExportMenu.tsx';
import { periodText } from '../report/PeriodPicker.tsx';
import { dateTimeText } from '../shell/format.ts';
import { Page } from '../shell/Page.tsx';
import { PaperTable } from '../shell/PaperTable.tsx';
import { Trouble } from '../shell/Trouble.tsx';
import { todayAt } from '../shell/today.ts';
import { useLanguage, useText } from '../text.ts';
import { Differences } from './Differences.tsx';
import { Seals } from './Seals.tsx';

const ASK_AGAIN_MS = 1_000;

export function SnapshotsPage() {
  const t = useText();
  const [opened, setOpened] = useState<SnapshotEntry | null>(null);
  const list = useQuery({
    queryKey: ['snapshot.list'],
    queryFn: () => askOrThrow('snapshot.list', {}),
    refetchInterval: ({ state }) =>
      state.data?.snapshots.some((each) => each.state.state === 'making') === true ? ASK_AGAIN_MS : false,
  });
  return (
    <Page title={t('snapshot.title')} lead={t('snapshot.lead')} wide>
      {list.data?.mayMake === true && <Make onBegun={() => void list.refetch()} />}
      {list.isError && <Trouble error={appErrorOf(list.error)} onRetry={() => void list.refetch()} />}
      {list.isPending && <Skeleton active title={false} />}
      {list.data !== undefined && <List entries={list.data.snapshots} onOpen={setOpened} />}
      {opened !== null && <Differences entry={opened} onClose={() => setOpened(null)} />}
      <Seals />
    </Page>
  );
}

function Make({ onBegun }: { readonly onBegun: () => void }) {
  const t = useText();
  const dateId = useId();
  const [kind, setKind] = useState<PeriodKind>('month');
  const [date, setDate] = useState<string>(todayAt(Date.now()));
  const asked = localDate.safeParse(date);
  const make = useMutation({
    mutationFn: () => askOrThrow('snapshot.make', { kind, date: localDate.parse(date) }),
    onSuccess: onBegun,
  });
  return (
    <section className="snapshot-make">
      <Segmented<PeriodKind>
        aria-label={t('snapshot.kind')}
        value={kind}
        onChange={setKind}
        options={periodKind.options.map((each) => ({ value: each, label: t(`report.kind.${each}`) }))}
      />
      <label htmlFor={dateId}>{t('snapshot.date')}</label>
      <Input
        id={dateId}
        type="date"
        className="snapshot-date"
        value={date}
        onChange={({ target }) => setDate(target.value)}
      />
      <Button type="primary" disabled={!asked.success} loading={make.isPending} onClick={() => make.mutate()}>
        {t('snapshot.make')}
      </Button>
      {make.isError && <Trouble error={appErrorOf(make.error)} />}
    </section>
  );
}

type ListProps = {
  readonly entries: readonly SnapshotEntry[];
  readonly onOpen: (entry: SnapshotEntry) => void;
};

function List({ entries, onOpen }: ListProps) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const columns: TableColumnsType<SnapshotEntry> = [
    { title: t('snapshot.name'), key: 'name', dataIndex: 'name' },
    {
      title: t('snapshot.period'),
      key: 'period',
      render: (_, entry) => (
        <>
          {periodText(entry.period, { t, locale })}{' '}
          {entry.provisional && (
            <Tooltip title={t('snapshot.provisionalTip')}>
              <Tag color="warning">{t('snapshot.provisional')}</Tag>
            </Tooltip>
          )}
        </>
      ),
    },
    {
      title: t('snapshot.made'),
      key: 'made',
      render: (_, { madeAtMs, madeByName }) =>
        `${dateTimeText(madeAtMs, locale)} · ${madeByName ?? t('snapshot.byCalendar')}`,
    },
    { title: t('snapshot.hash'), key: 'state', render: (_, entry) => <State entry={entry} /> },
    {
      key: 'acts',
      render: (_, entry) =>
        entry.state.state === 'frozen' && (
          <span className="snapshot-acts">
            <Button type="link" href={`/api/snapshots/${entry.id}/file`} download>
              {t('snapshot.download')}
            </Button>
            <ExportMenu
              path={`/api/snapshots/${entry.id}/files/report`}
              label={t('export.menu')}
              type="link"
            />
            <Button type="link" onClick={() => onOpen(entry)}>
              {t('snapshot.differences')}
            </Button>
          </span>
        ),
    },
  ];
  return (
    <PaperTable
      label={t('snapshot.title')}
      rowKey="id"
      columns={columns}
      rows={entries}
      minWidthPx={900}
      empty={t('snapshot.empty')}
    />
  );
}

const SHORT_HASH = 12;

function State({ entry: { state } }: { readonly entry: SnapshotEntry }) {
  const t = useText();
  switch (state.state) {
    case 'making': {
      const { doneCount, totalCount } = state;
      const percent = Math.floor((100 * doneCount) / Math.max(1, totalCount));
      return (
        <>
          <Progress percent={percent} size="small" showInfo={false} />
          {t('snapshot.making', { done: doneCount, total: totalCount })}
        </>
      );
    }
    case 'failed':
      return t('snapshot.failed');
    case 'frozen':
      return <code title={state.sha256}>{state.sha256.slice(0, SHORT_HASH)}…</code>;
  }
}
