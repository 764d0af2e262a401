import { describe, expect, it } from 'vitest';
import type { SessionFacts } from '../../live/live.types.ts';
import type { RoomDeckFacts } from '../../live/room-deck.types.ts';
import { dueIn, isNews, keyActOf, nowOf, type Told, wishSince } from './recorded.rules.ts';

const START_MS = 1_000_000;
const session = (state: string, mode = 'recorded', playing?: object): SessionFacts =>
  ({
    ...{ state: 'joined', sessionId: 's', connectionId: 'c', seat: 'room:1', current: true },
    card: { plannedStartAtMs: START_MS },
    view: {
      lesson: { kind: 'delivery', mode, phase: { state } },
      seats: { 'room:1': { seat: 'room:1', ...(playing === undefined ? {} : { playing }) } },
    },
  }) as unknown as SessionFacts;

describe('due', () => {
  it('is nothing in other lessons, before its time, after its end and without a seat', () => {
    expect(dueIn({ state: 'none' }, START_MS)).toBeNull();
    expect(dueIn(session('live', 'live'), START_MS)).toBeNull();
    expect(dueIn(session('waiting'), START_MS - 1)).toBeNull();
    expect(dueIn(session('ended'), START_MS + 1)).toBeNull();
  });
  it('is a recorded lesson whose time has come, with what is known of this room', () => {
    expect(dueIn(session('waiting'), START_MS)).toMatchObject({ sessionId: 's', known: null });
    const playing = { now: 'paused', positionMs: 7, atMs: 3, wish: null, wishCount: 0 };
    expect(dueIn(session('live', 'recorded', playing), START_MS)?.known).toEqual(playing);
  });
});

describe('a word to the server', () => {
  const facts: RoomDeckFacts = {
    ...{
      atMs: 0,
      leftMs: 60_000,
      playing: true,
      waiting: false,
      ended: false,
      line: 'ok',
      narrow: false,
      soundBlocked: false,
    },
  };
  const told: Told = { connectionId: 'c', now: 'playing', positionMs: 10_000, atMs: 50_000 };
  const known = { now: 'playing', positionMs: 10_000, atMs: 50_000, wish: null, wishCount: 0 } as const;

  it('never calls playing what nobody hears', () => {
    expect(nowOf({ ...facts, soundBlocked: true })).toBe('waiting');
    expect(nowOf({ ...facts, waiting: true })).toBe('waiting');
    expect(nowOf({ ...facts, playing: false })).toBe('paused');
    expect(nowOf({ ...facts, playing: false, ended: true })).toBe('finished');
    expect(nowOf(facts)).toBe('playing');
    expect(nowOf({ ...facts, leftMs: 80 })).toBe('playing');
    expect(nowOf({ ...facts, leftMs: 80, waiting: true })).toBe('finished');
  });
  it('is said for a change, a jump and a new seat, and not while it just goes on', () => {
    const later = { ...told, positionMs: 40_000, atMs: 80_000 };
    expect(isNews(told, later, known)).toBe(false);
    expect(isNews(null, later, known)).toBe(true);
    expect(isNews(told, { ...later, connectionId: 'd' }, known)).toBe(true);
    expect(isNews(told, { ...later, positionMs: 10_000 }, known)).toBe(true);
    expect(isNews(told, { ...later, now: 'paused' }, known)).toBe(true);
  });
  it('is said again when it did not become true', () => {
    const soon = { ...told, positionMs: 11_000, atMs: 51_000 };
    expect(isNews(told, soon, null)).toBe(false);
    expect(isNews(told, { ...told, positionMs: 15_000, atMs: 55_000 }, null)).toBe(true);
  });
});

it('takes the last of the wishes that came since', () => {
  const known = { now: 'playing', positionMs: 0, atMs: 0, wish: 'back', wishCount: 3 } as const;
  expect(wishSince(3, known)).toBeNull();
  expect(wishSince(1, known)).toBe('back');
  expect(wishSince(0, null)).toBeNull();
});

it('leaves keys that are not for the recording to others', () => {
  expect(['Enter', ' ', 'ArrowLeft', 'ArrowUp', 'q'].map(keyActOf)).toEqual([
    'toggle',
    'toggle',
    'back',
    null,
    null,
  ]);
});
