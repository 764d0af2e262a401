import { unreachable } from '../kernel/result.ts';
import { attentionAfter } from './session.attention.ts';
import { captionsAfter } from './session.caption.ts';
import { coursewareAfter } from './session.courseware.ts';
import {
  type EventOf,
  type SeatKey,
  type SessionEvent,
  type SessionPlan,
  seatOfRoom,
} from './session.events.ts';
import { ledBy, playingAfter, presenceAfter, withoutMedia } from './session.fold.presence.ts';
import { roomAfter } from './session.fold.room.ts';
import { wallAfter } from './session.fold.wall.ts';
import { playingsWithout } from './session.playing.ts';
import { recordingAfter, recordingOver } from './session.recording.ts';
import type { Seat, SessionState } from './session.state.ts';

/** The next state. Pure; an event that no longer fits (a connection unknown by now) changes nothing but `seq`. */
export function evolve(state: SessionState, event: SessionEvent): SessionState {
  const next = apply(state, event);
  return { ...next, attention: attentionAfter(state, next, event.occurredAtMs), seq: event.seq };
}

function apply(state: SessionState, event: SessionEvent): SessionState {
  switch (event.type) {
    case 'session.opened':
    case 'session.started':
    case 'session.ended':
    case 'session.reopened':
    case 'lectern.handed':
      return phaseAfter(state, event);
    case 'presence.joined':
    case 'presence.lost':
    case 'presence.left':
    case 'media.connected':
    case 'media.disconnected':
    case 'media.failed':
    case 'stream.published':
    case 'stream.closed':
    case 'codec.missed':
      return presenceAfter(state, event);
    case 'headCount.set':
    case 'hand.raised':
    case 'hand.lowered':
    case 'signal.sent':
    case 'confirmation.set':
    case 'line.said':
    case 'line.read':
    case 'saving.set':
    case 'caption.chosen':
    case 'lineVoice.asked':
    case 'lineVoice.opened':
    case 'lineVoice.closed':
      return roomAfter(state, event);
    case 'stage.called':
    case 'stage.released':
    case 'stage.picked':
    case 'ownTurn.noted':
    case 'seat.muted':
    case 'seat.unmuted':
    case 'seat.removed':
    case 'seat.readmitted':
    case 'question.asked':
    case 'question.answered':
    case 'question.shown':
    case 'question.closed':
    case 'wall.arranged':
    case 'wall.spotlit':
    case 'notice.said':
    case 'notice.cleared':
    case 'music.set':
      return wallAfter(state, event);
    case 'courseware.opened':
    case 'courseware.turned':
    case 'courseware.zoomed':
    case 'courseware.closed':
    case 'marks.cleared':
    case 'marks.erased':
      return { ...state, courseware: coursewareAfter(state.courseware, event) };
    case 'recording.started':
    case 'recording.stopped':
    case 'recording.interrupted':
    case 'recording.resumed':
    case 'recording.missed':
      return { ...state, recording: recordingAfter(state.recording, event) };
    case 'playing.told':
    case 'playing.wished':
      return playingAfter(state, event);
    case 'caption.said':
      return { ...state, captions: captionsAfter(state.captions, event) };
    default:
      return unreachable(event);
  }
}

type PhaseEvent = EventOf<
  'session.opened' | 'session.started' | 'session.ended' | 'session.reopened' | 'lectern.handed'
>;

/** Whether the lesson runs, and who leads it. */
function phaseAfter(state: SessionState, event: PhaseEvent): SessionState {
  switch (event.type) {
    case 'session.opened':
      return opened(state, event.body.plan);
    case 'session.started':
      return {
        ...ledBy(state, event.body.lecturerId),
        phase: { state: 'live', startedAtMs: event.occurredAtMs },
        lecturerSeenAtMs: event.occurredAtMs,
      };
    case 'session.ended':
      return {
        ...withoutMedia(state),
        hands: {},
        question: null,
        notice: null,
        captions: [],
        recording: recordingOver(state.recording),
        playings: playingsWithout(state.playings, 'all', event.occurredAtMs),
        phase: {
          state: 'ended',
          startedAtMs: state.phase.state === 'live' ? state.phase.startedAtMs : null,
          endedAtMs: event.occurredAtMs,
          recordedAtMs: event.recordedAtMs,
          reason: event.body.reason,
        },
      };
    case 'session.reopened': {
      const startedAtMs = state.phase.state === 'ended' ? state.phase.startedAtMs : null;
      return {
        ...state,
        phase: { state: 'live', startedAtMs: startedAtMs ?? event.occurredAtMs },
        reopenedAtMs: event.occurredAtMs,
      };
    }
    case 'lectern.handed':
      return { ...ledBy(state, event.body.lecturerId), lecturerSeenAtMs: event.occurredAtMs };
    default:
      return unreachable(event);
  }
}

function opened(state: SessionState, plan: SessionPlan): SessionState {
  const seats: Record<SeatKey, Seat> = { ...state.seats };
  for (const room of plan.rooms) {
    const seat = seatOfRoom(room.roomId);
    seats[seat] ??= { seat, part: 'room', presence: { state: 'absent' } };
  }
  return { ...state, plan, phase: { state: 'waiting' }, lecturerId: plan.lecturerId, seats };
}
