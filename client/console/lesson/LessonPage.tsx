import { App, Button, Spin } from 'antd';
import { type ReactNode, useCallback, useEffect, useRef } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { type AppError, errors } from '../../../shared/kernel/errors.ts';
import { type PersonId, type SessionId, sessionId as sessionIdSchema } from '../../../shared/kernel/ids.ts';
import type { JoinedSession, LiveClient } from '../../live/live.types.ts';
import { useCourseware } from '../../ui/courseware/lazy-courseware.tsx';
import { useReadable } from '../../ui/use-readable.ts';
import { hasRole } from '../home/home.model.ts';
import { NotFoundPage } from '../shell/NotFoundPage.tsx';
import { Page } from '../shell/Page.tsx';
import { useKnownMe } from '../shell/RequireLogin.tsx';
import { Trouble } from '../shell/Trouble.tsx';
import { useText } from '../text.ts';
import { AlreadyLed } from './AlreadyLed.tsx';
import { HandedOver } from './board/HandedOver.tsx';
import { CoursewareContext } from './courseware/courseware-context.ts';
import { Lesson } from './Lesson.tsx';
import { LiveContext, useNewLiveClient } from './live-context.ts';
import { partStep, seenAfter, seenNothing } from './part.model.ts';
import { sayAgain } from './shown.ts';

export function LessonPage() {
  const read = sessionIdSchema.safeParse(useParams()['sessionId']);
  const live = useNewLiveClient();
  const t = useText();
  if (!read.success) return <NotFoundPage />;
  if (live === null) return <Waiting words={t('lesson.joining')} />;
  return (
    <LiveContext value={live}>
      <WithCourseware live={live}>
        <Joining key={read.data} live={live} sessionId={read.data} />
      </WithCourseware>
    </LiveContext>
  );
}

function WithCourseware({ live, children }: { readonly live: LiveClient; readonly children: ReactNode }) {
  return <CoursewareContext value={useCourseware(live, 'console')}>{children}</CoursewareContext>;
}

type JoiningProps = { readonly live: LiveClient; readonly sessionId: SessionId };

function Joining({ live, sessionId }: JoiningProps) {
  const t = useText();
  const me = useKnownMe();
  const [search] = useSearchParams();
  const part =
    search.get('as') === 'observer' ? 'observer' : hasRole(me, 'lecturer') ? 'lecturer' : undefined;
  const link = useReadable(live.link);
  const session = useReadable(live.session);
  const last = useRef<JoinedSession | null>(null);
  if (session.state === 'joined') last.current = session;
  useEffect(() => {
    void live.join(sessionId, part);
  }, [live, sessionId, part]);

  if (link.state === 'outdated') return <Outdated />;
  if (link.state === 'refused') return <Refused error={link.error} onRetry={() => live.retry()} />;
  switch (session.state) {
    case 'none':
    case 'joining':
      // While it takes another part, the page stays as it is: cameras stay open, and the class's own display.
      if (last.current?.sessionId === sessionId) return <Seated live={live} session={last.current} />;
      return (
        <Waiting words={link.state === 'reconnecting' ? t('lesson.reconnecting') : t('lesson.joining')} />
      );
    case 'refused':
      return session.error.code === 'ALREADY_LED' ? (
        <AlreadyLed onAssist={() => void live.join(sessionId, 'assistant')} />
      ) : (
        <Refused error={session.error} onRetry={() => void live.join(sessionId, part)} />
      );
    case 'joined':
      return <Seated live={live} session={session} />;
  }
}

/** Starting makes a lecturer of whoever starts, handing over of another; each takes the seat that is theirs now. */
function Seated({ live, session }: { readonly live: LiveClient; readonly session: JoinedSession }) {
  const t = useText();
  const { message } = App.useApp();
  const { sessionId, part } = session;
  const seen = useRef(seenNothing);
  seen.current = seenAfter(seen.current, session);
  const ledBefore = useRef<PersonId | null>(null);
  const { lecturerId } = session.view.lesson;
  const step = partStep(session, seen.current);
  if (step === 'stay') ledBefore.current = lecturerId;
  const take = useCallback(
    (wish: 'lecturer' | 'assistant') => void live.join(sessionId, wish),
    [live, sessionId],
  );
  const give = (successorId: PersonId | null) => {
    if (successorId !== null) void live.command('lectern.hand', { sessionId, successorId });
  };
  useEffect(() => {
    if (step === 'lead') take('lecturer');
    if (step === 'assist') {
      take('assistant');
      void message.info(t('handOver.given'));
    }
  }, [take, step, message, t]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another part is another seat
  useEffect(() => sayAgain(live), [live, part]);
  if (step === 'alreadyLed') return <AlreadyLed onAssist={() => take('assistant')} />;
  return (
    <>
      <Lesson session={session} />
      {step === 'offered' && (
        <HandedOver
          onTake={() => take('lecturer')}
          onReturn={
            ledBefore.current === null || ledBefore.current === lecturerId
              ? null
              : () => give(ledBefore.current)
          }
        />
      )}
    </>
  );
}

function Waiting({ words }: { readonly words: string }) {
  return (
    <main className="page lesson-waiting">
      <Spin />
      <p role="status">{words}</p>
    </main>
  );
}

function Outdated() {
  const t = useText();
  return (
    <Page title={t('lesson.outdated')} lead={t('lesson.outdatedLead')}>
      <Button type="primary" onClick={() => window.location.reload()}>
        {t('app.reload')}
      </Button>
    </Page>
  );
}

function Refused({ error, onRetry }: { readonly error: AppError; readonly onRetry: () => void }) {
  const t = useText();
  return (
    <Page title={t('lesson.cannotEnter')}>
      <Trouble error={error} {...(errors[error.code].retryable ? { onRetry } : {})} />
      <p>
        <Link to="/">{t('lesson.backHome')}</Link>
      </p>
    </Page>
  );
}
