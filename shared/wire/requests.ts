import { z } from 'zod';
import { agenda, deviceCheck } from '../device.ts';
import { appErrorSchema } from '../kernel/errors.ts';
import { commandId, connectionId, roomId, sessionId } from '../kernel/ids.ts';
import { lessonCard } from '../lesson.ts';
import { shownCode } from '../phone.ts';
import { firstFrameFact, qualityReport } from '../quality.ts';
import { confirmationFields, seatKey, seatPart, signalKind } from '../session/session.events.ts';
import { lineText } from '../session/session.line.ts';
import { viewEnvelope, viewSnapshot } from '../session/session.view.ts';
import { captionRequests } from './caption-requests.ts';
import { coursewareRequests } from './courseware-requests.ts';
import { liveRecordingRequests } from './live-recording-requests.ts';
import { mediaOffer, mediaRequests } from './media-requests.ts';
import { noteRequests } from './note-requests.ts';
import { playingRequests } from './playing-requests.ts';
import { nothing, type RequestRow } from './request-row.ts';
import { stageRequests } from './stage-requests.ts';

const joined = z.object({
  connectionId,
  seat: seatKey,
  part: seatPart,
  /** Shown again at a rejoin, it closes the connection that was lost. */
  resumeToken: z.string(),
  snapshot: viewSnapshot,
  card: lessonCard,
  serverNowMs: z.int(),
  /** Null while no media can be had; ask again with `media.join`. */
  media: mediaOffer.nullable(),
});
export type Joined = z.infer<typeof joined>;

const caughtUp = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('messages'), envelope: viewEnvelope }),
  z.object({ kind: z.literal('snapshot'), snapshot: viewSnapshot }),
]);

const inSession = z.strictObject({ sessionId });
const inRoom = z.strictObject({ sessionId, roomId });

/** Every live request, once. Parsed on both ends; PROTOCOL.md is generated from here. */
export const requests = {
  'room.agenda': {
    body: z.strictObject({}),
    answer: agenda,
    command: false,
    about: 'A screen asks for its room and its next lessons.',
  },
  'device.reportCheck': {
    body: z.strictObject({ check: deviceCheck }),
    answer: z.object({}),
    command: false,
    about: 'A screen says what its check found.',
  },
  'session.join': {
    body: z.strictObject({
      sessionId,
      /** What a console wishes to be; a screen is always its room, a phone its room's helper, a viewer a viewer. */
      part: z.enum(['lecturer', 'assistant', 'observer']).optional(),
      resumeToken: z.string().max(128).optional(),
    }),
    answer: joined,
    command: false,
    about: 'Takes a seat. One session a connection; joining another leaves the first.',
  },
  'session.leave': { body: inSession, answer: nothing, command: false, about: 'Gives the seat up.' },
  'session.catchUp': {
    body: z.strictObject({ sessionId, afterSeq: z.int().min(0) }),
    answer: caughtUp,
    command: false,
    about: 'Asks for what was missed after a gap.',
  },
  'session.start': {
    body: inSession,
    answer: nothing,
    command: true,
    about: 'Starts the lesson. ALREADY_LED when another teacher has.',
  },
  'session.end': { body: inSession, answer: nothing, command: true, about: 'Ends the lesson.' },
  'session.reopen': {
    body: inSession,
    answer: nothing,
    command: true,
    about: 'Goes on with a lesson that ended less than 30 minutes ago.',
  },
  'headCount.set': {
    body: z.strictObject({ sessionId, roomId, presentCount: z.int().min(0).max(500) }),
    answer: nothing,
    command: true,
    about: 'Sets the number of pupils present in a room.',
  },
  'hand.raise': {
    body: inRoom,
    answer: nothing,
    command: true,
    about: "Raises the room's hand.",
  },
  'hand.lower': {
    body: inRoom,
    answer: nothing,
    command: true,
    about: "Lowers the room's hand; being called on does so too.",
  },
  'signal.send': {
    body: z.strictObject({ sessionId, roomId, signal: signalKind }),
    answer: nothing,
    command: true,
    about: 'One word from the local teacher to the lecturer.',
  },
  'confirmation.set': {
    body: z.strictObject({ sessionId, roomId, ...confirmationFields.shape }),
    answer: nothing,
    command: true,
    about:
      'What became of the lesson in a room, said by its local teacher after the end. INVALID_VALUE for a cause without trouble or the other way round; LESSON_ENDED (`untilMs`) after seven days.',
  },
  'line.say': {
    body: z.strictObject({ sessionId, roomId, text: lineText }),
    answer: nothing,
    command: true,
    about:
      "Says something on the private line between a room's phone and whoever leads; nobody else gets it. TOO_FAST (`seconds`) beyond twelve words a minute, LESSON_ENDED after the end.",
  },
  'line.read': {
    body: z.strictObject({ sessionId, roomId, upTo: z.int().min(1) }),
    answer: nothing,
    command: true,
    about: "One's own end of a private line has had it before their eyes, up to this number.",
  },
  'lineVoice.ask': {
    body: inRoom,
    answer: nothing,
    command: false,
    about:
      "Asks the other end of a room's private line to speak: the lecturer's console a room's phones, or a phone the lecturer's consoles. Where the other end asks already it answers. INVALID_STATE while nobody is there to answer, CONFLICT while another room speaks, FORBIDDEN for whom is no end of it. Rings for 30 seconds.",
  },
  'lineVoice.answer': {
    body: inRoom,
    answer: nothing,
    command: false,
    about:
      'Answers such a call: from now on these two connections may send a `line` and receive that of the other, and the class does not hear the lecturer. NOT_FOUND when it no longer rings.',
  },
  'lineVoice.end': {
    body: inRoom,
    answer: nothing,
    command: false,
    about: 'Ends it, takes a call back, or declines one.',
  },
  'phone.code': {
    body: inSession,
    answer: shownCode,
    command: false,
    about:
      "A room's screen asks for the code that lets one phone help there; asked again when it expires. LESSON_NOT_LIVE before pre-flight, LESSON_ENDED after midnight.",
  },
  'quality.report': {
    body: z.strictObject({ sessionId, report: qualityReport }),
    answer: nothing,
    command: false,
    about: "Every 5 s: what this client's streams looked like.",
  },
  'quality.firstFrame': {
    body: z.strictObject({ sessionId, fact: firstFrameFact }),
    answer: nothing,
    command: false,
    about: 'How long this join took.',
  },
  ...stageRequests,
  ...captionRequests,
  ...coursewareRequests,
  ...liveRecordingRequests,
  ...mediaRequests,
  ...noteRequests,
  ...playingRequests,
} as const satisfies Record<string, RequestRow>;

export type RequestName = keyof typeof requests;
export type RequestBody<N extends RequestName> = z.infer<(typeof requests)[N]['body']>;
export type RequestAnswer<N extends RequestName> = z.infer<(typeof requests)[N]['answer']>;
export const requestNames = Object.keys(requests) as RequestName[];

/** The frame around every request. Commands carry an id that stays the same over retries. */
export const requestFrame = z.strictObject({ commandId: commandId.optional(), body: z.unknown() });

/** The frame around every answer. */
export const answerFrame = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), data: z.unknown() }),
  z.object({ ok: z.literal(false), error: appErrorSchema }),
]);
export type AnswerFrame = z.infer<typeof answerFrame>;
