import { z } from 'zod';
import { captionChoice } from '../caption/choice.ts';
import { personId, sessionId, streamId } from '../kernel/ids.ts';
import { lessonKind, lessonMode } from '../lesson.ts';
import { streamSource } from '../media.ts';
import { attentionView } from './session.attention.ts';
import { captionsView } from './session.caption.ts';
import { coursewareView } from './session.courseware.ts';
import {
  confirmationFields,
  confirmationSource,
  endReason,
  headCountSource,
  leftReason,
  lostCause,
  seatKey,
  seatPart,
  signalKind,
} from './session.events.ts';
import { lineNews, lineViews } from './session.line.ts';
import { lineVoiceView } from './session.line-voice.ts';
import { playingView } from './session.playing.ts';
import { questionView } from './session.question.ts';
import { recordingView } from './session.recording.ts';
import { wallLayout } from './session.wall.ts';

const phaseView = z.discriminatedUnion('state', [
  z.object({ state: z.literal('unopened') }),
  z.object({ state: z.literal('waiting') }),
  z.object({ state: z.literal('live'), startedAtMs: z.int() }),
  z.object({
    state: z.literal('ended'),
    startedAtMs: z.int().nullable(),
    endedAtMs: z.int(),
    recordedAtMs: z.int(),
    reason: endReason,
  }),
]);

const presenceView = z.discriminatedUnion('state', [
  z.object({ state: z.literal('absent') }),
  z.object({ state: z.literal('connected'), sinceMs: z.int(), media: z.boolean() }),
  z.object({ state: z.literal('lost'), sinceMs: z.int(), cause: lostCause }),
  z.object({ state: z.literal('left'), sinceMs: z.int(), reason: leftReason }),
]);

const headCountView = z.object({
  presentCount: z.int(),
  expectedCount: z.int(),
  source: headCountSource,
  setAtMs: z.int(),
});

export const lessonView = z.object({
  phase: phaseView,
  kind: lessonKind.nullable(),
  mode: lessonMode.nullable(),
  lecturerId: personId.nullable(),
  mediaEpoch: z.int(),
  /** Who was called on stage, longest first; whoever is there by default is not named. */
  stage: z.array(z.object({ seat: seatKey, sinceMs: z.int(), untilMs: z.int().nullable() })),
  /** What every wall shows; left out while it is as it was at the start. */
  wall: z.object({ layout: wallLayout, spotlight: seatKey.nullable() }).optional(),
  /** A message to all rooms. */
  notice: z.object({ words: z.string().nullable(), saidAtMs: z.int() }).optional(),
  /** Music mode is on. */
  music: z.literal(true).optional(),
  courseware: coursewareView.optional(),
  /** 录像; everybody is told, and it is left out while nothing is recorded. */
  recording: recordingView.optional(),
  /** 实时字幕, the last lines of at most two languages; left out while nobody types any. A screen shows them when it is switched on to. */
  captions: captionsView.optional(),
  /** Whose microphone whoever leads has closed. */
  muted: z.array(seatKey).optional(),
  /** Who was shown out; for whom it does not concern, left out. */
  removed: z.array(seatKey).optional(),
  /** Anonymous viewers now; null for whom it does not concern. */
  viewerCount: z.int().nullable(),
  /** How many of the leading side's own pupils are there; left out before anybody counted, and for whom it does not concern. */
  leadingCount: headCountView.optional(),
  /** Turns of the own pupils, as noted; left out before the first, and for whom it does not concern. */
  leadingAttention: attentionView.optional(),
  /** 快速提问; left out while none is open. */
  question: questionView.optional(),
  /**
   * Who cannot decode the pictures as they are sent: seats, and viewers whom a compatible picture helps. Left out while there is nobody
   * and for whom it does not concern.
   */
  misfits: z
    .object({ seats: z.array(z.object({ seat: seatKey, voiceOnly: z.boolean() })), viewerCount: z.int() })
    .optional(),
  /** Told to a room on stage: somebody sees its picture only when it is sent once more, in the compatible codec. */
  compatibleWanted: z.literal(true).optional(),
  /** 私线语音, asked for or open; left out for whom the line does not concern. */
  lineVoice: lineVoiceView.optional(),
});
export const seatView = z.object({
  seat: seatKey,
  part: seatPart,
  presence: presenceView,
  headCount: headCountView.nullable(),
  hand: z.object({ raisedAtMs: z.int() }).nullable(),
  signal: z.object({ signal: signalKind, sentAtMs: z.int() }).nullable(),
  confirmation: z
    .object({
      ...confirmationFields.shape,
      source: confirmationSource,
      late: z.boolean(),
      setAtMs: z.int(),
    })
    .nullable(),
  /** The room saves data 省流. */
  saving: z.literal(true).optional(),
  /** What its screen shows of captions, once somebody has chosen that in this lesson. */
  captions: captionChoice.optional(),
  /** How its recording stands 录播; left out where none was played. */
  playing: playingView.optional(),
  /** What a room has had of the lesson's attention; left out before there is any, and for whom it does not concern. */
  attention: attentionView.optional(),
});
export const streamView = z.object({
  streamId,
  seat: seatKey,
  part: seatPart,
  source: streamSource,
  codec: z.string(),
  /** For those who cannot decode the stream of the same seat and source beside it. */
  compatible: z.literal(true).optional(),
});
export type LessonView = z.infer<typeof lessonView>;
export type SeatView = z.infer<typeof seatView>;
export type StreamView = z.infer<typeof streamView>;

/** A session as one audience may see it. */
export const sessionView = z.object({
  lesson: lessonView,
  seats: z.record(seatKey, seatView),
  streams: z.record(streamId, streamView),
  /** Private lines 私线; left out while nothing was said, and for everybody whose lines they are not. */
  lines: lineViews.optional(),
});
export type SessionView = z.infer<typeof sessionView>;

export const viewMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('lesson.changed'), lesson: lessonView }),
  z.object({ type: z.literal('seat.changed'), seat: seatView }),
  z.object({ type: z.literal('seat.removed'), seat: seatKey }),
  z.object({ type: z.literal('stream.published'), stream: streamView }),
  z.object({ type: z.literal('stream.closed'), streamId }),
  z.object({ type: z.literal('line.changed'), line: lineNews }),
]);
export type ViewMessage = z.infer<typeof viewMessage>;

/** News for one connection: applies to the view at `afterSeq` and makes it the view at `seq`. */
export const viewEnvelope = z.object({
  sessionId,
  afterSeq: z.int(),
  seq: z.int(),
  messages: z.array(viewMessage),
});
export type ViewEnvelope = z.infer<typeof viewEnvelope>;

export const viewSnapshot = z.object({ sessionId, seq: z.int(), view: sessionView });
export type ViewSnapshot = z.infer<typeof viewSnapshot>;
