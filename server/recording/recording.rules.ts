import type { RecordingId, StreamId } from '../../shared/kernel/ids.ts';
import { fail, ok } from '../../shared/kernel/result.ts';
import type { RecordedSource } from '../../shared/recording.ts';
import type { RecordingLicence } from '../../shared/recording-kinds.ts';
import { type SeatKey, seatOfPerson } from '../../shared/session/session.events.ts';
import { isOnStage, lessonOf, policyOf } from '../../shared/session/session.policy.ts';
import { leadingStreams } from '../../shared/session/session.sight.ts';
import type { SessionState, Stream } from '../../shared/session/session.state.ts';
import type { DatedFact, Decision } from '../session/session.types.ts';

/** What is to be recorded now: one stream a seat and source. */
export type Recorded = {
  readonly streamId: StreamId;
  readonly seat: SeatKey;
  readonly source: RecordedSource;
};

const recordedSources: readonly string[] = ['voice', 'camera', 'content'] satisfies readonly RecordedSource[];
const isRecorded = (source: string): source is RecordedSource => recordedSources.includes(source);

/** The leading side, as the class gets it; rooms on stage only in a kind of lesson whose row says so. The private line never. */
export function recordedStreams(state: SessionState): readonly Recorded[] {
  const lecturerId = state.lecturerId ?? state.plan?.lecturerId ?? null;
  const lesson = lessonOf(state);
  const rooms = policyOf(lesson).recordsStage
    ? Object.values<Stream>(state.streams).filter((each) => each.part === 'room' && isOnStage(lesson, each))
    : [];
  return [...leadingStreams(state), ...rooms].flatMap(({ streamId, seat, part, source, compatible }) => {
    if (compatible === true || !isRecorded(source)) return [];
    const own = part === 'host' && lecturerId !== null ? seatOfPerson(lecturerId) : seat;
    return [{ streamId, seat: own, source }];
  });
}

/** The recording that is to run now; null for none. */
export function runningIn({ phase, recording }: SessionState): SessionState['recording'] {
  return phase.state === 'live' && recording !== null && recording.now.state !== 'over' ? recording : null;
}

/** LESSON_NOT_LIVE before the start and after the end; nothing is recorded there. */
export function start(
  state: SessionState,
  wish: { readonly recordingId: RecordingId; readonly licence: RecordingLicence },
  nowMs: number,
): Decision<DatedFact> {
  if (state.phase.state !== 'live') return fail('LESSON_NOT_LIVE');
  if (runningIn(state) !== null) return ok([]);
  return ok([{ type: 'recording.started', body: { ...wish }, occurredAtMs: nowMs }]);
}

export function stop(state: SessionState, nowMs: number): Decision<DatedFact> {
  const running = runningIn(state);
  if (running === null) return ok([]);
  const { recordingId } = running;
  return ok([{ type: 'recording.stopped', body: { recordingId }, occurredAtMs: nowMs }]);
}
