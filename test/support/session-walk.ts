import fc from 'fast-check';
import { type ConnectionId, questionId, type StreamId, viewerId } from '../../shared/kernel/ids.ts';
import {
  type lostCause,
  type SeatKey,
  type SeatPart,
  type SessionEvent,
  type SessionFact,
  seatOfObserver,
  seatOfPerson,
  seatOfPhone,
  seatOfRoom,
  seatOfViewer,
} from '../../shared/session/session.events.ts';
import type { Answer } from '../../shared/session/session.question.ts';
import { nth, nthId, PLANNED_START_MS, planOf } from './session-log.ts';

/** One thing that happens, with numbers that are brought into range when it is played. */
export type Step = {
  readonly kind: (typeof kinds)[number];
  readonly who: number;
  readonly which: number;
  readonly waitMs: number;
};

const kinds = [
  'join',
  'observe',
  'lose',
  'leave',
  'crash',
  'mediaUp',
  'mediaDown',
  'mediaFail',
  'publish',
  'unpublish',
  'start',
  'end',
  'reopen',
  'count',
  'call',
  'release',
  'hand',
  'ownTurn',
  'ask',
  'answer',
  'show',
  'closeQuestion',
  'signal',
  'confirm',
  'view',
  'phone',
  'miss',
  'say',
  'read',
  'ring',
  'pickUp',
  'hangUp',
] as const;

/** Any interleaving at all: most are odd, none may break the fold. */
export const walkSteps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    kind: fc.constantFrom(...kinds),
    who: fc.nat(5),
    which: fc.nat(20),
    waitMs: fc.nat(300_000),
  }),
  { maxLength: 60, size: 'max' },
);

const ROOMS = [1, 2, 3];
const TEACHERS = [1, 2];

type Stage = {
  readonly connections: ConnectionId[];
  readonly streams: StreamId[];
  made: number;
  /** Which teacher leads; the other one assists, as the server's rules have it. */
  leader: number;
};

/** Plays steps into a log, as a server would write it: connections and streams have fresh ids, time goes on. */
export function playWalk(steps: readonly Step[]): SessionEvent[] {
  const stage: Stage = { connections: [], streams: [], made: 0, leader: 1 };
  const events: SessionEvent[] = [];
  let nowMs = PLANNED_START_MS - 600_000;
  const write = (fact: SessionFact & Worded): void => {
    const place = { seq: events.length + 1, recordedAtMs: nowMs, occurredAtMs: nowMs };
    events.push({ ...fact, ...place, sessionId: nth.session(1), actorKind: 'server', actorId: 'server' });
  };
  write({ type: 'session.opened', body: { plan: planOf(ROOMS) } });
  for (const step of steps) {
    nowMs += step.waitMs;
    for (const fact of factsOf(step, stage)) write(fact);
  }
  return events;
}

type Worded = { readonly words?: string };

function factsOf(step: Step, stage: Stage): (SessionFact & Worded)[] {
  const connectionId = stage.connections[step.which % Math.max(1, stage.connections.length)];
  switch (step.kind) {
    case 'join':
    case 'observe':
    case 'view':
    case 'phone':
      return [joinOf(step, stage)];
    case 'crash':
      return [
        ...stage.connections.splice(0).map((id) => lost(id, 'server-restart')),
        { type: 'media.failed', body: { cause: 'server-restart' } },
      ];
    case 'mediaFail':
      return [{ type: 'media.failed', body: { cause: 'worker-died' } }];
    case 'start':
      stage.leader = 1 + (step.who % 2);
      return [{ type: 'session.started', body: { lecturerId: nth.person(stage.leader) } }];
    case 'end':
      return [{ type: 'session.ended', body: { reason: 'lecturer', eventCount: 0, head: '' } }];
    case 'reopen':
      return [{ type: 'session.reopened', body: {} }];
    case 'count': {
      const body = { presentCount: step.which, expectedCount: 20, source: 'console' } as const;
      return [{ type: 'headCount.set', body: { roomId: nth.room(1 + (step.who % 3)), ...body } }];
    }
    case 'call':
      return [{ type: 'stage.called', body: { seat: seatOfRoom(roomIn(step)) } }];
    case 'release':
      return [{ type: 'stage.released', body: { seat: seatOfRoom(roomIn(step)), reason: 'command' } }];
    case 'hand': {
      const body = { roomId: roomIn(step) };
      return [step.which % 2 === 0 ? { type: 'hand.raised', body } : { type: 'hand.lowered', body }];
    }
    case 'ask': {
      const kind = (['single', 'multiple', 'trueFalse', 'number'] as const)[step.which % 4] ?? 'single';
      const body = { questionId: questionIn(step), kind, optionCount: kind === 'number' ? 0 : 2 };
      const text = { textId: nth.text(step.which), textHash: '0'.repeat(64) };
      return [{ type: 'question.asked', body: { ...body, ...text }, words: `why ${step.waitMs}` }];
    }
    case 'answer': {
      const counts: Answer = { kind: 'counts', counts: [step.which, 1] };
      const answer: Answer = step.which % 4 === 3 ? { kind: 'number', value: step.which } : counts;
      const body = { questionId: questionIn(step), roomId: roomIn(step), answer };
      return [{ type: 'question.answered', body: { ...body, source: 'phoneNamed' } }];
    }
    case 'show':
      return [{ type: 'question.shown', body: { questionId: questionIn(step) } }];
    case 'closeQuestion':
      return [{ type: 'question.closed', body: { questionId: questionIn(step) } }];
    case 'ownTurn':
      return [{ type: 'ownTurn.noted', body: { roomId: nth.room(9) } }];
    case 'signal':
      return [{ type: 'signal.sent', body: { roomId: roomIn(step), signal: 'slower' } }];
    case 'confirm': {
      const said = { outcome: 'held', cause: null, clarity: 4, following: null } as const;
      const body = { roomId: roomIn(step), ...said, source: 'phoneNamed', late: false } as const;
      return [{ type: 'confirmation.set', body }];
    }
    case 'say': {
      const from = step.which % 2 === 0 ? 'room' : 'lecturer';
      const body = {
        roomId: roomIn(step),
        from,
        textId: nth.text(step.which),
        textHash: '0'.repeat(64),
      } as const;
      // Now and then the words were erased.
      return [{ type: 'line.said', body, ...(step.which % 5 === 0 ? {} : { words: `word ${step.waitMs}` }) }];
    }
    case 'read': {
      const by = step.which % 2 === 0 ? 'room' : 'lecturer';
      return [{ type: 'line.read', body: { roomId: roomIn(step), by, upTo: 1 + step.which } }];
    }
    case 'unpublish': {
      const streamId = stage.streams[step.which % Math.max(1, stage.streams.length)];
      return streamId === undefined
        ? []
        : [{ type: 'stream.closed', body: { streamId, reason: 'requested' } }];
    }
    default:
      return connectionId === undefined ? [] : ofConnection(step, stage, connectionId);
  }
}

