import type { RecordingId, StreamId } from '../../shared/kernel/ids.ts';
import { fail, ok } from '../../shared/kernel/result.ts';
import type { RecordedSource } from '../../shared/recording.ts';
import type { RecordingLicence } from '../../shared/recording-kinds.ts';
import { type SeatKey, seatOfPerson } from '../../shared/session/session.events.ts';
import { isOnStage, lessonOf, mayRecordStage } from '../../shared/session/session.policy.ts';
import { leadingStreams } from '../../shared/session/session.sight.ts';
import type { SessionState, Stream } from '../../shared/session/session.state.ts';
import type { DatedFact, Decision } from '../session/session.types.ts';

/** What is to be recorded now: one stream a seat and source. */
export type Recorded = {
  readonly streamId: StreamId;
  readonly seat: SeatKey;
  readonly source: RecordedSource;
  /** Of the leading side; else of somebody on stage. */
  readonly leads: boolean;
};

const recordedSources: readonly string[] = ['voice', 'camera', 'content'] satisfies readonly RecordedSource[];
const isRecorded = (source: string): source is RecordedSource => recordedSources.includes(source);

/** Under whose seat the leading side is recorded, equipment of the lecture room with it. */
export function leadingSeat({ lecturerId, plan }: SessionState): SeatKey | null {
  const leading = lecturerId ?? plan?.lecturerId ?? null;
  return leading === null ? null : seatOfPerson(leading);
}

/**
 * The leading side, as the class gets it; who is on stage only where the lesson's kind lets that be and this recording is to hold them,
 * and for as long as they are there. The private line never.
 */
export function recordedStreams(state: SessionState): readonly Recorded[] {
  const own = leadingSeat(state);
  const leading = leadingStreams(state).flatMap((each) =>
    recorded(each, { seat: (each.part === 'host' ? own : null) ?? each.seat, leads: true }),
  );
  const lesson = lessonOf(state);
  if (state.recording?.stage !== true || !mayRecordStage(lesson)) return leading;
  const stage = Object.values<Stream>(state.streams).filter(
    (each) => (each.part === 'room' || each.part === 'member') && isOnStage(lesson, each),
  );
  return [...leading, ...stage.flatMap((each) => recorded(each, { seat: each.seat, leads: false }))];
}

const recorded = (
  { streamId, source, compatible }: Stream,
  whose: Pick<Recorded, 'seat' | 'leads'>,
): readonly Recorded[] =>
  compatible === true || !isRecorded(source) ? [] : [{ streamId, source, ...whose }];

/** The recording that is to run now; null for none. */
export function runningIn({ phase, recording }: SessionState): SessionState['recording'] {
  return phase.state === 'live' && recording !== null && recording.now.state !== 'over' ? recording : null;
}

type Wish = {
  readonly recordingId: RecordingId;
  readonly licence: RecordingLicence;
  readonly stage?: true | undefined;
};

/**
 * LESSON_NOT_LIVE before the start and after the end; nothing is recorded there. INVALID_STATE for the stage of a lesson in which that
 * is never recorded.
 */
export function start(state: SessionState, wish: Wish, nowMs: number): Decision<DatedFact> {
  if (state.phase.state !== 'live') return fail('LESSON_NOT_LIVE');
  if (wish.stage === true && !mayRecordStage(lessonOf(state))) return fail('INVALID_STATE');
  if (runningIn(state) !== null) return ok([]);
  return ok([{ type: 'recording.started', body: { ...wish }, occurredAtMs: nowMs }]);
}

export function stop(state: SessionState, nowMs: number): Decision<DatedFact> {
  const running = runningIn(state);
  if (running === null) return ok([]);
  const { recordingId } = running;
  return ok([{ type: 'recording.stopped', body: { recordingId }, occurredAtMs: nowMs }]);
}
