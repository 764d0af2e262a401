import { z } from 'zod';
import { agenda, deviceCheck } from '../device.ts';
import { appErrorSchema } from '../kernel/errors.ts';
import { commandId, connectionId, questionId, roomId, sessionId, streamId } from '../kernel/ids.ts';
import { lessonCard } from '../lesson.ts';
import {
  consumerOptions,
  consumerWish,
  dtlsParameters,
  iceParameters,
  rtpCapabilities,
  rtpParameters,
  streamSource,
  transportDirection,
  transportOptions,
} from '../media.ts';
import { shownCode } from '../phone.ts';
import { firstFrameFact, qualityReport } from '../quality.ts';
import { confirmationFields, seatKey, seatPart, signalKind } from '../session/session.events.ts';
import { lineText } from '../session/session.line.ts';
import { answerFields, OPTIONS_MAX, questionKind } from '../session/session.question.ts';
import { viewEnvelope, viewSnapshot } from '../session/session.view.ts';

/** What a client needs to build its media for one epoch; a later epoch makes all of it void. */
export const mediaOffer = z.object({
  epoch: z.int(),
  rtpCapabilities,
  maySend: z.array(streamSource),
  send: transportOptions,
  receive: transportOptions,
});
export type MediaOffer = z.infer<typeof mediaOffer>;

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

const nothing = z.object({});
const inSession = z.strictObject({ sessionId });
const inRoom = z.strictObject({ sessionId, roomId });

type Row = {
  /** Checked as written: an unknown field is refused. */
  readonly body: z.ZodObject;
  readonly answer: z.ZodType;
  /** Stored with its answer under the client's command id, so that a repetition gets the first answer. */
  readonly command: boolean;
  readonly about: string;
};

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
  'stage.call': {
    body: z.strictObject({ sessionId, seat: seatKey }),
    answer: nothing,
    command: true,
    about:
      "Calls a room on stage: its microphone opens and its picture is on every wall. Takes the place of whoever has been there longest when the stage is full. INVALID_STATE while the room's media is not there.",
  },
  'stage.release': {
    body: z.strictObject({ sessionId, seat: seatKey }),
    answer: nothing,
    command: true,
    about: 'Ends a call.',
  },
  'stage.pick': {
    body: inSession,
    answer: nothing,
    command: true,
    about:
      'Calls on one of the rooms that are ready, by chance; rooms with fewer turns are likelier. NO_ROOM_READY when there is none.',
  },
  'ownTurn.note': {
    body: inSession,
    answer: nothing,
    command: true,
    about: "One of the lecturer's own pupils has had a turn. NOT_FOUND where nobody sits with the lecturer.",
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
  'question.ask': {
    body: z.strictObject({
      sessionId,
      kind: questionKind,
      /** 2..6 for a choice, 2 for true or false, 0 for a number. */
      optionCount: z.int().min(0).max(OPTIONS_MAX),
      text: lineText.optional(),
    }),
    answer: nothing,
    command: true,
    about: 'Asks all rooms a quick question; one that is still open is closed by it.',
  },
  'question.answer': {
    body: z.strictObject({ sessionId, questionId, roomId, answer: answerFields }),
    answer: nothing,
    command: true,
    about:
      "A room's answer: pupils by option, or one number; the last word counts. QUESTION_CLOSED when it is over, COUNT_TOO_HIGH (`max`) beyond twice the pupils of the room.",
  },
  'question.show': {
    body: z.strictObject({ sessionId, questionId }),
    answer: nothing,
    command: true,
    about: 'The result comes onto every wall.',
  },
  'question.close': {
    body: z.strictObject({ sessionId, questionId }),
    answer: nothing,
    command: true,
    about: 'The question leaves every wall; nothing more is taken.',
  },
  'phone.code': {
    body: inSession,
    answer: shownCode,
    command: false,
    about:
      "A room's screen asks for the code that lets one phone help there; asked again when it expires. LESSON_NOT_LIVE before pre-flight, LESSON_ENDED after midnight.",
  },
  'media.join': {
    body: inSession,
    answer: z.object({ media: mediaOffer }),
    command: false,
    about: 'New transports, after the media was lost or a new epoch began.',
  },
  'media.connect': {
    body: z.strictObject({ sessionId, direction: transportDirection, dtlsParameters }),
    answer: nothing,
    command: false,
    about: "Hands in the client's DTLS parameters of one transport.",
  },
  'media.restartIce': {
    body: z.strictObject({ sessionId, direction: transportDirection }),
    answer: z.object({ iceParameters }),
    command: false,
    about: 'New ICE parameters after a cut line.',
  },
  'media.publish': {
    body: z.strictObject({
      sessionId,
      source: streamSource,
      rtpParameters,
      /** The same picture once more beside its main stream, in VP8 and one size, for who cannot decode that one. */
      compatible: z.literal(true).optional(),
    }),
    answer: z.object({ streamId }),
    command: false,
    about:
      'Sends a stream. A second one of the same source replaces the first; a compatible one stands beside it.',
  },
  'media.unpublish': {
    body: z.strictObject({ sessionId, streamId }),
    answer: nothing,
    command: false,
    about: 'Stops sending an own stream.',
  },
  'media.receive': {
    body: z.strictObject({ sessionId, rtpCapabilities, streamIds: z.array(streamId).min(1).max(64) }),
    answer: z.object({
      consumers: z.array(consumerOptions),
      refused: z.array(z.object({ streamId, code: z.enum(['NOT_FOUND', 'CODEC_UNSUPPORTED']) })),
    }),
    command: false,
    about: 'Asks for streams in one batch; consumers are made paused.',
  },
  'media.steer': {
    body: z.strictObject({ sessionId, wishes: z.array(consumerWish).min(1).max(64) }),
    answer: nothing,
    command: false,
    about:
      'Pauses, resumes, and limits own consumers to what is shown; releases those that are not needed any more.',
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
} as const satisfies Record<string, Row>;

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
