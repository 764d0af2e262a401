import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandId } from '../../../../shared/kernel/ids.ts';
import { type SessionView, sessionView } from '../../../../shared/session/session.view.ts';
import type { LiveStream, PendingCommand } from '../../../live/live.types.ts';
import { cardOf, idOf } from '../../lesson-card.fixture.ts';
import { type RoomTile, tilesOf } from '../rooms.model.ts';
import { callStateOf, freshSignals, handsOf, hearingOf, pendingOf } from './call.model.ts';

const NOW_MS = 1_000_000;
const seatOf = (room: number) => `room:${idOf(room)}`;
const connected = { state: 'connected', sinceMs: 5, media: true };
type Said = Partial<{ presence: object; hand: object; signal: object }>;

function viewOf(rooms: Readonly<Record<number, Said>>, stage: readonly object[] = []): SessionView {
  const seats = Object.entries(rooms).map(([room, said]) => [
    seatOf(Number(room)),
    {
      seat: seatOf(Number(room)),
      part: 'room',
      presence: connected,
      headCount: null,
      hand: null,
      signal: null,
      confirmation: null,
      ...said,
    },
  ]);
  return sessionView.parse({
    lesson: {
      phase: { state: 'live', startedAtMs: 0 },
      kind: 'delivery',
      mode: 'interactive',
      lecturerId: null,
      mediaEpoch: 1,
      stage,
      viewerCount: 0,
    },
    seats: Object.fromEntries(seats),
    streams: {},
  });
}
const tiles = (view: SessionView): RoomTile[] =>
  tilesOf({ card: cardOf(), view, streams: [], quality: new Map(), nowMs: NOW_MS });
const firstOf = (view: SessionView): RoomTile => {
  const [tile] = tiles(view);
  if (tile === undefined) throw new Error('the card has rooms');
  return tile;
};
const pending = (name: PendingCommand['name'], body: unknown): PendingCommand => ({
  commandId: commandId.parse(idOf(900)),
  name,
  body,
  askedAtMs: 0,
  lastError: null,
});
const numbers = (list: readonly { readonly tile: RoomTile }[]) => list.map(({ tile }) => tile.room.name);

describe('callStateOf', () => {
  it('cannot call a room whose media is not there, and says why', () => {
    const why = (presence: object | null) =>
      callStateOf(firstOf(viewOf(presence === null ? {} : { 1: { presence } })), []);
    expect(why(null)).toEqual({ state: 'unavailable', why: 'absent' });
    expect(why({ ...connected, media: false })).toEqual({ state: 'unavailable', why: 'joining' });
    expect(why({ state: 'lost', sinceMs: 1, cause: 'timeout' })).toMatchObject({ why: 'lost' });
    expect(why({ state: 'left', sinceMs: 1, reason: 'closed' })).toMatchObject({ why: 'left' });
    expect(why(connected)).toEqual({ state: 'free' });
  });
  it('claims nothing that the server has not said: a call on its way is not on stage', () => {
    const calling = [pending('stage.call', { seat: seatOf(1) })];
    expect(callStateOf(firstOf(viewOf({ 1: {} })), calling)).toEqual({ state: 'calling' });
    const another = [pending('stage.call', { seat: seatOf(2) })];
    expect(callStateOf(firstOf(viewOf({ 1: {} })), another)).toEqual({ state: 'free' });
  });
  it('is on stage until the server says otherwise, whatever is on its way', () => {
    const view = viewOf({ 1: {} }, [{ seat: seatOf(1), sinceMs: 7, untilMs: null }]);
    const state = (name: PendingCommand['name']) =>
      callStateOf(firstOf(view), [pending(name, { seat: seatOf(1) })]);
    expect(state('stage.release')).toEqual({ state: 'onStage', sinceMs: 7, ending: true });
    expect(state('stage.call')).toEqual({ state: 'onStage', sinceMs: 7, ending: false });
  });
});

describe('pendingOf', () => {
  it('is not led astray by a body of another shape', () => {
    const odd = [null, 'seat', { seat: 3 }, {}].map((body) => pending('stage.call', body));
    expect(pendingOf(odd, 'stage.call', firstSeat)).toEqual([]);
    expect(pendingOf(odd, 'stage.call')).toHaveLength(4);
  });
  const firstSeat = viewOf({ 1: {} }).seats[seatOf(1) as never]?.seat;
});

describe('handsOf', () => {
  const hand = (raisedAtMs: number) => ({ hand: { raisedAtMs } });
  it('is a queue by waiting time', () => {
    expect(handsOf(tiles(viewOf({ 1: {}, 2: {} })), NOW_MS)).toEqual([]);
    const both = handsOf(tiles(viewOf({ 1: hand(NOW_MS - 1000), 2: hand(NOW_MS - 40_000) })), NOW_MS);
    expect(numbers(both)).toEqual(['教室2', '教室1']);
    expect(both[0]?.waitingMs).toBe(40_000);
  });
  it('never waits for less than nothing, and keeps the order of time', () => {
    fc.assert(
      fc.property(fc.nat(2_000_000), fc.nat(2_000_000), (first, second) => {
        const hands = handsOf(tiles(viewOf({ 1: hand(first), 2: hand(second) })), NOW_MS);
        expect(hands.every(({ waitingMs }) => waitingMs >= 0)).toBe(true);
        expect(numbers(hands)).toEqual(first <= second ? ['教室1', '教室2'] : ['教室2', '教室1']);
      }),
    );
  });
});

describe('freshSignals', () => {
  const signal = (sentAtMs: number) => ({ signal: { signal: 'cannotSee', sentAtMs } });
  it('lets a word live for a minute, newest first', () => {
    const view = viewOf({ 1: signal(NOW_MS - 59_999), 2: signal(NOW_MS - 10) });
    expect(numbers(freshSignals(tiles(view), NOW_MS))).toEqual(['教室2', '教室1']);
    expect(numbers(freshSignals(tiles(view), NOW_MS + 1))).toEqual(['教室2']);
    expect(freshSignals(tiles(view), NOW_MS + 70_000)).toEqual([]);
  });
  it('takes a word from the future, by a clock that lags, for one of now', () => {
    expect(freshSignals(tiles(viewOf({ 1: signal(NOW_MS + 500) })), NOW_MS)[0]?.ageMs).toBe(0);
  });
});

describe('hearingOf', () => {
  const voice = (flowing: boolean, hasTrack = true) =>
    ({ flowing, track: hasTrack ? {} : null }) as unknown as LiveStream;
  it('says that a room is not heard when nothing comes, after a moment', () => {
    expect(hearingOf(null, 4_999)).toBe('coming');
    expect(hearingOf(null, 5_000)).toBe('missing');
    expect(hearingOf(voice(false), 60_000)).toBe('missing');
    expect(hearingOf(voice(true, false), 60_000)).toBe('missing');
    expect(hearingOf(voice(true), 0)).toBe('heard');
  });
});
