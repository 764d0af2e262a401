import { Button, type TableColumnsType, Tag } from 'antd';
import type { RecordingCard } from '../../../shared/recording.ts';
import { dateTimeText } from '../shell/format.ts';
import { PaperTable } from '../shell/PaperTable.tsx';
import { useLanguage, useText } from '../text.ts';
import { Kept } from './KeepRecording.tsx';
import { Licence } from './Licence.tsx';
import { MissedSources } from './MissedSources.tsx';
import { OwnProgress, PlayLink, Watched } from './OwnProgress.tsx';
import { RecordingCaptions } from './RecordingCaptions.tsx';
import { RecordingFile } from './RecordingFile.tsx';
import { megabytesOf, minutesOf } from './recordings.model.ts';
import { Place } from './StorePlace.tsx';

/** What is asked in a window of its own. */
export type RecordingAct = 'keep' | 'remove' | 'package';

type TableProps = {
  readonly rows: readonly RecordingCard[];
  readonly loading: boolean;
  readonly onAct: (act: RecordingAct, card: RecordingCard) => void;
};

export function RecordingTable({ rows, loading, onAct }: TableProps) {
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
      render: (_, card) => {
        const { durationMs, bytes, state } = card;
        return state === 'removed' ? (
          <>
            —<Place card={card} />
          </>
        ) : (
          <>
            {t('asset.minutes', { minutes: minutesOf(durationMs) })}
            <div className="quiet">{t('asset.size', { megabytes: megabytesOf(bytes) })}</div>
            <MissedSources card={card} />
            <Place card={card} />
            <OwnProgress card={card} />
            <Watched card={card} />
          </>
        );
      },
    },
    { title: t('asset.licence'), key: 'licence', render: (_, card) => <Licence card={card} /> },
    {
      title: t('asset.keptUntil'),
      key: 'kept',
      render: (_, card) => <Kept card={card} onKeep={() => onAct('keep', card)} />,
    },
    {
      title: t('asset.acts'),
      key: 'acts',
      render: (_, card) =>
        card.state !== 'removed' && (
          <span className="recordings-acts">
            <PlayLink card={card} />
            <RecordingFile card={card} />
            {card.state === 'closed' && (
              <Button type="link" onClick={() => onAct('package', card)}>
                {t('asset.package')}
              </Button>
            )}
            <RecordingCaptions card={card} />
            {card.may.includes('change') && card.state === 'closed' && (
              <Button type="link" danger onClick={() => onAct('remove', card)}>
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
      stacks
      empty={t('asset.empty')}
      paged={false}
    />
  );
}
