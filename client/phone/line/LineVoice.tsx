import { type ReactNode, useEffect, useMemo } from 'react';
import type { RoomId, SessionId } from '../../../shared/kernel/ids.ts';
import type { LineVoiceView } from '../../../shared/session/session.line-voice.ts';
import { openMicrophone } from '../../live/capture.ts';
import type { HelperClient } from '../../live/helper-client.ts';
import { LiveAudio } from '../../ui/LiveAudio.tsx';
import { useReadable } from '../../ui/use-readable.ts';
import { clockWords } from '../helping.rules.ts';
import { useText } from '../text.ts';
import { useSeconds } from '../use-seconds.ts';
import { PhoneVoice, type VoiceTrouble } from './phone-voice.ts';
import './line-voice.css';

type Wish = { readonly client: HelperClient; readonly sessionId: SessionId; readonly roomId: RoomId };
type SpokenProps = Wish & { readonly children: (voice: PhoneVoice, roomId: RoomId) => ReactNode };

/** A helper's pages with the voice of their private line 私线语音 over them, whichever of them is open. */
export function Spoken({ children, ...wish }: SpokenProps) {
  const voice = usePhoneVoice(wish);
  const seat = useReadable(wish.client.seat);
  const nowMs = useSeconds(() => wish.client.serverNowMs());
  const now = seat.state === 'joined' && seat.current ? seat.view.lesson.lineVoice : undefined;
  return (
    <>
      {children(voice, wish.roomId)}
      <LineVoiceBar voice={voice} now={now} nowMs={nowMs} />
    </>
  );
}

function usePhoneVoice({ client, sessionId, roomId }: Wish): PhoneVoice {
  const voice = useMemo(
    () =>
      new PhoneVoice({
        client,
        sessionId,
        roomId,
        openMicrophone,
        loadMedia: async () => (await import('../../live/line-media.ts')).openLineMedia,
      }),
    [client, sessionId, roomId],
  );
  useEffect(() => () => voice.close(), [voice]);
  return voice;
}

type BarProps = {
  readonly voice: PhoneVoice;
  readonly now: LineVoiceView | undefined;
  readonly nowMs: number;
};

/** Over the page while somebody rings or speaks: pupils' local teacher has one hand and one glance. */
function LineVoiceBar({ voice, now, nowMs }: BarProps) {
  const text = useText();
  const { trouble, heard, busy } = useReadable(voice.facts);
  const who = text('line.lecturer');
  const end = (words: 'end' | 'cancel' | 'decline') => (
    <button type="button" onClick={() => voice.end()}>
      {text(`lineVoice.${words}`)}
    </button>
  );
  if (now === undefined)
    return trouble === null ? null : <Trouble trouble={trouble} onSeen={() => voice.seen()} />;
  if (now.state === 'open')
    return (
      <div className="line-voice" role="status" data-open={now.own}>
        <b>
          {!now.own
            ? text('lineVoice.elsewhere', { who })
            : heard === null
              ? text('lineVoice.connecting')
              : text('lineVoice.open', { who, time: clockWords(nowMs - now.sinceMs) })}
        </b>
        {now.own && end('end')}
        {heard !== null && (
          <LiveAudio track={heard} onBlocked={() => undefined} onPlaying={() => undefined} attempt={0} />
        )}
      </div>
    );
  if (now.by === 'room')
    return (
      <div className="line-voice" role="status">
        <b>{text('lineVoice.calling', { who })}</b>
        {now.own && end('cancel')}
      </div>
    );
  return (
    <div className="line-voice" role="alert">
      <b>{text('lineVoice.rings', { who })}</b>
      {trouble === null ? (
        <small>{text('lineVoice.phoneEarphones')}</small>
      ) : (
        <small>{troubleWords(text, trouble)}</small>
      )}
      <button type="button" className="main" disabled={busy} onClick={() => void voice.answer()}>
        {text('lineVoice.take')}
      </button>
      {end('decline')}
    </div>
  );
}

function Trouble({ trouble, onSeen }: { readonly trouble: VoiceTrouble; readonly onSeen: () => void }) {
  const text = useText();
  return (
    <div className="line-voice" role="alert">
      <b>{troubleWords(text, trouble)}</b>
      <button type="button" onClick={onSeen}>
        {text('lineVoice.seen')}
      </button>
    </div>
  );
}

function troubleWords(text: ReturnType<typeof useText>, trouble: VoiceTrouble): string {
  if (trouble === 'notTaken' || trouble === 'lost') return text(`lineVoice.${trouble}`);
  if (typeof trouble === 'string') return text(`lineVoice.trouble.${trouble}`);
  if (trouble.code === 'CONFLICT') return text('lineVoice.busy');
  if (trouble.code === 'INVALID_STATE') return text('lineVoice.nobody');
  return text('lineVoice.refused', { why: text(`error.${trouble.code}`) });
}

/** On the line's own page: asks the lecturer to speak. */
export function SpeakButton({ voice }: { readonly voice: PhoneVoice }) {
  const text = useText();
  const { busy } = useReadable(voice.facts);
  return (
    <button type="button" className="second" disabled={busy} onClick={() => void voice.ask()}>
      {text('lineVoice.ask')}
    </button>
  );
}
