import type { QuestionId } from '../kernel/ids.ts';
import { without } from '../kernel/record.ts';
import { unreachable } from '../kernel/result.ts';
import { withOwnTurn } from './session.attention.ts';
import type { EventOf, SeatKey } from './session.events.ts';
import { isHeard, offStage } from './session.fold.presence.ts';
import type { Question } from './session.question.ts';
import type { SessionState } from './session.state.ts';

export type WallEvent = EventOf<
  | 'stage.called'
  | 'stage.released'
  | 'stage.picked'
  | 'ownTurn.noted'
  | 'seat.muted'
  | 'seat.unmuted'
  | 'seat.removed'
  | 'seat.readmitted'
  | 'question.asked'
  | 'question.answered'
  | 'question.shown'
  | 'question.closed'
  | 'wall.arranged'
  | 'wall.spotlit'
  | 'notice.said'
  | 'notice.cleared'
  | 'music.set'
>;

/** What whoever leads makes of the lesson: who is heard, and what stands on every wall. */
export function wallAfter(state: SessionState, event: WallEvent): SessionState {
  switch (event.type) {
    case 'stage.called': {
      const { seat, limitMs } = event.body;
      if (!isHeard(state.seats[seat]?.presence)) return state;
      const before = state.stage.find((each) => each.seat === seat);
      const untilMs = limitMs === undefined ? null : event.occurredAtMs + limitMs;
      if (before === undefined)
        return { ...state, stage: [...state.stage, { seat, sinceMs: event.occurredAtMs, untilMs }] };
      const stage = state.stage.map((each) => (each === before ? { ...each, untilMs } : each));
      return { ...state, stage };
    }
    case 'stage.released':
      return offStage(state, event.body.seat);
    case 'stage.picked':
      return state;
    case 'ownTurn.noted': {
      const attention = withOwnTurn(state.attention, event.body.roomId, event.occurredAtMs);
      return { ...state, attention };
    }
    case 'seat.muted':
    case 'seat.unmuted':
    case 'seat.removed':
    case 'seat.readmitted':
      return seatAfter(state, event);
    case 'question.asked':
    case 'question.answered':
    case 'question.shown':
    case 'question.closed':
      return questionAfter(state, event);
    case 'wall.arranged':
      return { ...state, wall: { ...state.wall, layout: event.body.layout } };
    case 'wall.spotlit':
      return { ...state, wall: { ...state.wall, spotlight: event.body.seat } };
    case 'notice.said':
      return { ...state, notice: { words: event.words ?? null, saidAtMs: event.occurredAtMs } };
    case 'notice.cleared':
      return { ...state, notice: null };
    case 'music.set':
      return { ...state, music: event.body.on };
    default:
      return unreachable(event);
  }
}

function seatAfter(
  state: SessionState,
  event: EventOf<'seat.muted' | 'seat.unmuted' | 'seat.removed' | 'seat.readmitted'>,
): SessionState {
  const { seat } = event.body;
  const sinceMs = event.occurredAtMs;
  switch (event.type) {
    case 'seat.muted':
      return { ...state, muted: { ...state.muted, [seat]: { sinceMs } } };
    case 'seat.unmuted':
      return { ...state, muted: without<SeatKey, { readonly sinceMs: number }>(state.muted, seat) };
    case 'seat.removed':
      return offStage({ ...state, removed: { ...state.removed, [seat]: { sinceMs } } }, seat);
    case 'seat.readmitted':
      return { ...state, removed: without<SeatKey, { readonly sinceMs: number }>(state.removed, seat) };
    default:
      return unreachable(event);
  }
}

function questionAfter(
  state: SessionState,
  event: EventOf<'question.asked' | 'question.answered' | 'question.shown' | 'question.closed'>,
): SessionState {
  switch (event.type) {
    case 'question.asked': {
      const { questionId, kind, optionCount } = event.body;
      const words = event.words ?? null;
      const askedAtMs = event.occurredAtMs;
      const question = { questionId, kind, optionCount, words, askedAtMs, shown: false, answers: {} };
      return { ...state, question };
    }
    case 'question.answered': {
      const { questionId, roomId, answer } = event.body;
      return withQuestion(state, questionId, (open) => ({
        ...open,
        answers: { ...open.answers, [roomId]: answer },
      }));
    }
    case 'question.shown':
      return withQuestion(state, event.body.questionId, (open) => ({ ...open, shown: true }));
    case 'question.closed':
      return withQuestion(state, event.body.questionId, () => null);
    default:
      return unreachable(event);
  }
}

/** Only the question that is open can change. */
const withQuestion = (
  state: SessionState,
  questionId: QuestionId,
  change: (open: Question) => Question | null,
): SessionState =>
  state.question?.questionId === questionId ? { ...state, question: change(state.question) } : state;
