import './line.css';
import { CloseOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { useEffect, useId, useRef } from 'react';
import type { LessonCard } from '../../../../shared/lesson.ts';
import { seatOfPhone } from '../../../../shared/session/session.events.ts';
import { LINE_TEXT_MAX } from '../../../../shared/session/session.line.ts';
import type { JoinedSession } from '../../../live/live.types.ts';
import type { LineActions, LineEntry } from '../../../live/private-line.ts';
import { useReading, useSay } from '../../../ui/use-private-line.ts';
import { timeText } from '../../shell/format.ts';
import { errorText, useText } from '../../text.ts';
import type { Capture } from '../capture.ts';
import { SpeakButton } from './LineVoice.tsx';
import { useConversation, useLineActions, useLines } from './lines.ts';
import { UnreadLines } from './UnreadLines.tsx';

const ready = ['1', '2', '3', '4'] as const;

type PanelProps = { readonly session: JoinedSession; readonly capture: Capture };

/** The private line 私线 that is open, over the rooms; nothing while none is. */
export function LinePanel({ session, capture }: PanelProps) {
  const lines = useLines();
  const room = session.card.rooms.find(({ roomId }) => roomId === lines?.openRoomId);
  if (lines === null || room === undefined) return null;
  return <OpenLine key={room.roomId} {...{ session, capture, room }} onClose={lines.close} />;
}

type OpenProps = PanelProps & {
  readonly room: LessonCard['rooms'][number];
  readonly onClose: () => void;
};

function OpenLine({ session, capture, room, onClose }: OpenProps) {
  const t = useText();
  const titleId = useId();
  const conversation = useConversation(session, room.roomId);
  const actions = useLineActions(session, room.roomId);
  const hasPhone = session.view.seats[seatOfPhone(room.roomId)]?.presence.state === 'connected';
  useReading(conversation, actions, session.part === 'lecturer');
  return (
    <aside
      className="line-panel"
      aria-labelledby={titleId}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <header>
        <h2 id={titleId}>{t('line.with', { who: room.schoolName })}</h2>
        <Button type="text" icon={<CloseOutlined />} aria-label={t('line.close')} onClick={onClose} />
      </header>
      <p className="quiet">{t('line.private')}</p>
      <SpeakButton {...{ session, capture, room, hasPhone }} />
      <UnreadLines session={session} />
      <Entries entries={conversation.entries} who={room.schoolName} />
      {!hasPhone && <p className="quiet">{t('line.noPhone')}</p>}
      <Writing who={room.schoolName} actions={actions} />
    </aside>
  );
}

function Entries({ entries, who }: { readonly entries: readonly LineEntry[]; readonly who: string }) {
  const t = useText();
  const list = useRef<HTMLOListElement>(null);
  const count = entries.length;
  useEffect(() => {
    if (count > 0) list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [count]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls
    <ol className="line-entries" ref={list} tabIndex={0} aria-live="polite" aria-label={t('line.title')}>
      {count === 0 && <li className="quiet">{t('line.none')}</li>}
      {entries.map((each) => (
        <li key={each.key} data-own={each.own} data-saved={each.saved}>
          <small>
            {each.own ? t('line.you') : who} {timeText(each.atMs)}
            {!each.saved && ` · ${t('line.unsaved')}`}
            {each.seen && ` · ${t('line.read')}`}
          </small>
          <bdi>{each.words ?? t('line.erased')}</bdi>
        </li>
      ))}
    </ol>
  );
}

function Writing({ who, actions }: { readonly who: string; readonly actions: LineActions }) {
  const t = useText();
  const { draft, setDraft, refusal, send } = useSay(actions);
  return (
    <>
      {refusal !== null && <p role="alert">{t('line.refused', { why: errorText(t, refusal) })}</p>}
      <fieldset className="line-ready" aria-label={t('line.ready')}>
        {ready.map((each) => {
          const words = t(`line.ready.lecturer.${each}`);
          return (
            <Button key={each} size="small" onClick={() => send(words)}>
              {words}
            </Button>
          );
        })}
      </fieldset>
      <form
        className="line-write"
        onSubmit={(event) => {
          event.preventDefault();
          send(draft);
        }}
      >
        <Input
          autoFocus
          value={draft}
          maxLength={LINE_TEXT_MAX}
          aria-label={t('line.write', { who })}
          placeholder={t('line.write', { who })}
          autoComplete="off"
          onChange={(event) => setDraft(event.target.value)}
        />
        <Button htmlType="submit" type="primary" disabled={draft.trim() === ''}>
          {t('line.send')}
        </Button>
      </form>
    </>
  );
}
