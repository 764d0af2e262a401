import { type KeyboardEvent, useEffect, useMemo } from 'react';
import type { RoomId, SessionId } from '../../../shared/kernel/ids.ts';
import { browserEnvironment } from '../../live/environment.ts';
import type { HelperClient } from '../../live/helper-client.ts';
import { useReadable } from '../../ui/use-readable.ts';
import { useText } from '../text.ts';
import { TalkHold } from './talk-button.ts';
import './talk.css';

type Props = {
  readonly client: Pick<HelperClient, 'request'>;
  readonly sessionId: SessionId;
  readonly roomId: RoomId;
};

/** Opens the called room's microphone while a finger or the space bar is on it. */
export function TalkButton({ client, sessionId, roomId }: Props) {
  const text = useText();
  const talk = useMemo(
    () =>
      new TalkHold(
        browserEnvironment(),
        async (on) => (await client.request('talk.hold', { sessionId, roomId, on })).ok,
      ),
    [client, sessionId, roomId],
  );
  const state = useReadable(talk.state);
  useEffect(() => {
    // Another app, a call, a locked screen: nobody holds it any more.
    const hidden = () => talk.letGo();
    document.addEventListener('visibilitychange', hidden);
    return () => {
      document.removeEventListener('visibilitychange', hidden);
      talk.letGo();
    };
  }, [talk]);
  const press = (event: KeyboardEvent) => {
    if (event.key !== ' ' && event.key !== 'Enter') return;
    event.preventDefault();
    talk.hold();
  };
  const words = { free: 'voice.talk', held: 'voice.talking', failed: 'voice.talkFailed' } as const;
  return (
    <button
      type="button"
      className="main talk"
      data-state={state}
      aria-pressed={state !== 'free'}
      onPointerDown={() => talk.hold()}
      onPointerUp={() => talk.letGo()}
      onPointerCancel={() => talk.letGo()}
      onPointerLeave={() => talk.letGo()}
      onKeyDown={press}
      onKeyUp={() => talk.letGo()}
      onBlur={() => talk.letGo()}
      onContextMenu={(event) => event.preventDefault()}
    >
      {text(words[state])}
    </button>
  );
}
