import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RoomId, roomId } from '../../../../shared/kernel/ids.ts';
import { sessionView } from '../../../../shared/session/session.view.ts';
import { cardOf, idOf } from '../../lesson-card.fixture.ts';
import { type RoomTile, tilesOf } from '../rooms.model.ts';
import { foundBy, glanceOrder, gridOf, inOrder, pageOf } from './board.model.ts';

const NOW_MS = 1_000_000;
const connected = (sinceMs: number) => ({ state: 'connected', sinceMs, media: true });
type Said = { presence?: object; hand?: object; signal?: object; attention?: object };

function tilesWith(rooms: readonly Said[], lesson: object = {}): RoomTile[] {
  const card = cardOf({
    rooms: rooms.map((_, index) => ({
      roomId: idOf(index + 1),
      name: `教室${index + 1}`,
      schoolId: idOf(60 + index),
      schoolName: `Point ${index + 1}`,
      className: index === 0 ? '三年级' : null,
      expectedCount: 20,
    })),
  });
  const seats = rooms.map(({ presence, ...said }, index) => [
    `room:${idOf(index + 1)}`,
    {
      seat: `room:${idOf(index + 1)}`,
      part: 'room',
      presence: presence ?? connected(index + 1),
      headCount: null,
      hand: null,
      signal: null,
      confirmation: null,
      ...said,
    },
  ]);
  const view = sessionView.parse({
    lesson: {
      phase: { state: 'live', startedAtMs: 0 },
      kind: 'delivery',
      mode: 'interactive',
      lecturerId: null,
      mediaEpoch: 1,
      stage: [],
      viewerCount: 0,
      ...lesson,
    },
    seats: Object.fromEntries(seats),
    streams: {},
  });
  return tilesOf({ card, view, streams: [], quality: new Map(), nowMs: NOW_MS });
}
const names = (tiles: readonly RoomTile[]) => tiles.map(({ room }) => room.name.slice(2)).join('');
const glance = (rooms: readonly Said[], lesson?: object) =>
  names(glanceOrder(tilesWith(rooms, lesson), NOW_MS));

describe('what was done about a room', () => {
  it('stands on its tile, and on no other', () => {
    const seat = `room:${idOf(2)}`;
    const [first, second] = tilesWith([{}, {}], {
      stage: [{ seat, sinceMs: 5, untilMs: 9 }],
      muted: [seat],
      removed: [seat],
      wall: { layout: 'stage', spotlight: seat },
    });
    expect(first).toMatchObject({ onStageUntilMs: null, muted: false, spotlit: false, removed: false });
    expect(second).toMatchObject({ onStageUntilMs: 9, muted: true, spotlit: true, removed: true });
  });
});

describe('glanceOrder', () => {
  it('puts who speaks, hands and trouble before those who wait, and who is not there last', () => {
    const rooms = [
      { presence: { state: 'absent' } },
      {},
      { signal: { signal: 'cannotSee', sentAtMs: NOW_MS - 10 } },
      { presence: { state: 'lost', sinceMs: NOW_MS - 50, cause: 'timeout' } },
      { hand: { raisedAtMs: NOW_MS - 20 } },
      { hand: { raisedAtMs: NOW_MS - 30 } },
      {},
      { presence: { ...connected(1), media: false } },
    ];
    const stage = [{ seat: `room:${idOf(7)}`, sinceMs: 5, untilMs: null }];
    expect(glance(rooms, { stage })).toBe('76543281');
  });
  it('lets who had no turn longest come first, and a room that was shown out last', () => {
    const attention = (lastTurnAtMs: number) => ({
      attention: { turnCount: 1, onAirMs: 10, lastTurnAtMs, handCount: 0, handWaitMs: 0 },
    });
    const rooms = [attention(900), attention(100), attention(500), {}];
    expect(glance(rooms)).toBe('4231');
    expect(glance(rooms, { removed: [`room:${idOf(4)}`] })).toBe('2314');
  });
  it('does not move anybody merely because time goes by', () => {
    const moment = fc.nat(NOW_MS);
    const said = fc.record({ hand: moment.map((raisedAtMs) => ({ raisedAtMs })) }, { requiredKeys: [] });
    fc.assert(
      fc.property(fc.array(said, { maxLength: 8 }), fc.nat(10 * NOW_MS), (rooms, laterMs) => {
        const tiles = tilesWith(rooms);
        const then = glanceOrder(tiles, NOW_MS + laterMs);
        expect(names(then)).toBe(names(glanceOrder(tiles, NOW_MS)));
        expect(then).toHaveLength(rooms.length);
      }),
    );
  });
  it('keeps an order that was found, with what it does not know behind', () => {
    const order: RoomId[] = [3, 1].map((number) => roomId.parse(idOf(number)));
    expect(names(inOrder(tilesWith([{}, {}, {}]), order))).toBe('312');
  });
});

describe('foundBy', () => {
  const tiles = tilesWith([{}, {}]);
  it('finds by school, class or room whatever the case, and everything by nothing', () => {
    expect(names(foundBy(tiles, '  '))).toBe('12');
    expect(names(foundBy(tiles, 'POINT 2'))).toBe('2');
    expect(names(foundBy(tiles, '三年'))).toBe('1');
    expect(names(foundBy(tiles, '教室2'))).toBe('2');
    expect(foundBy(tiles, 'elsewhere')).toEqual([]);
  });
});

describe('gridOf and pageOf', () => {
  it('has all thirty on one page of a large window, and pages on a laptop', () => {
    const large = gridOf({ widthPx: 740, heightPx: 720 }, 30);
    expect(large.columnCount * large.rowCount).toBeGreaterThanOrEqual(30);
    const laptop = gridOf({ widthPx: 500, heightPx: 420 }, 30);
    expect(laptop.columnCount * laptop.rowCount).toBeLessThan(30);
  });
  it('makes tiles as large as fits, and shows something in no room at all', () => {
    expect(gridOf({ widthPx: 740, heightPx: 720 }, 7).columnCount).toBe(3);
    expect(gridOf({ widthPx: 0, heightPx: 0 }, 30)).toEqual({ columnCount: 2, rowCount: 1 });
  });
  it('never shows a page that is not there, and every entry exactly once', () => {
    expect(pageOf([], 3, 10)).toEqual({ page: 0, pageCount: 1, entries: [] });
    fc.assert(
      fc.property(
        fc.nat(60),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: -3, max: 90 }),
        (n, size, page) => {
          const list = Array.from({ length: n }, (_, index) => index);
          const { pageCount, page: shown } = pageOf(list, page, size);
          expect(shown).toBeGreaterThanOrEqual(0);
          expect(shown).toBeLessThan(pageCount);
          const all = Array.from({ length: pageCount }, (_, index) => pageOf(list, index, size).entries);
          expect(all.flat()).toEqual(list);
        },
      ),
    );
  });
});
