import { useRef } from 'react';
import type { LiveStream } from '../../live/live.types.ts';
import { LiveVideo } from '../../ui/LiveVideo.tsx';
import { useReadable } from '../../ui/use-readable.ts';
import { useText } from '../text.ts';
import { LecturerVoice } from './LecturerVoice.tsx';
import { useLive } from './live-context.ts';
import { useShown } from './shown.ts';

type OwnPicturesProps = {
  readonly camera: MediaStreamTrack | null;
  readonly content: MediaStreamTrack | null;
  readonly heard: boolean;
};

/** What the rooms see, arranged as they see it: content large and the teacher beside it, or the teacher alone. */
export function OwnPictures({ camera, content, heard }: OwnPicturesProps) {
  const t = useText();
  return (
    <div className={content === null ? 'pictures' : 'pictures pictures-two'}>
      {content !== null && (
        <figure>
          <LiveVideo track={content} label={t('lesson.content')} />
          <figcaption>{t('lesson.content')}</figcaption>
        </figure>
      )}
      <figure>
        {camera === null ? (
          <p className="preview-words">{t(heard ? 'lesson.noOwnPicture' : 'lesson.noOwnPictureNorVoice')}</p>
        ) : (
          <LiveVideo track={camera} label={t('lesson.camera')} />
        )}
        <figcaption>{t('lesson.camera')}</figcaption>
      </figure>
    </div>
  );
}

/** The same for an assistant or observer: the lecturer as received, with the voice. */
export function LecturerPictures() {
  const t = useText();
  const live = useLive();
  const streams = useReadable(live.streams).filter((each) => each.part === 'lecturer' && !each.own);
  const find = (source: LiveStream['source']) => streams.find((each) => each.source === source);
  const [camera, content, voice] = [find('camera'), find('content'), find('voice')];
  return (
    <div className={content?.track ? 'pictures pictures-two' : 'pictures'}>
      {content?.track && (
        <figure>
          <ReceivedPicture stream={content} label={t('lesson.content')} />
          <figcaption>{t('lesson.content')}</figcaption>
        </figure>
      )}
      <figure>
        {camera?.track && camera.flowing ? (
          <ReceivedPicture stream={camera} label={t('lesson.lecturerCamera')} />
        ) : (
          <p className="preview-words">{t('lesson.noLecturerPicture')}</p>
        )}
        <figcaption>{t('lesson.lecturerCamera')}</figcaption>
      </figure>
      {voice?.track && <LecturerVoice track={voice.track} />}
    </div>
  );
}

type ReceivedProps = {
  readonly stream: LiveStream;
  readonly label: string;
  readonly fit?: 'contain' | 'cover';
};

/** A stream as it arrives, asked for in the size in which it is shown. */
export function ReceivedPicture({ stream, label, fit = 'contain' }: ReceivedProps) {
  const live = useLive();
  const ref = useRef<HTMLDivElement>(null);
  useShown(ref, stream.streamId);
  return (
    <div ref={ref} className="received">
      <LiveVideo
        track={stream.track}
        label={label}
        fit={fit}
        onFrame={(frame) => live.frameShown(stream.streamId, frame)}
      />
    </div>
  );
}
