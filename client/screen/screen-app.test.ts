import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../shared/kernel/result.ts';
import type { LessonCard } from '../../shared/lesson.ts';
import { FakeEnvironment, settle } from '../live/doubles.ts';
import type { LinkState, LiveClient, LiveStream, SessionFacts, ShownSize } from '../live/live.types.ts';
import { createStore } from '../live/store.ts';
import type { PairingFacts, PairingKeeper } from './pairing.ts';
import type { DeviceCheck } from './screen.types.ts';
import { ScreenApp } from './screen-app.ts';

const MINUTE = 60_000;
const up: LinkState = { state: 'connected', sinceMs: 0 };

function card(sessionId: string, startsInMs: number, nowMs: number, phase = 'planned'): LessonCard {
  return {
    sessionId,
    plannedStartAtMs: nowMs + startsInMs,
    plannedEndAtMs: nowMs + startsInMs + 40 * MINUTE,
    phase,
  } as unknown as LessonCard;
}
const id = (n: number) => `01890000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const [ownSeat, otherSeat] = [`room:${id(1)}`, `room:${id(2)}`];
type InLesson = {
  stage?: readonly string[];
  wall?: object;
  courseware?: object;
  mode?: 'interactive' | 'live';
  current?: boolean;
};
const inPhase = (sessionId: string, state: string, change: InLesson = {}): SessionFacts => {
  const { stage = [], mode = 'interactive', current = true, ...walls } = change;
  const lesson = {
    kind: 'delivery',
    mode,
    phase: { state },
    stage: stage.map((seat) => ({ seat })),
    ...walls,
  };
  const own = { seat: ownSeat, part: 'room', current };
  return {
    state: 'joined',
    sessionId,
    ...own,
    card: cardInLesson(sessionId),
    view: { lesson, streams: {} },
  } as unknown as SessionFacts;
};
const cardInLesson = (sessionId: string) => ({
  ...card(sessionId, 0, 0, 'live'),
  rooms: [{ roomId: id(1) }, { roomId: id(2) }],
});
const lecturers = (streamId: string, source: string) =>
  ({ streamId, source, part: 'lecturer', own: false }) as unknown as LiveStream;

const rooms = (streamId: string, seat: string | undefined, source: string) =>
  ({ streamId, source, seat, part: 'room', own: seat === ownSeat }) as unknown as LiveStream;

/** A screen that is paired, on a server whose agenda the test writes. */
async function rig() {
  const environment = new FakeEnvironment();
  const link = createStore<LinkState>({ state: 'closed' });
  const session = createStore<SessionFacts>({ state: 'none' });
  const streams = createStore<readonly LiveStream[]>([]);
  const check = createStore<DeviceCheck>('unknown');
  const pairingFacts = createStore<PairingFacts>({ pairing: { state: 'paired' }, notice: null });
  const counts = { left: 0, retried: 0, lost: 0, reloaded: 0, asked: 0, askedBuild: 0 };
  const seen = { ...counts, joined: [] as string[], camera: false, microphone: false };
  const device = (name: 'camera' | 'microphone') => ({
    check,
    want: (wanted: boolean) => {
      seen[name] = wanted;
    },
    try: async () => undefined,
  });
  let shown: ReadonlyMap<string, ShownSize> = new Map();
  let agendaChanged: () => void = () => undefined;
  const server = { lessons: [] as LessonCard[], refuses: false, due: false };
  const live = {
    link,
    session,
    streams,
    own: createStore([]),
    serverNowMs: environment.nowMs,
    open: () => link.set(up),
    retry: () => {
      seen.retried += 1;
    },
    request: async () => {
      seen.asked += 1;
      return server.refuses ? fail('UNAVAILABLE') : ok({ lessons: server.lessons });
    },
    join: async (id: string) => {
      seen.joined.push(id);
      session.set({ state: 'joining', sessionId: id, sinceMs: 0 } as unknown as SessionFacts);
    },
    leave: async () => {
      seen.left += 1;
      session.set({ state: 'none' });
    },
    on: (_: string, listener: () => void) => {
      agendaChanged = listener;
      return () => undefined;
    },
    show: (wishes: ReadonlyMap<string, ShownSize>) => {
      shown = wishes;
    },
  };
  const app = new ScreenApp({
    environment,
    live: live as unknown as LiveClient,
    pairing: {
      facts: pairingFacts,
      start: async () => undefined,
      lost: async () => {
        seen.lost += 1;
      },
    } as unknown as PairingKeeper,
    camera: device('camera'),
    microphone: device('microphone'),
    renewal: {
      due: () => server.due,
      ask: async () => {
        seen.askedBuild += 1;
      },
      reload: async () => {
        seen.reloaded += 1;
      },
    },
  });
  const push = async (lessons: LessonCard[]) => {
    server.lessons = lessons;
    agendaChanged();
    await settle();
  };
  await app.start();
  await settle();
  return {
    environment,
    app,
    link,
    session,
    streams,
    seen,
    server,
    push,
    shown: () => Object.fromEntries(shown),
    flowing: () => [...shown].flatMap(([streamId, size]) => (size === null ? [] : [streamId])),
  };
}

describe('ScreenApp', () => {
  it('asks for its agenda when the line stands and joins ten minutes before, by itself', async () => {
    const all = await rig();
    expect(all.seen.asked).toBe(1);
    await all.push([card('a', 12 * MINUTE, all.environment.nowMs())]);
    expect(all.seen.joined).toEqual([]);
    await all.environment.advance(2 * MINUTE + 1000);
    expect(all.seen.joined).toEqual(['a']);
  });

  it('joins an unplanned lesson the moment it hears of it', async () => {
    const all = await rig();
    await all.push([card('x', 0, all.environment.nowMs(), 'live')]);
    expect(all.seen.joined).toEqual(['x']);
  });

  it('does not leave a lesson that runs, whatever the agenda says', async () => {
    const all = await rig();
    await all.push([card('a', 0, all.environment.nowMs(), 'live')]);
    all.session.set(inPhase('a', 'live'));
    await all.push([card('b', 0, all.environment.nowMs(), 'live')]);
    await all.environment.advance(5 * MINUTE);
    expect(all.seen.joined).toEqual(['a']);
  });

  it('says that the lesson is over, then goes back to idle and does not join it again', async () => {
    const all = await rig();
    await all.push([card('a', 0, all.environment.nowMs(), 'live')]);
    all.session.set(inPhase('a', 'live'));
    expect(all.seen.camera).toBe(true);
    all.session.set(inPhase('a', 'ended'));
    expect(all.seen.camera).toBe(false);
    await all.environment.advance(29_000);
    expect(all.seen.left).toBe(0);
    await all.environment.advance(5000);
    expect(all.seen.left).toBe(1);
    expect(all.seen.joined).toEqual(['a']);
  });

  it('gives a lesson up that it may not join, and waits for a new agenda', async () => {
    const all = await rig();
    await all.push([card('a', 0, all.environment.nowMs(), 'live')]);
    all.session.set({
      state: 'refused',
      sessionId: 'a',
      error: { code: 'NOT_FOUND' },
    } as unknown as SessionFacts);
    await all.environment.advance(10_000);
    expect(all.seen.joined).toEqual(['a']);
    expect(all.seen.left).toBe(1);
  });

  it('shown out of the lesson says so, stays signed in, and comes back when it may', async () => {
    const all = await rig();
    const lesson = card('a', 0, all.environment.nowMs(), 'live');
    const removed = {
      state: 'refused',
      sessionId: 'a',
      error: { code: 'REMOVED' },
    } as unknown as SessionFacts;
    const shownOut = () => all.app.facts.get().shownOut?.sessionId ?? null;
    await all.push([lesson]);
    all.session.set(inPhase('a', 'live'));
    all.link.set({ state: 'refused', cause: 'removed', error: { code: 'FORBIDDEN' } });
    expect([shownOut(), all.seen.left, all.seen.lost]).toEqual(['a', 1, 0]);
    await all.environment.advance(1500);
    expect(all.seen.retried).toBe(1);
    all.link.set(up);
    await settle();
    all.session.set(removed);
    await settle();
    expect(shownOut()).toBe('a');
    await all.push([lesson]);
    expect(all.seen.joined.at(-1)).toBe('a');
    all.session.set(inPhase('a', 'live'));
    expect(shownOut()).toBeNull();
    all.session.set(removed);
    expect(shownOut()).toBe('a');
    await all.push([{ ...lesson, phase: 'ended' }]);
    expect(shownOut()).toBeNull();
  });

  it('leaves a retryable refusal to the one who retries', async () => {
    const all = await rig();
    await all.push([card('a', 0, all.environment.nowMs(), 'live')]);
    all.session.set({
      state: 'refused',
      sessionId: 'a',
      error: { code: 'UNAVAILABLE' },
    } as unknown as SessionFacts);
    await all.environment.advance(10_000);
    expect(all.seen.joined).toEqual(['a']);
    expect(all.seen.left).toBe(0);
  });

  it('asks again once a minute, because a push may be lost', async () => {
    const all = await rig();
    await all.environment.advance(3 * MINUTE + 3000);
    expect(all.seen.asked).toBe(4);
  });

  it('keeps the agenda that it has while the server cannot answer', async () => {
    const all = await rig();
    await all.push([card('a', 60 * MINUTE, all.environment.nowMs())]);
    all.server.refuses = true;
    await all.environment.advance(2 * MINUTE);
    expect(all.app.facts.get().agenda?.lessons).toHaveLength(1);
  });

  it('shows and sounds nothing before the start, everything after', async () => {
    const all = await rig();
    all.session.set(inPhase('a', 'waiting'));
    all.streams.set([lecturers('c', 'camera'), lecturers('v', 'voice')]);
    expect(all.shown()).toEqual({ c: null, v: null });
    all.session.set(inPhase('a', 'live'));
    all.app.sized('teacher', { widthPx: 1920, heightPx: 1080 });
    expect(all.shown()).toEqual({ c: { widthPx: 1920, heightPx: 1080 }, v: { widthPx: 1, heightPx: 1 } });
  });

  it('shows and plays whoever was called, and never its own sound', async () => {
    const all = await rig();
    all.streams.set([
      lecturers('v', 'voice'),
      rooms('camera2', otherSeat, 'camera'),
      rooms('voice2', otherSeat, 'voice'),
      rooms('voice1', ownSeat, 'voice'),
    ]);
    all.session.set(inPhase('a', 'live'));
    expect(all.flowing()).toEqual(['v']);
    all.session.set(inPhase('a', 'live', { stage: [otherSeat] }));
    expect(all.flowing()).toEqual(['v', 'camera2', 'voice2']);
    all.session.set(inPhase('a', 'live', { stage: [ownSeat] }));
    expect(all.flowing()).toEqual(['v']);
    expect(Object.keys(all.shown())).not.toContain('voice1');
  });

  it('takes in only what stands on the wall as the lecturer has arranged it', async () => {
    const all = await rig();
    all.streams.set([
      lecturers('content', 'content'),
      lecturers('camera', 'camera'),
      lecturers('v', 'voice'),
      rooms('camera2', otherSeat, 'camera'),
    ]);
    const flows = (layout: string, change: InLesson & { spotlight?: string } = {}) => {
      const { spotlight = null, ...rest } = change;
      all.session.set(inPhase('a', 'live', { wall: { layout, spotlight }, ...rest }));
      return all.flowing();
    };
    expect(flows('teacherAndContent')).toEqual(['content', 'camera', 'v']);
    expect(flows('content')).toEqual(['content', 'v']);
    expect(flows('content', { stage: [otherSeat] })).toEqual(['content', 'v', 'camera2']);
    expect(flows('stage')).toEqual(['content', 'camera', 'v']);
    expect(flows('rooms')).toEqual(['content', 'camera', 'v', 'camera2']);
    expect(flows('teacher', { spotlight: otherSeat })).toEqual(['content', 'camera', 'v', 'camera2']);
    expect(flows('teacher', { courseware: { openedAtMs: Number.MAX_SAFE_INTEGER } })).toEqual([
      'camera',
      'v',
    ]);
  });

  it('asks for a large picture where it stands large', async () => {
    const all = await rig();
    all.streams.set([lecturers('camera', 'camera'), rooms('camera2', otherSeat, 'camera')]);
    const heightOf = (layout: string) => {
      all.session.set(inPhase('a', 'live', { wall: { layout, spotlight: null }, stage: [otherSeat] }));
      return all.shown()['camera2']?.heightPx;
    };
    expect([heightOf('teacher'), heightOf('stage')]).toEqual([270, 810]);
  });

  it('opens its microphone while it is called, and only on a line that stands', async () => {
    const all = await rig();
    const on = (change: InLesson, phase = 'live') => {
      all.session.set(inPhase('a', phase, change));
      return all.seen.microphone;
    };
    expect(on({})).toBe(false);
    expect(on({ stage: [otherSeat] })).toBe(false);
    expect(on({ stage: [ownSeat] })).toBe(true);
    expect(on({ stage: [ownSeat], current: false })).toBe(false);
    expect(on({ stage: [ownSeat] }, 'ended')).toBe(false);
    expect(on({ stage: [ownSeat] })).toBe(true);
    all.session.set({ state: 'none' });
    expect(all.seen.microphone).toBe(false);
  });

  it('does not film a class that nobody may see', async () => {
    const all = await rig();
    all.session.set(inPhase('a', 'live', { mode: 'live' }));
    expect(all.seen.camera).toBe(false);
    all.session.set(inPhase('a', 'live'));
    expect(all.seen.camera).toBe(true);
  });

  it('goes back to pairing when revoked, then dials again', async () => {
    const all = await rig();
    all.link.set({ state: 'refused', cause: 'revoked', error: { code: 'UNAUTHENTICATED' } });
    await settle();
    expect(all.seen).toMatchObject({ lost: 1, retried: 1 });
  });

  it('does not fight for its place, until somebody presses OK', async () => {
    const all = await rig();
    all.link.set({ state: 'refused', cause: 'replaced', error: { code: 'CONFLICT' } });
    await all.environment.advance(10 * MINUTE);
    expect(all.seen).toMatchObject({ lost: 0, retried: 0 });
    all.app.pressed();
    expect(all.seen.retried).toBe(1);
  });

  it('loads itself anew when it is outdated', async () => {
    const all = await rig();
    all.link.set({ state: 'outdated' });
    expect(all.seen.reloaded).toBe(1);
  });

  it('asks for the build whenever the server is back, and loads another one only when it is idle', async () => {
    const all = await rig();
    expect(all.seen.askedBuild).toBe(1);
    all.link.set({ state: 'reconnecting', sinceMs: 0, attempt: 1 });
    all.link.set(up);
    expect(all.seen.askedBuild).toBe(2);
    await all.push([card('s', 20 * MINUTE, all.environment.nowMs())]);
    all.server.due = true;
    await all.environment.advance(2000);
    expect(all.seen.reloaded).toBe(0);
    await all.push([card('s', 45 * MINUTE, all.environment.nowMs())]);
    await all.environment.advance(1000);
    expect(all.seen.reloaded).toBe(1);
  });
});
