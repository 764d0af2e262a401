import './panel.css';

import type { JoinedSession } from '../../../live/live.types.ts';
import { CaptionSwitch } from '../../../ui/captions/ReadCaptions.tsx';
import { LanguageSwitch } from '../../shell/LanguageSwitch.tsx';
import { useText } from '../../text.ts';
import { ClassView } from '../display/ClassView.tsx';
import type { ClassScene } from '../display/class.model.ts';
import { LessonClock } from '../LessonClock.tsx';
import { Notices } from '../Notices.tsx';
import { LeaveButton } from '../seminar/LeaveButton.tsx';
import { Unseen } from '../Unseen.tsx';
import { Voices } from '../Voices.tsx';

type ObservedProps = {
  readonly session: JoinedSession;
  readonly scene: ClassScene;
  readonly nowMs: number;
};

/** 观摩: the class as its pupils see it, for colleagues whom nobody in it sees. */
export function ObservedClass({ session, scene, nowMs }: ObservedProps) {
  const t = useText();
  return (
    <div className="observed">
      <Voices />
      <Notices session={session} nowMs={nowMs} />
      <main className="panel-class" aria-label={t('class.label')}>
        <ClassView scene={scene} nowMs={nowMs} />
      </main>
      <footer className="panel-bar">
        <Unseen session={session} />
        <CaptionSwitch captions={session.view.lesson.captions} text={t} />
        <span className="grow" />
        <LanguageSwitch />
        <LeaveButton />
        <LessonClock session={session} nowMs={nowMs} />
      </footer>
    </div>
  );
}
