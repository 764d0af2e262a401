import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../../shared/kernel/result.ts';
import { FakeEnvironment, settle } from '../../live/doubles.ts';
import type { LiveClient, SessionFacts } from '../../live/live.types.ts';
import type { RoomDeckFacts, RoomDeckWish } from '../../live/room-deck.types.ts';
import { createStore } from '../../live/store.ts';
import { RecordedRoom } from './recorded-room.ts';

const still: RoomDeckFacts = {
  ...{ atMs: 0, leftMs: 600_000, playing: true, waiting: false, ended: false },
  ...{ line: 'ok', narrow: false, soundBlocked: false },
};

/** A screen in a recorded lesson whose time has come; the test writes what the server says and what the deck does. */
function rig(known?: object) {
  const environment = new FakeEnvironment();
  const sessionIn = (phase: string, playing = known, connectionId = 'c1'): SessionFacts =>
    ({
      ...{ state: 'joined', sessionId: 's', connectionId, seat: 'room:1', current: true },
      card: { plannedStartAtMs: environment.nowMs() },
      view: {
        lesson: { kind: 'delivery', mode: 'recorded', phase: { state: phase } },
        seats: { 'room:1': playing === undefined ? {} : { playing } },
      },
    }) as unknown as SessionFacts;
  const session = createStore<SessionFacts>({ state: 'none' });
  const deckFacts = createStore<RoomDeckFacts>(still);
  const did: string[] = [];
  const told: object[] = [];
  const answer: { value: unknown } = { value: ok({ state: 'closed', address: { query: 'q1' } }) };
  const opened: RoomDeckWish[] = [];
  const room = new RecordedRoom({
    environment,
    live: {
      session,
      serverNowMs: () => environment.nowMs(),
      request: async () => answer.value,
      command: async (_name: string, body: object) => void told.push(body),
    } as unknown as LiveClient,
    open: async (wish) => {
      opened.push(wish);
      return {
        facts: deckFacts,
        captions: { languages: [], now: createStore([]), choose: () => undefined },
        play: () => void did.push('play'),
        pause: () => void did.push('pause'),
        back: (byMs) => void did.push(`back ${byMs}`),
        renewed: () => void did.push('renewed'),
        show: () => () => undefined,
        close: () => void did.push('close'),
      };
    },
  });
  const run = async (facts: SessionFacts) => {
    session.set(facts);
    await settle();
  };
  return { environment, room, run, sessionIn, deckFacts, did, told, opened, answer };
}

describe('a room that plays by itself', () => {
  it('opens at its time, and says so once it really plays', async () => {
    const { run, sessionIn, deckFacts, told, opened, environment, room } = rig();
    deckFacts.set({ ...still, waiting: true });
    await run(sessionIn('waiting'));
    expect(opened).toMatchObject([{ startAtMs: 0 }]);
    expect(told).toEqual([]);
    deckFacts.set(still);
    await environment.advance(500);
    expect(told).toEqual([{ sessionId: 's', now: 'playing', positionMs: 0 }]);
    expect(room.facts.get()).toMatchObject({ state: 'open', now: 'playing', line: 'ok' });
    // Voice and pages alone are the lesson still, and said in words.
    deckFacts.set({ ...still, narrow: true });
    await environment.advance(500);
    expect(room.facts.get()).toMatchObject({ state: 'open', now: 'playing', line: 'narrow' });
  });

  it('goes on where the room was, stays stopped where it was stopped, and opens nothing that was played', async () => {
    const at = { positionMs: 90_000, atMs: 0, wish: 'back', wishCount: 2 };
    const waiting = rig({ ...at, now: 'waiting' });
    await waiting.run(waiting.sessionIn('live'));
    expect(waiting.opened).toMatchObject([{ startAtMs: 90_000 }]);
    // A wish from before the power cut is not obeyed again.
    expect(waiting.did).toEqual([]);
    const paused = rig({ ...at, now: 'paused' });
    await paused.run(paused.sessionIn('live'));
    expect(paused.did).toEqual(['pause']);
    const finished = rig({ ...at, now: 'finished' });
    await finished.run(finished.sessionIn('live'));
    expect(finished.opened).toEqual([]);
    expect(finished.room.facts.get()).toEqual({ state: 'finished' });
  });

  it('obeys a new wish once, and says its place anew from a new seat', async () => {
    const { run, sessionIn, did, told } = rig();
    await run(sessionIn('live'));
    const known = { now: 'playing', positionMs: 0, atMs: 0, wish: 'pause', wishCount: 1 };
    await run(sessionIn('live', known));
    await run(sessionIn('live', { ...known }));
    expect(did).toEqual(['pause']);
    await run(sessionIn('live', { ...known }, 'c2'));
    expect(told).toHaveLength(2);
  });

  it('says what is gone, asks again, and plays when there is something', async () => {
    const { run, sessionIn, room, answer, environment, opened } = rig();
    answer.value = ok({ state: 'removed', address: { query: '' } });
    await run(sessionIn('live'));
    expect(room.facts.get()).toEqual({ state: 'gone' });
    answer.value = fail('UNAVAILABLE');
    await environment.advance(31_000);
    await settle();
    expect(opened).toEqual([]);
    answer.value = ok({ state: 'closed', address: { query: 'q' } });
    await environment.advance(31_000);
    await settle();
    expect(opened).toHaveLength(1);
    expect(opened[0]?.query()).toBe('q');
  });

  it('lets go of it with the lesson, and keys are nobody’s then', async () => {
    const { run, sessionIn, did, room } = rig();
    expect(room.key('Enter')).toBeNull();
    await run(sessionIn('live'));
    expect(room.key('ArrowLeft')).toBe('back');
    expect(room.key('Enter')).toBe('paused');
    await run(sessionIn('ended'));
    expect(did).toEqual(['back 30000', 'pause', 'close']);
    expect(room.key('Enter')).toBeNull();
    expect(room.facts.get()).toEqual({ state: 'none' });
  });
});
