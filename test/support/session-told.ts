import type { SessionFact } from '../../shared/session/session.events.ts';
import { seatOfPerson, seatOfRoom } from '../../shared/session/session.events.ts';
import { evolve } from '../../shared/session/session.fold.ts';
import { emptySession, type SessionState } from '../../shared/session/session.state.ts';
import { type LogLine, logOf, nth, planOf } from './session-log.ts';

/** The fold of a log written down in minutes after the planned start. */
export const told = (...lines: readonly LogLine[]): SessionState =>
  logOf(nth.session(1), lines).reduce(evolve, emptySession(nth.session(1)));

/** Facts of a lesson for two rooms that person 1 is planned to lead, said shortly. */
export const say = {
  opened: (): SessionFact => ({ type: 'session.opened', body: { plan: planOf([1, 2]) } }),
  started: (person = 1): SessionFact => ({
    type: 'session.started',
    body: { lecturerId: nth.person(person) },
  }),
  ended: (): SessionFact => ({
    type: 'session.ended',
    body: { reason: 'lecturer', eventCount: 0, head: '' },
  }),
  reopened: (): SessionFact => ({ type: 'session.reopened', body: {} }),
  teacherJoins: (connection: number, person = 1): SessionFact => ({
    type: 'presence.joined',
    body: {
      connectionId: nth.connection(connection),
      seat: seatOfPerson(nth.person(person)),
      part: person === 1 ? 'lecturer' : 'assistant',
      deviceId: null,
    },
  }),
  roomJoins: (connection: number, room = 1): SessionFact => ({
    type: 'presence.joined',
    body: {
      connectionId: nth.connection(connection),
      seat: seatOfRoom(nth.room(room)),
      part: 'room',
      deviceId: null,
    },
  }),
  lost: (connection: number): SessionFact => ({
    type: 'presence.lost',
    body: { connectionId: nth.connection(connection), cause: 'timeout' },
  }),
  mediaUp: (connection: number): SessionFact => ({
    type: 'media.connected',
    body: { connectionId: nth.connection(connection) },
  }),
  published: (stream: number, connection: number): SessionFact => ({
    type: 'stream.published',
    body: {
      streamId: nth.stream(stream),
      connectionId: nth.connection(connection),
      source: 'camera',
      codec: 'video/H264',
    },
  }),
} as const;
