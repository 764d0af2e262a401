import { type ReactNode, useRef } from 'react';
import type { LiveStream } from '../../live/live.types.ts';
import { LiveVideo } from '../../ui/LiveVideo.tsx';
import { useReadable } from '../../ui/use-readable.ts';
import { useText } from '../text.ts';
import { type Figure, Figures } from './Figures.tsx';
import { useLive } from './live-context.ts';
import { useShown } from './shown.ts';

type OwnPicturesProps = {
  readonly camera: MediaStreamTrack | null;
  readonly content: MediaStreamTrack | null;
  readonly heard: boolean;
  /** Rooms on stage. Whoever speaks is large: the teacher looks at them, and knows the own slides. */
  readonly onStage: readonly Figure[];
  /** The open courseware in the content's place; where it can be written on it stays large. */
  readonly paper: ReactNode | null;
};

/** What the rooms see, arranged as they see it: content large and the teacher beside it, or the teacher alone. */
export function OwnPictures({ camera, content, heard, onStage, paper }: OwnPicturesProps) {
  const t = useText();
  const equipment = useEquipment();
  const figures: Figure[] = [...paperFigure(paper, t('courseware.title')), ...onStage];
  const ownContent = content === null ? null : <LiveVideo track={content} label={t('lesson.content')} />;
  const contentPicture = ownContent ?? equipment('content');
  if (contentPicture !== null && paper === null)
    figures.push({
      key: 'content',
      caption: t(ownContent === null ? 'source.shownContent' : 'lesson.content'),
      picture: contentPicture,
    });
  const ownCamera = camera === null ? null : <LiveVideo track={camera} label={t('lesson.camera')} />;
  const cameraPicture = ownCamera ?? equipment('camera');
  figures.push({
    key: 'camera',
    caption: t(ownCamera === null && cameraPicture !== null ? 'source.shownCamera' : 'lesson.camera'),
    picture: cameraPicture ?? (
      <p className="preview-words">{t(heard ? 'lesson.noOwnPicture' : 'lesson.noOwnPictureNorVoice')}</p>
    ),
  });
  return <Figures figures={figures} />;
}

/** Streams in the lecturer's own name that this page does not send: those of the lecture room's equipment. */
export function useEquipmentStreams(): readonly LiveStream[] {
  const live = useLive();
  const sent = useReadable(live.own);
  return useReadable(live.streams).filter(
    ({ own, part, source }) => own && part === 'lecturer' && !sent.some((each) => each.source === source),
  );
}

/** What equipment of the lecture room sends in the lecturer's name: received like any other picture, so it is as the class gets it. */
export function useEquipment(): (source: 'camera' | 'content') => ReactNode | null {
  const t = useText();
  const streams = useEquipmentStreams();
  return (source) => {
    const stream = streams.find((each) => each.source === source);
    const label = t(source === 'camera' ? 'source.shownCamera' : 'source.shownContent');
    return stream === undefined ? null : <ReceivedPicture stream={stream} label={label} />;
  };
}

/** The same for an assistant or observer, as the class sees it: the lecturer as received, and who is on stage beside. */
export function LecturerPictures({ onStage, paper }: Pick<OwnPicturesProps, 'onStage' | 'paper'>) {
  const t = useText();
  const live = useLive();
  const streams = useReadable(live.streams).filter((each) => each.part === 'lecturer' && !each.own);
  const find = (source: LiveStream['source']) => streams.find((each) => each.source === source);
  const [camera, content] = [find('camera'), find('content')];
  const figures: Figure[] = paperFigure(paper, t('courseware.title'));
  if (content?.track && paper === null)
    figures.push({
      key: 'content',
      caption: t('lesson.content'),
      picture: <ReceivedPicture stream={content} label={t('lesson.content')} />,
    });
  figures.push({
    key: 'camera',
    caption: t('lesson.lecturerCamera'),
    picture:
      camera?.track && camera.flowing ? (
        <ReceivedPicture stream={camera} label={t('lesson.lecturerCamera')} />
      ) : (
        <p className="preview-words">{t('lesson.noLecturerPicture')}</p>
      ),
  });
  return <Figures figures={[...figures, ...onStage]} />;
}

const paperFigure = (paper: ReactNode | null, caption: string): Figure[] =>
  paper === null ? [] : [{ key: 'courseware', caption, picture: paper, tall: true }];

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
