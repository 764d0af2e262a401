import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Drawer, Popconfirm } from 'antd';
import { useState } from 'react';
import { readCaptions, writeSrt } from '../../../shared/caption/caption-file.ts';
import { ownNames } from '../../../shared/caption/language.ts';
import type { RecordingCard } from '../../../shared/recording.ts';
import type { RecordingCaption } from '../../../shared/recording-caption.ts';
import { appErrorOf, askOrThrow } from '../api/ask.ts';
import { useAnswer, useSubmit } from '../api/queries.ts';
import { saveBlob } from '../api/save.ts';
import { dateTimeText } from '../shell/format.ts';
import { Trouble } from '../shell/Trouble.tsx';
import { errorText, useLanguage, useText } from '../text.ts';
import { CaptionEditor } from './CaptionEditor.tsx';

type CardProps = { readonly card: RecordingCard };

/** 字幕 of a recording: what was typed in the lesson, and what is given in its place. */
export function RecordingCaptions({ card }: CardProps) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const lesson = [card.subject, card.grade].filter((each) => each !== '').join(' · ');
  return (
    <>
      <Button type="link" onClick={() => setOpen(true)}>
        {t('caption.tracks')}
      </Button>
      <Drawer
        open={open}
        size={640}
        title={t('caption.tracks.of', { lesson })}
        onClose={() => setOpen(false)}
        destroyOnHidden
      >
        <Tracks card={card} />
      </Drawer>
    </>
  );
}

type Edited = { readonly language: RecordingCaption['language'] | null; readonly text: string };

function Tracks({ card: { recordingId, state } }: CardProps) {
  const t = useText();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [edited, setEdited] = useState<Edited | null>(null);
  const listed = useAnswer('recording.listCaptions', { recordingId });
  const failed = (cause: unknown) => void message.error(errorText(t, appErrorOf(cause)));
  const open = async (language: RecordingCaption['language']): Promise<string> => {
    const { file } = await askOrThrow('recording.readCaption', { recordingId, language });
    return file;
  };
  const srtOf = (file: string) => {
    const read = readCaptions(file);
    return read.ok ? writeSrt(read.cues) : file;
  };
  const edit = (language: RecordingCaption['language']) =>
    void open(language).then((file) => setEdited({ language, text: srtOf(file) }), failed);
  const save = (language: RecordingCaption['language'], format: 'srt' | 'vtt') =>
    void open(language).then((file) => {
      const text = format === 'srt' ? srtOf(file) : file;
      saveBlob(new Blob([text], { type: 'text/plain' }), `${language}.${format}`);
    }, failed);
  if (listed.isError)
    return <Trouble error={appErrorOf(listed.error)} onRetry={() => void listed.refetch()} />;
  if (listed.data === undefined) return null;
  const { captions, mayChange } = listed.data;
  const may = mayChange && state === 'closed';
  if (edited !== null)
    return (
      <CaptionEditor
        recordingId={recordingId}
        taken={captions.map(({ language }) => language)}
        language={edited.language}
        text={edited.text}
        onClose={() => {
          setEdited(null);
          void client.invalidateQueries({ queryKey: ['recording.listCaptions'] });
        }}
      />
    );
  return (
    <>
      {captions.length === 0 && <p className="quiet">{t('caption.tracks.none')}</p>}
      <ul className="caption-tracks">
        {captions.map((caption) => (
          <li key={caption.language}>
            <TrackWords caption={caption} />
            <span className="recordings-acts">
              {may && (
                <Button type="link" onClick={() => edit(caption.language)}>
                  {t('caption.edit')}
                </Button>
              )}
              {(['srt', 'vtt'] as const).map((format) => (
                <Button key={format} type="link" onClick={() => save(caption.language, format)}>
                  {t('caption.download', { format: format.toUpperCase() })}
                </Button>
              ))}
              {may && caption.origin === 'kept' && (
                <RemoveTrack recordingId={recordingId} language={caption.language} />
              )}
            </span>
          </li>
        ))}
      </ul>
      {may && (
        <Button type="primary" onClick={() => setEdited({ language: null, text: '' })}>
          {t('caption.new')}
        </Button>
      )}
    </>
  );
}

function TrackWords({
  caption: { language, origin, cueCount, changedAtMs },
}: {
  readonly caption: RecordingCaption;
}) {
  const t = useText();
  const locale = useLanguage((each) => each.locale);
  const from =
    origin === 'typed' || changedAtMs === null
      ? t('caption.tracks.typed')
      : t('caption.tracks.kept', { when: dateTimeText(changedAtMs, locale) });
  return (
    <div>
      <strong>{t(`language.${language}`)}</strong> <bdi lang={language}>{ownNames[language]}</bdi>
      <div className="quiet">
        {t('caption.tracks.count', { count: cueCount })} · {from}
      </div>
    </div>
  );
}

type RemoveProps = Pick<RecordingCard, 'recordingId'> & Pick<RecordingCaption, 'language'>;

function RemoveTrack({ recordingId, language }: RemoveProps) {
  const t = useText();
  const { message } = App.useApp();
  const remove = useSubmit('recording.removeCaption', {
    refresh: ['recording.listCaptions'],
    onDone: () => void message.success(t('caption.removed')),
  });
  return (
    <Popconfirm
      title={t('caption.remove.ask', { language: t(`language.${language}`) })}
      description={t('caption.remove.typed')}
      okText={t('caption.remove')}
      cancelText={t('caption.cancel')}
      onConfirm={() => remove.mutate({ recordingId, language })}
    >
      <Button type="link" danger loading={remove.isPending}>
        {t('caption.remove')}
      </Button>
    </Popconfirm>
  );
}
