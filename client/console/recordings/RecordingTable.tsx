import { Button, type TableColumnsType, Tag } from 'antd';
import { localDate } from '../../../shared/kernel/time.ts';
import type { RecordingCard } from '../../../shared/recording.ts';
import { useSubmit } from '../api/queries.ts';
import { dateTimeText, shortDateText } from '../shell/format.ts';
import { PaperTable } from '../shell/PaperTable.tsx';
import { useLanguage, useText } from '../text.ts';
import { Licence } from './Licence.tsx';
import { RecordingCaptions } from './RecordingCaptions.tsx';
import { RecordingFile } from './RecordingFile.tsx';
import { megabytesOf, minutesOf } from './recordings.model.ts';

type TableProps = {
  readonly rows: readonly RecordingCard[];
  readonly loading: boolean;
  readonly onRemove: (card: RecordingCard) => void;
};

export function RecordingTable({ rows, loading, onRemove }: TableProps) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const columns: TableColumnsType<RecordingCard> = [
    {
      title: t('asset.lesson'),
      key: 'lesson',
      render: (_, { subject, grade, lecturerName, schoolName, language }) => (
        <>
          <strong>{[subject, grade].filter((each) => each !== '').join(' · ')}</strong>{' '}
          {language !== undefined && <Tag>{t(`language.${language}`)}</Tag>}
          <div className="quiet">
            {schoolName} · {lecturerName}
          </div>
        </>
      ),
    },
    {
      title: t('asset.begun'),
      key: 'begun',
      render: (_, { startedAtMs, state }) => (
        <>
          {dateTimeText(startedAtMs, locale)} {state !== 'closed' && <Tag>{t(`asset.state.${state}`)}</Tag>}
        </>
      ),
    },
    {
      title: t('asset.length'),
      key: 'length',
      render: (_, { durationMs, bytes, state }) =>
        state === 'removed' ? (
          '—'
        ) : (
          <>
            {t('asset.minutes', { minutes: minutesOf(durationMs) })}
            <div className="quiet">{t('asset.size', { megabytes: megabytesOf(bytes) })}</div>
          </>
        ),
    },
    { title: t('asset.licence'), key: 'licence', render: (_, card) => <Licence card={card} /> },
    { title: t('asset.keptUntil'), key: 'kept', render: (_, card) => <Kept card={card} /> },
    {
      title: t('asset.acts'),
      key: 'acts',
      render: (_, card) =>
        card.state !== 'removed' && (
          <span className="recordings-acts">
            <Button type="link" href={`/replay/${card.recordingId}`} target="_blank">
              {t('asset.play')}
            </Button>
            <RecordingFile card={card} />
            <RecordingCaptions card={card} />
            {card.may.includes('change') && card.state === 'closed' && (
              <Button type="link" danger onClick={() => onRemove(card)}>
                {t('asset.remove')}
              </Button>
            )}
          </span>
        ),
    },
  ];
  if (loading) return null;
  return (
    <PaperTable
      label={t('asset.title')}
      rowKey="recordingId"
      columns={columns}
      rows={rows}
      minWidthPx={960}
      empty={t('asset.empty')}
      paged={false}
    />
  );
}

function Kept({ card }: { readonly card: RecordingCard }) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const keep = useSubmit('recording.keep', { refresh: ['recording.list'] });
  if (card.state === 'removed') return '—';
  const until = localDate.safeParse(card.keptUntil);
  if (!until.success) return t('asset.forever');
  return (
    <>
      {shortDateText(until.data, locale)}
      {card.may.includes('change') && card.state === 'closed' && (
        <Button
          type="link"
          size="small"
          loading={keep.isPending}
          onClick={() => keep.mutate({ recordingId: card.recordingId, keptUntil: null })}
        >
          {t('asset.keep')}
        </Button>
      )}
    </>
  );
}
