import './class-view.css';
import type { ReactNode } from 'react';
import type { WallPart } from '../../../../shared/session/session.wall-plan.ts';
import { ChosenCaptions } from '../../../ui/captions/ReadCaptions.tsx';
import { LiveVideo } from '../../../ui/LiveVideo.tsx';
import { QuestionBoard } from '../../../ui/question/QuestionBoard.tsx';
import { RecordingSign } from '../../../ui/RecordingSign.tsx';
import { Wall, type WallTile } from '../../../ui/wall/Wall.tsx';
import { timeText } from '../../shell/format.ts';
import { useText } from '../../text.ts';
import { ClassPaper } from '../courseware/CoursewarePaper.tsx';
import { ReceivedPicture } from '../Pictures.tsx';
import { type ClassPicture, type ClassRoom, type ClassScene, keyOf } from './class.model.ts';

type ClassViewProps = {
  readonly scene: ClassScene;
  readonly nowMs: number;
  /** In the bar before the clock, in words for thirty pupils. */
  readonly aside?: ReactNode;
};

/** What the class sees, composed by the same rule as on the large screens; nothing private. */
export function ClassView({ scene, nowMs, aside }: ClassViewProps) {
  const t = useText();
  const { content, teacher, plan } = scene;
  const shown = plan.large.length + plan.aside.length;
  const tileOf = (part: WallPart): WallTile => {
    if (part.what === 'room') {
      const room = scene.rooms.get(part.seat);
      return room === undefined ? nothing : roomTile(room, t);
    }
    if (part.what === 'content')
      return {
        className: 'class-content',
        picture: content && <Picture picture={content} label={t('class.content')} fit="contain" />,
        words: null,
      };
    return {
      className: 'class-teacher',
      picture: teacher && <Picture picture={teacher} label={t('class.teacher')} fit="contain" />,
      words: shown === 1 ? null : <span className="glass-name">{scene.teacherName}</span>,
    };
  };
  return (
    <div className="class-view" data-layout={scene.layout}>
      <div className="class-stage glass">
        <Wall plan={plan} tileOf={tileOf} />
        {shown === 0 && <p className="class-words">{t('class.nothing')}</p>}
      </div>
      {scene.question !== null && <QuestionBoard question={scene.question} text={t} />}
      <ChosenCaptions captions={scene.captions} />
      {scene.notice !== null && (
        <p className="glass-notice" role="status">
          <b>{t('class.notice')}</b>
          <span>{scene.notice}</span>
        </p>
      )}
      <div className="class-bar">
        <h1>{[scene.subject, scene.schoolName].filter((each) => each !== '').join(' · ')}</h1>
        <RecordingSign recording={scene.recording} text={t} />
        {aside}
        <span className="class-clock">{timeText(nowMs)}</span>
      </div>
    </div>
  );
}

const nothing: WallTile = { picture: null, words: null };

function roomTile(
  { schoolName, picture, called, muted, leftSeconds }: ClassRoom,
  t: ReturnType<typeof useText>,
): WallTile {
  const empty = t(called ? 'class.calledComes' : 'class.nothing');
  const label = t('lesson.roomPicture', { school: schoolName });
  return {
    ...(called ? { className: 'class-called', frame: muted ? 'notHeard' : 'onStage' } : {}),
    picture:
      picture === null ? <p className="glass-empty">{empty}</p> : <Picture picture={picture} label={label} />,
    words: (
      <>
        {called && (
          <span className="glass-sign" data-tone={muted ? 'waiting' : null}>
            {t(muted ? 'class.muted' : 'class.onStage')}
          </span>
        )}
        <span className="glass-name">{schoolName}</span>
        {leftSeconds !== null && (
          <span className="glass-left">{t('class.left', { seconds: leftSeconds })}</span>
        )}
      </>
    ),
  };
}

type PictureProps = {
  readonly picture: ClassPicture;
  readonly label: string;
  readonly fit?: 'contain' | 'cover';
};

function Picture({ picture, label, fit = 'cover' }: PictureProps) {
  return (
    <div className="class-picture" key={keyOf(picture)}>
      {picture.kind === 'paper' ? (
        <ClassPaper open={picture.open} />
      ) : picture.kind === 'own' ? (
        <LiveVideo track={picture.track} label={label} fit={fit} />
      ) : (
        <ReceivedPicture stream={picture.stream} label={label} fit={fit} />
      )}
    </div>
  );
}