function joinOf(step: Step, stage: Stage): SessionFact {
  stage.made += 1;
  const connectionId = nth.connection(stage.made);
  stage.connections.push(connectionId);
  const body = placeOf(step, stage);
  return { type: 'presence.joined', body: { connectionId, deviceId: null, ...body } };
}

const questionIn = (step: Step) => questionId.parse(nthId(960_000 + (step.who % 2)));
const roomIn = (step: Step) => nth.room(1 + (step.who % ROOMS.length));

function placeOf(step: Step, stage: Stage): Taken {
  switch (step.kind) {
    case 'observe':
      return observerOf(step);
    case 'view':
      return { seat: seatOfViewer(viewerId.parse(nthId(950_000 + step.who))), part: 'viewer' };
    case 'phone':
      return { seat: seatOfPhone(roomIn(step)), part: 'phone' };
    default:
      return seatOf(step, stage);
  }
}

const observerOf = (step: Step): Taken => ({
  seat: seatOfObserver(nth.person(1 + step.who)),
  part: 'observer',
});

type Taken = { readonly seat: SeatKey; readonly part: SeatPart };

function seatOf(step: Step, stage: Stage): Taken {
  const teacher = TEACHERS[step.who];
  if (teacher === undefined)
    return { seat: seatOfRoom(nth.room(1 + (step.who % ROOMS.length))), part: 'room' };
  return {
    seat: seatOfPerson(nth.person(teacher)),
    part: teacher === stage.leader ? 'lecturer' : 'assistant',
  };
}

function ofConnection(step: Step, stage: Stage, connectionId: ConnectionId): SessionFact[] {
  switch (step.kind) {
    case 'lose':
      stage.connections.splice(stage.connections.indexOf(connectionId), 1);
      return [lost(connectionId, step.who % 2 === 0 ? 'timeout' : 'transport')];
    case 'leave':
      stage.connections.splice(stage.connections.indexOf(connectionId), 1);
      return [{ type: 'presence.left', body: { connectionId, reason: 'closed' } }];
    case 'mediaUp':
      return [{ type: 'media.connected', body: { connectionId } }];
    case 'mediaDown':
      return [{ type: 'media.disconnected', body: { connectionId } }];
    case 'miss':
      return [{ type: 'codec.missed', body: { connectionId, voiceOnly: step.who % 2 === 0 } }];
    case 'publish': {
      stage.made += 1;
      const streamId = nth.stream(stage.made);
      stage.streams.push(streamId);
      const source = (['camera', 'content', 'voice', 'line'] as const)[step.who % 4] ?? 'camera';
      const body = { streamId, connectionId, source, codec: 'video/H264' };
      return [
        {
          type: 'stream.published',
          body: step.who === 4 ? { ...body, codec: 'video/VP8', compatible: true } : body,
        },
      ];
    }
    case 'ring': {
      const by = step.which % 2 === 0 ? 'room' : 'lecturer';
      return [{ type: 'lineVoice.asked', body: { roomId: roomIn(step), by, connectionId } }];
    }
    case 'pickUp': {
      const other = stage.connections[step.who % stage.connections.length] ?? connectionId;
      const ends = { lecturer: connectionId, room: other };
      return [{ type: 'lineVoice.opened', body: { roomId: roomIn(step), ends } }];
    }
    case 'hangUp':
      return [{ type: 'lineVoice.closed', body: { roomId: roomIn(step), reason: 'ended' } }];
    default:
      return [];
  }
}

function lost(connectionId: ConnectionId, cause: (typeof lostCause.options)[number]): SessionFact {
  return { type: 'presence.lost', body: { connectionId, cause } };
}
