import './seminar.css';
import { Button } from 'antd';
import type { JoinedSession } from '../../../live/live.types.ts';
import { useReadable } from '../../../ui/use-readable.ts';
import { LessonState } from '../../home/LessonState.tsx';
import { PcPanel } from '../../pc/PcPanel.tsx';
import { Trouble } from '../../shell/Trouble.tsx';
import { useText } from '../../text.ts';
import { AlreadyLed } from '../AlreadyLed.tsx';
import { Checks } from '../Checks.tsx';
import type { Capture } from '../capture.ts';
import { LessonFrame } from '../LessonFrame.tsx';
import { useLive } from '../live-context.ts';
import { useStart } from '../Preflight.tsx';
import { LeaveButton } from './LeaveButton.tsx';
import { hereCount, peopleOf, type SeminarPerson } from './people.model.ts';

type SeminarPreflightProps = {
  readonly session: JoinedSession;
  readonly capture: Capture;
  readonly nowMs: number;
};

/** The waiting room of a seminar: own devices, who is there; nobody is seen or heard yet. */
export function SeminarPreflight({ session, capture, nowMs }: SeminarPreflightProps) {
  const t = useText();
  const live = useLive();
  const { start, starting, error } = useStart(session);
  const people = peopleOf({ session, streams: useReadable(live.streams) });
  if (error?.code === 'ALREADY_LED')
    return <AlreadyLed onAssist={() => void live.join(session.sessionId, 'assistant')} />;
  const mayStart = session.part === 'lecturer' || session.part === 'assistant';
  return (
    <LessonFrame
      session={session}
      nowMs={nowMs}
      labels={{ left: 'seminar.devices', right: 'seminar.people' }}
      state={<LessonState moment="waiting" />}
      left={
        session.part !== 'observer' && (
          <PcPanel session={session} capture={capture}>
            <Checks session={session} capture={capture} />
          </PcPanel>
        )
      }
      right={<PeopleBoard people={people} />}
      tools={
        error ? (
          <Trouble error={error} />
        ) : (
          <span className="quiet">{t(mayStart ? 'seminar.hintLead' : 'seminar.hint')}</span>
        )
      }
      main={
        mayStart ? (
          <Button type="primary" size="large" loading={starting} onClick={() => void start()}>
            {t('seminar.start')}
          </Button>
        ) : (
          <LeaveButton />
        )
      }
    />
  );
}

function PeopleBoard({ people }: { readonly people: readonly SeminarPerson[] }) {
  const t = useText();
  return (
    <>
      <h2 className="rooms-title">
        {t('seminar.present', { here: hereCount(people), total: people.length })}
      </h2>
      <ul className="people-board">
        {people.map((person) => (
          <li key={person.seat} data-state={person.state}>
            <b>{person.name ?? t('part.lecturer')}</b>
            {person.own && <span className="tag">{t('seminar.me')}</span>}
            {person.leads && <span className="tag">{t('seminar.leads')}</span>}
            <span className="quiet">{person.schoolName}</span>
            <span className="people-state">
              <i aria-hidden="true" />
              {t(`seminar.state.${person.state}`)}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
