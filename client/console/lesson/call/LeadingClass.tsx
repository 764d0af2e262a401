import './call.css';
import './attention.css';
import { Button } from 'antd';
import type { JoinedSession } from '../../../live/live.types.ts';
import { useText } from '../../text.ts';
import { HeadCountField } from '../HeadCountField.tsx';
import { useLive } from '../live-context.ts';
import type { Rights } from './rights.model.ts';

/** 本班学生: the pupils who sit with the lecturer, counted apart from the listening rooms. Nothing when nobody does. */
export function LeadingClass({
  session,
  rights,
}: {
  readonly session: JoinedSession;
  readonly rights: Rights;
}) {
  const t = useText();
  const { card, view, sessionId } = session;
  const { lectureRoom, leadingClass } = card;
  if (lectureRoom === null || leadingClass === null) return null;
  return (
    <section className="leading-class">
      <div>
        <h2>{t('leading.title')}</h2>
        <p className="quiet">
          {t('leading.detail', {
            class: leadingClass.className ?? lectureRoom.name,
            total: leadingClass.expectedCount,
          })}
        </p>
      </div>
      {rights.call && <OwnTurns session={session} />}
      <HeadCountField
        sessionId={sessionId}
        roomId={lectureRoom.roomId}
        expectedCount={leadingClass.expectedCount}
        headCount={view.lesson.leadingCount ?? null}
        mayCount={rights.count(lectureRoom.roomId)}
      />
    </section>
  );
}

/** Nobody calls them on stage, so their turns are noted: without them a share of the remote rooms would say nothing. */
function OwnTurns({ session: { sessionId, view } }: { readonly session: JoinedSession }) {
  const t = useText();
  const live = useLive();
  const turnCount = view.lesson.leadingAttention?.turnCount ?? 0;
  return (
    <span className="own-turns">
      <Button onClick={() => void live.command('ownTurn.note', { sessionId })}>
        {t('attention.ownNote')}
      </Button>
      {turnCount > 0 && <span className="quiet">{t('attention.ownTurns', { total: turnCount })}</span>}
    </span>
  );
}
