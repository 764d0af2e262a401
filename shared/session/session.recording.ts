import { z } from 'zod';
import { recordingId, type StreamId, streamId } from '../kernel/ids.ts';
import { unreachable } from '../kernel/result.ts';
import { recordedSource, recordingBreak, recordingLicence, withStage } from '../recording-kinds.ts';

/** 录像 in the lesson's log: what everybody has to be shown. What was recorded stands in records of its own. */
export const recordingEvents = {
  'recording.started': z.strictObject({ recordingId, licence: recordingLicence, stage: withStage }),
  'recording.stopped': z.strictObject({ recordingId }),
  /** It goes on by itself when its cause is over. */
  'recording.interrupted': z.strictObject({ recordingId, cause: recordingBreak }),
  'recording.resumed': z.strictObject({ recordingId }),
  /** A stream that cannot be recorded as it is sent, as a picture in VP8. */
  'recording.missed': z.strictObject({ recordingId, streamId, source: recordedSource }),
} as const;

type Body<T extends keyof typeof recordingEvents> = z.infer<(typeof recordingEvents)[T]>;
type RecordingEvent = {
  [T in keyof typeof recordingEvents]: {
    readonly type: T;
    readonly body: Body<T>;
    readonly occurredAtMs: number;
  };
}[keyof typeof recordingEvents];

/** What is recorded of the lesson now. `over` with the lesson: when that is reopened, another one begins. */
export type LessonRecording = Readonly<Body<'recording.started'>> & {
  readonly missed?: readonly Pick<Body<'recording.missed'>, 'streamId' | 'source'>[];
  readonly startedAtMs: number;
  readonly now:
    | { readonly state: 'running' }
    | { readonly state: 'over' }
    | {
        readonly state: 'interrupted';
        readonly cause: Body<'recording.interrupted'>['cause'];
        readonly sinceMs: number;
      };
};

/** Of the leading side, what is sent now and cannot be recorded as it is sent: told to whoever leads. Left out where there is nothing. */
const missed = z.array(recordedSource).optional();

export const recordingView = z.discriminatedUnion('state', [
  z.object({ state: z.literal('running'), startedAtMs: z.int(), stage: withStage, missed }),
  z.object({
    state: z.literal('interrupted'),
    startedAtMs: z.int(),
    stage: withStage,
    missed,
    cause: recordingBreak,
    sinceMs: z.int(),
  }),
]);
export type RecordingView = z.infer<typeof recordingView>;

/** News of a recording that is no longer the lesson's changes nothing. */
export function recordingAfter(
  before: LessonRecording | null,
  event: RecordingEvent,
): LessonRecording | null {
  if (event.type === 'recording.started')
    return { ...event.body, startedAtMs: event.occurredAtMs, now: { state: 'running' } };
  if (before?.recordingId !== event.body.recordingId || before.now.state === 'over') return before;
  switch (event.type) {
    case 'recording.stopped':
      return null;
    case 'recording.interrupted': {
      const { cause } = event.body;
      return { ...before, now: { state: 'interrupted', cause, sinceMs: event.occurredAtMs } };
    }
    case 'recording.resumed':
      return { ...before, now: { state: 'running' } };
    case 'recording.missed': {
      const { streamId: missed, source } = event.body;
      const others = (before.missed ?? []).filter((each) => each.streamId !== missed);
      return { ...before, missed: [...others, { streamId: missed, source }] };
    }
    default:
      return unreachable(event);
  }
}

export const recordingOver = (before: LessonRecording | null): LessonRecording | null =>
  before === null ? null : { ...before, now: { state: 'over' } };

/** Null while nothing is recorded. `sent`: the streams of the leading side, for whoever is told what of them is missed. */
export function recordingViewOf(
  recording: LessonRecording | null,
  sent: readonly StreamId[] = [],
): RecordingView | null {
  if (recording === null || recording.now.state === 'over') return null;
  const { startedAtMs, now, stage } = recording;
  const lost = (recording.missed ?? []).filter(({ streamId }) => sent.includes(streamId));
  const what = {
    startedAtMs,
    ...(stage === true ? { stage } : {}),
    ...(lost.length === 0 ? {} : { missed: lost.map(({ source }) => source) }),
  };
  return now.state === 'running'
    ? { state: 'running', ...what }
    : { state: 'interrupted', ...what, cause: now.cause, sinceMs: now.sinceMs };
}
