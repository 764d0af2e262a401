import './class-view.css';
import type { ReactNode } from 'react';
import { LiveVideo } from '../../../ui/LiveVideo.tsx';
import { QuestionBoard } from '../../../ui/question/QuestionBoard.tsx';
import { timeText } from '../../shell/format.ts';
import { useText } from '../../text.ts';
import { ClassPaper } from '../courseware/CoursewarePaper.tsx';
import { ReceivedPicture } from '../Pictures.tsx';
import { type ClassPicture, type ClassScene, keyOf, layoutOf } from './class.model.ts';

type ClassViewProps = {
  readonly scene: ClassScene;
  readonly nowMs: number;
  /** In the bar before the clock, in words for thirty pupils. */
  readonly aside?: ReactNode;
};

/** What the class sees, composed as on the large screens: content large, the teacher small, whoever was called; nothing private. */
export function ClassView({ scene, nowMs, aside }: ClassViewProps) {
  const t = useText();
  const layout = layoutOf(scene);
  const { content, called, teacher } = scene;
  return (
    <div className="class-view" data-layout={layout}>
      <div className="class-stage">
        {content !== null && (
          <Place name="content">
            <Picture picture={content} label={t('class.content')} fit="contain" />
          </Place>
        )}
        {called !== null && (
          <Place name="called">
            {called.picture === null ? (
              <p className="class-words">{t('class.calledComes')}</p>
            ) : (
              <Picture
                picture={called.picture}
                label={t('lesson.roomPicture', { school: called.schoolName })}
              />
            )}
            <figcaption>
              <b>{t('class.onStage')}</b> {called.schoolName}
            </figcaption>
          </Place>
        )}
        {teacher !== null && (
          <Place name="teacher">
            <Picture picture={teacher} label={t('class.teacher')} />
            {layout !== 'teacher' && <figcaption>{scene.teacherName}</figcaption>}
          </Place>
        )}
        {layout === 'none' && <p className="class-words">{t('class.nothing')}</p>}
      </div>
      {scene.question !== null && <QuestionBoard question={scene.question} text={t} />}
      <div className="class-bar">
        <h1>{[scene.subject, scene.schoolName].filter((each) => each !== '').join(' · ')}</h1>
        {aside}
        <span className="class-clock">{timeText(nowMs)}</span>
      </div>
    </div>
  );
}

function Place({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return <figure className={`class-place class-${name}`}>{children}</figure>;
}

type PictureProps = {
  readonly picture: ClassPicture;
  readonly label: string;
  readonly fit?: 'contain' | 'cover';
};

function Picture({ picture, label, fit = 'contain' }: PictureProps) {
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
