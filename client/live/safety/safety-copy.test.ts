import { describe, expect, test } from 'vitest';
import { personId } from '../../../shared/kernel/ids.ts';
import type { OwnStream, SessionFacts } from '../live.types.ts';
import { createStore } from '../store.ts';
import type { KeptTake, RecordTrack, SafetyKeep } from './safety.types.ts';
import { SafetyCopy, TAKE_MS } from './safety-copy.ts';

const ME = personId.parse('01890000-0000-7000-8000-000000000001');
const trackOf = () => ({ readyState: 'live' }) as MediaStreamTrack;
const own = (source: OwnStream['source'], changes: Partial<OwnStream> = {}): OwnStream =>
  ({
    source,
    track: trackOf(),
    muted: false,
    streamId: null,
    state: 'live',
    error: null,
    ...changes,
  }) as OwnStream;
const joined = (recording: object | undefined, changes: object = {}): SessionFacts =>
  ({
    ...{ state: 'joined', part: 'lecturer', sessionId: 'lesson', current: true },
    media: { state: 'connected', sinceMs: 0 },
    view: { lesson: { phase: { state: 'live' }, recording } },
    ...changes,
  }) as unknown as SessionFacts;
const running = { state: 'running', startedAtMs: 0 };

/** Everything of the page and the browser, by hand. */
function house({ room = 1_000 }: { readonly room?: number } = {}) {
  const session = createStore<SessionFacts>(joined(running));
  const streams = createStore<readonly OwnStream[]>([]);
  const kept = new Map<string, KeptTake>();
  const timers = new Set<{ readonly atMs: number; readonly work: () => void }>();
  const recorders: { source: string; piece: (size: number) => void; end: () => void; stopped: boolean }[] =
    [];
  let nowMs = 1_000_000;
  let ids = 0;
  const keep: SafetyKeep = {
    takes: async () => [...kept.values()].toSorted((a, b) => a.startedAtMs - b.startedAtMs),
    add: async (take) => kept.set(take.takeId, take) !== null,
    bytesOf: async () => new Blob(),
    drop: async (takeId) => void kept.delete(takeId),
    roomBytes: async () => room,
  };
  const record: RecordTrack = (_track, source, heard) => {
    const recorder = {
      ...{ source, stopped: false, end: heard.ended },
      piece: (size: number) => heard.piece(new Uint8Array(size)),
    };
    recorders.push(recorder);
    return {
      stop: () => {
        recorder.stopped = true;
      },
    };
  };
  const environment = {
    nowMs: () => nowMs,
    random: () => 0,
    randomBytes: (count: number) => new Uint8Array(count).fill(++ids),
    after(delayMs: number, work: () => void) {
      const timer = { atMs: nowMs + delayMs, work };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    every: () => () => undefined,
  };
  const copy = new SafetyCopy({
    ...{ personId: ME, keep, record, environment },
    live: { session, own: streams, serverNowMs: () => nowMs },
  });
  return {
    ...{ copy, session, streams, kept, recorders },
    pass(ms: number) {
      nowMs += ms;
      for (const timer of [...timers]) if (timer.atMs <= nowMs && timers.delete(timer)) timer.work();
    },
  };
}

describe('a lecturer’s own copy', () => {
  test('is of nothing while the lesson is not recorded, or somebody else leads it', () => {
    const { session, streams, recorders, copy } = house();
    session.set(joined(undefined));
    streams.set([own('voice')]);
    session.set(joined(running, { part: 'assistant' }));
    session.set(joined(running, { state: 'refused' }));
    session.set(joined(running, { view: { lesson: { phase: { state: 'ended' }, recording: running } } }));
    expect(recorders).toEqual([]);
    expect(copy.state.get()).toEqual({ state: 'waiting' });
  });

  test('is of what is sent alone: no private line, nothing muted, nothing refused', () => {
    const { streams, recorders } = house();
    streams.set([own('line'), own('voice', { muted: true }), own('camera', { state: 'failed' })]);
    expect(recorders).toEqual([]);
    const voice = own('voice');
    streams.set([voice]);
    expect(recorders.map(({ source, stopped }) => [source, stopped])).toEqual([['voice', false]]);
    streams.set([{ ...voice, muted: true }]);
    expect(recorders[0]?.stopped).toBe(true);
  });

  test('goes on while the line is cut, and says that something happened', async () => {
    const { copy, session, streams, recorders, kept } = house();
    const voice = own('voice');
    streams.set([voice]);
    session.set(joined(running, { current: false }));
    streams.set([{ ...voice, state: 'waiting' }]);
    session.set(joined(running));
    streams.set([voice]);
    recorders[0]?.piece(10);
    await copy.close();
    expect(recorders).toHaveLength(1);
    expect([...kept.values()]).toMatchObject([
      { personId: ME, source: 'voice', bytes: 10, pieceCount: 1, troubled: true },
    ]);
  });

  test('is taken in short takes, each begun before the one before ends', async () => {
    const { copy, streams, recorders, kept, pass } = house();
    streams.set([own('camera')]);
    pass(TAKE_MS);
    expect(recorders.map(({ stopped }) => stopped)).toEqual([false, false]);
    recorders[0]?.piece(5);
    pass(1_000);
    expect(recorders.map(({ stopped }) => stopped)).toEqual([true, false]);
    recorders[1]?.piece(6);
    await copy.close();
    expect([...kept.values()].map(({ bytes, startedAtMs }) => [bytes, startedAtMs])).toEqual([
      [5, 1_000_000],
      [6, 1_000_000 + TAKE_MS],
    ]);
  });

  test('begins anew when what writes it ends, but not without end', () => {
    const { copy, streams, recorders, pass } = house();
    streams.set([own('voice')]);
    pass(5_000);
    recorders[0]?.end();
    expect(recorders).toHaveLength(2);
    recorders[1]?.end();
    expect(recorders).toHaveLength(2);
    expect(copy.state.get()).toEqual({ state: 'unable' });
  });

  test('makes room of what was received anyway, and stops when nothing can go', async () => {
    const { copy, session, streams, recorders, kept, pass } = house({ room: 100 });
    streams.set([own('voice')]);
    recorders[0]?.piece(90);
    pass(TAKE_MS);
    recorders[0]?.end();
    recorders[1]?.piece(60);
    await settled(() => kept.size === 1 && [...kept.values()][0]?.bytes === 60);
    session.set(joined(running, { current: false }));
    recorders[1]?.piece(60);
    await settled(() => copy.state.get().state === 'full');
    expect([...kept.values()].map(({ bytes }) => bytes)).toEqual([60]);
    expect(recorders.every(({ stopped }, place) => place === 0 || stopped)).toBe(true);
  });
});

/** The test's own limit ends the wait. */
async function settled(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}
