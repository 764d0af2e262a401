import { useQuery } from '@tanstack/react-query';
import { Button, type TableColumnsType } from 'antd';
import type { SealLine } from '../../../shared/seal.ts';
import { askOrThrow } from '../api/ask.ts';
import { dateText, dateTimeText } from '../shell/format.ts';
import { PaperTable } from '../shell/PaperTable.tsx';
import { useLanguage, useText } from '../text.ts';

/** For those who keep the whole installation's seals; nothing for everybody else. */
export function Seals() {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const list = useQuery({
    queryKey: ['seal.list'],
    queryFn: () => askOrThrow('seal.list', {}),
    retry: false,
  });
  if (list.data === undefined) return null;
  const columns: TableColumnsType<SealLine> = [
    { title: t('seal.number'), key: 'number', dataIndex: 'number' },
    { title: t('seal.day'), key: 'day', render: (_, { localDate }) => dateText(localDate, locale) },
    {
      title: t('seal.content'),
      key: 'content',
      render: (_, { sessionCount, rowCount }) => t('seal.counts', { sessions: sessionCount, rows: rowCount }),
    },
    {
      title: t('snapshot.hash'),
      key: 'hash',
      render: (_, { hash }) => <code title={hash}>{hash.slice(0, 12)}…</code>,
    },
    { title: t('seal.keyPrint'), key: 'key', render: (_, { keyPrint }) => <code>{keyPrint}</code> },
    {
      title: t('snapshot.made'),
      key: 'made',
      render: (_, { sealedAtMs }) => dateTimeText(sealedAtMs, locale),
    },
    {
      key: 'acts',
      render: (_, { localDate }) => (
        <Button type="link" href={`/api/seals/${localDate}/file`} download>
          {t('snapshot.download')}
        </Button>
      ),
    },
  ];
  return (
    <section className="seals">
      <header className="seals-head">
        <h2>{t('seal.title')}</h2>
        <Button href="/api/seals/key" download>
          {t('seal.key')}
        </Button>
      </header>
      <p className="page-lead">{t('seal.lead')}</p>
      <PaperTable
        label={t('seal.title')}
        rowKey="number"
        columns={columns}
        rows={list.data.seals}
        minWidthPx={900}
        empty={t('seal.empty')}
      />
    </section>
  );
}
