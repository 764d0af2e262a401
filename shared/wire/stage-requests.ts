import { z } from 'zod';
import { personId, questionId, roomId, sessionId } from '../kernel/ids.ts';
import { seatKey } from '../session/session.events.ts';
import { lineText } from '../session/session.line.ts';
import { answerFields, OPTIONS_MAX, questionKind } from '../session/session.question.ts';
import { wallLayout } from '../session/session.wall.ts';
import { nothing, type RequestRow } from './request-row.ts';

const inSession = z.strictObject({ sessionId });
const onSeat = z.strictObject({ sessionId, seat: seatKey });

/** What whoever leads makes of a lesson: who is heard, what stands on every wall, what is asked of all. */
export const stageRequests = {
  'stage.call': {
    body: z.strictObject({
      sessionId,
      seat: seatKey,
      /** Whoever is on stage stays there, up to four at once. */
      beside: z.literal(true).optional(),
    }),
    answer: nothing,
    command: true,
    about:
      "Calls a room on stage: its microphone opens and its picture is on every wall, for five minutes; calling it again starts them anew. INVALID_STATE while the room's media is not there.",
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
  'seat.mute': {
    body: z.strictObject({ sessionId, seat: seatKey, on: z.boolean() }),
    answer: nothing,
    command: true,
    about: "Closes a room's or member's microphone, or lets it be opened again; who is on stage stays there.",
  },
  'talk.hold': {
    body: z.strictObject({ sessionId, roomId, on: z.boolean() }),
    answer: nothing,
    command: false,
    about:
      "A room's phone holds the button to speak, or lets it go; `on` is renewed at least every two seconds while it is held. INVALID_STATE while the room may not be heard. Volatile.",
  },
  'seat.remove': {
    body: onSeat,
    answer: nothing,
    command: true,
    about: 'Shows a room or member out; joining is then refused with REMOVED until they are readmitted.',
  },
  'seat.readmit': { body: onSeat, answer: nothing, command: true, about: 'Lets them come in again.' },
  'lectern.hand': {
    body: z.strictObject({ sessionId, successorId: personId }),
    answer: nothing,
    command: true,
    about:
      'Another teacher who assists or takes part leads from now on; whoever led assists. NOT_FOUND while they are not there.',
  },
  'wall.arrange': {
    body: z.strictObject({ sessionId, layout: wallLayout }),
    answer: nothing,
    command: true,
    about: 'What every wall shows large.',
  },
  'wall.spotlight': {
    body: z.strictObject({ sessionId, seat: seatKey.nullable() }),
    answer: nothing,
    command: true,
    about: "One room's picture large on every wall, its microphone as it is; null ends it.",
  },
  'notice.say': {
    body: z.strictObject({ sessionId, text: lineText }),
    answer: nothing,
    command: true,
    about: 'A message on every wall and phone; replaces the one before.',
  },
  'notice.clear': { body: inSession, answer: nothing, command: true, about: 'Takes the message down.' },
  'music.set': {
    body: z.strictObject({ sessionId, on: z.boolean() }),
    answer: nothing,
    command: true,
    about: 'Music mode for song lessons: stereo, nothing filtered.',
  },
  'saving.set': {
    body: z.strictObject({ sessionId, roomId, on: z.boolean() }),
    answer: nothing,
    command: true,
    about: 'Data saving of one room: voice and slides first, small pictures.',
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
} as const satisfies Record<string, RequestRow>;
