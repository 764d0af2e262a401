import type { SessionId } from '../../../shared/kernel/ids.ts';
import type { RecordedSource } from '../../../shared/recording.ts';
import { SAFETY_FILL_MIN_MS, type SafetyRecording } from '../../../shared/recording-safety.ts';
import type { JoinedSession, OwnStream, SessionFacts } from '../live.types.ts';
import type { KeptTake } from './safety.types.ts';

/** What is kept of a lesson: what its lecturer sends to the class while that is recorded, and nothing of anybody else. */
export type Wanted = { readonly source: RecordedSource; readonly track: MediaStreamTrack };

const isRecorded = (source: OwnStream['source']): source is RecordedSource => source !== 'line';

/** Whether the lesson is recorded, and this client leads it. */
export const isRecordedHere = (facts: SessionFacts): facts is JoinedSession =>
  facts.state === 'joined' &&
  facts.part === 'lecturer' &&
  facts.view.lesson.phase.state === 'live' &&
  facts.view.lesson.recording !== undefined;

/** A stream that waits for its line is what a copy is for; one that was refused was never sent. */
export function wantedOf(facts: SessionFacts, own: readonly OwnStream[]): readonly Wanted[] {
  if (!isRecordedHere(facts)) return [];
  return own.flatMap(({ source, track, muted, state }) =>
    isRecorded(source) && !muted && state !== 'failed' && track.readyState === 'live'
      ? [{ source, track }]
      : [],
  );
}

/** Whether something stands between here and the server, as far as this client knows. */
export const isTroubled = (facts: SessionFacts, own: readonly OwnStream[], source: RecordedSource): boolean =>
  facts.state !== 'joined' ||
  !facts.current ||
  facts.media.state !== 'connected' ||
  facts.view.lesson.recording?.state === 'interrupted' ||
  own.find((each) => each.source === source)?.state !== 'live';

/** What is given up first when there is no room: the oldest of those in which nothing happened. Null when each may be needed. */
export function givenUp(takes: readonly KeptTake[], running: ReadonlySet<string>): KeptTake | null {
  const free = takes.filter(({ takeId, troubled }) => !troubled && !running.has(takeId));
  return free.toSorted((a, b) => a.startedAtMs - b.startedAtMs)[0] ?? null;
}

/** Takes of one lesson and what its recordings, all over, have not. */
export type Sorted = {
  /** The voice before pictures: it goes through any line. */
  readonly wanted: readonly KeptTake[];
  /** The recording has all of it. */
  readonly done: readonly KeptTake[];
};

const order: readonly RecordedSource[] = ['voice', 'content', 'camera'];

/** Takes from when nothing was recorded are in neither: nobody knows yet what becomes of them. */
export function sortedOut(takes: readonly KeptTake[], recordings: readonly SafetyRecording[]): Sorted {
  const wanted: KeptTake[] = [];
  const done: KeptTake[] = [];
  for (const take of takes) {
    const recording = recordings.find(
      ({ startedAtMs, endedAtMs }) => take.startedAtMs < endedAtMs && take.endedAtMs > startedAtMs,
    );
    if (recording === undefined) continue;
    const isMissing = recording.missing.some(
      ({ source, fromMs, toMs }) =>
        source === take.source &&
        Math.min(toMs, take.endedAtMs) - Math.max(fromMs, take.startedAtMs) >= SAFETY_FILL_MIN_MS,
    );
    (isMissing ? wanted : done).push(take);
  }
  return {
    done,
    wanted: wanted.toSorted(
      (a, b) => order.indexOf(a.source) - order.indexOf(b.source) || a.startedAtMs - b.startedAtMs,
    ),
  };
}

/** After so long somebody is asked whether a copy that was not sent in is still wanted. */
export const KEPT_MS = 14 * 86_400_000;

export const lessonsOf = (takes: readonly KeptTake[]): readonly SessionId[] => [
  ...new Set(takes.map(({ sessionId }) => sessionId)),
];
