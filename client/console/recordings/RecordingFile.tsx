import { useMutation } from '@tanstack/react-query';
import { App, Button } from 'antd';
import type { RecordingCard } from '../../../shared/recording.ts';
import { appErrorOf, askOrThrow } from '../api/ask.ts';
import { useSubmit } from '../api/queries.ts';
import { errorText, useText } from '../text.ts';
import { megabytesOf } from './recordings.model.ts';

/** The one file of a recording: asked for, waited for, fetched at an address that opens it for a few minutes. */
export function RecordingFile({ card: { recordingId, state, file, may } }: { readonly card: RecordingCard }) {
  const t = useText();
  const { message } = App.useApp();
  const failed = (cause: unknown) => void message.error(errorText(t, appErrorOf(cause)));
  const make = useSubmit('recording.compose', { refresh: ['recording.list'] });
  const fetchFile = useMutation({
    mutationFn: async (path: string) => {
      const { query } = await askOrThrow('recording.address', { recordingId });
      location.assign(`${path}?${query}`);
    },
    onError: failed,
  });
  const ask = (
    <Button
      type="link"
      loading={make.isPending}
      onClick={() => make.mutate({ recordingId }, { onError: failed })}
    >
      {t('asset.file.ask')}
    </Button>
  );
  switch (file.state) {
    case 'ready':
      return (
        <Button type="link" loading={fetchFile.isPending} onClick={() => fetchFile.mutate(file.path)}>
          {t('asset.file.ready', { megabytes: megabytesOf(file.bytes) })}
        </Button>
      );
    case 'waiting':
      return <span className="quiet">{t('asset.file.waiting')}</span>;
    case 'composing':
      return (
        <span className="quiet">
          {t('asset.file.composing', { percent: Math.floor(file.doneRatio * 100) })}
        </span>
      );
    case 'failed':
      return (
        <>
          <span className="quiet">{t(`asset.file.${file.reason}`)}</span>
          {may.includes('file') && ask}
        </>
      );
    case 'none':
      return may.includes('file') && state === 'closed' ? ask : null;
  }
}
