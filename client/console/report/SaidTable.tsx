import type { TableColumnsType } from 'antd';
import type { OwnWork } from '../../../shared/coverage/own.ts';
import { PaperTable } from '../shell/PaperTable.tsx';
import { useText } from '../text.ts';
import { saidInOrder } from './work.model.ts';

type Said = OwnWork['said'][number];

/** What points said of lessons that one led: after it, and by signals in it. */
export function SaidTable({ said }: Pick<OwnWork, 'said'>) {
  const t = useText();
  const columns: TableColumnsType<Said> = [
    { title: t('report.date'), dataIndex: 'localDate' },
    { title: t('report.subject'), dataIndex: 'subject' },
    {
      title: t('report.point'),
      key: 'point',
      render: (_, { schoolName, roomName }) => (
        <>
          {schoolName}
          <div className="quiet report-small">{roomName}</div>
        </>
      ),
    },
    { title: t('work.confirmed'), key: 'confirmed', render: (_, each) => <Confirmed said={each} /> },
    {
      title: t('work.marks'),
      key: 'marks',
      render: (_, { confirmation }) =>
        confirmation === null || (confirmation.clarity === null && confirmation.following === null)
          ? '—'
          : t('work.marksOf', {
              clarity: confirmation.clarity ?? '—',
              following: confirmation.following ?? '—',
            }),
    },
    {
      title: t('signal.title'),
      key: 'signals',
      render: (_, { signals }) =>
        signals.length === 0
          ? '—'
          : signals
              .map(({ signal, count }) => `${t(`signal.${signal}`)} × ${count}`)
              .join(t('app.listComma')),
    },
  ];
  return (
    <PaperTable
      label={t('work.said')}
      rowKey={(each) => `${each.lessonId} ${each.roomId}`}
      columns={columns}
      rows={saidInOrder(said)}
      minWidthPx={760}
      empty={t('work.nothingSaid')}
    />
  );
}

function Confirmed({ said: { confirmation } }: { readonly said: Said }) {
  const t = useText();
  if (confirmation === null) return <span className="quiet">{t('work.notConfirmed')}</span>;
  return (
    <>
      {t(`late.${confirmation.outcome}`)}
      {confirmation.cause !== null && ` · ${t(`late.cause.${confirmation.cause}`)}`}
      {confirmation.late && <span className="tag">{t('work.late')}</span>}
    </>
  );
}
