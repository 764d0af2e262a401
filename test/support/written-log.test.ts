import { describe, expect, it } from 'vitest';
import { seatOfRoom } from '../../shared/session/session.events.ts';
import { fact, type LogLine, logOf, nth, PLANNED_START_MS, planOf } from './session-log.ts';
import { ghostMs, happenings, openConnections, tally } from './written-log.ts';

const seat = seatOfRoom(nth.room(1));
const minute = (minutes: number) => PLANNED_START_MS + minutes * 60_000;
const log = (...lines: LogLine[]) => logOf(nth.session(1), [[0, fact.opened(planOf([1, 2]))], ...lines]);

describe('acknowledged against written', () => {
  it('finds what is missing and what is there twice', () => {
    expect(tally(['a', 'b', 'c'], ['b', 'c', 'c', 'x', 'x'])).toEqual({ lost: 1, doubled: 1 });
    expect(tally([], ['x'])).toEqual({ lost: 0, doubled: 0 });
  });
});

describe('open connections of a seat', () => {
  const events = log(
    [1, fact.joined(1, 1)],
    [1, fact.joined(2, 2)],
    [2, fact.joined(3, 1)],
    [3, fact.lost(1), 1],
    [5, fact.left(3)],
  );

  it('are nobody else’s, and go with their loss or leave', () => {
    expect(openConnections(events, seat, minute(2))).toEqual(new Set([nth.connection(1), nth.connection(3)]));
    expect(openConnections(events, seat)).toEqual(new Set());
    expect(openConnections(events, seatOfRoom(nth.room(2)))).toEqual(new Set([nth.connection(2)]));
  });

  it('go when it is written down, not when it is said to have happened', () => {
    expect(openConnections(events, seat, minute(3.5)).size).toBe(2);
    expect(openConnections(events, seat, minute(4)).size).toBe(1);
  });
});

describe('a ghost', () => {
  it('is none where nobody was connected', () => {
    expect(ghostMs(log(), seat, minute(1))).toBe(0);
  });

  it('stays for ever when no end is written', () => {
    expect(ghostMs(log([1, fact.joined(1, 1)], [4, fact.joined(2, 1)]), seat, minute(2))).toBeNull();
  });

  it('ends with the last connection that was open when the seat died, not with a later one', () => {
    const events = log(
      [1, fact.joined(1, 1)],
      [1, fact.joined(2, 1)],
      [3, fact.joined(3, 1)],
      [4, fact.lost(3)],
      [2, fact.lost(1), 3],
      [2, fact.left(2, 'replaced'), 4],
    );
    expect(ghostMs(events, seat, minute(2))).toBe(4 * 60_000);
  });
});

describe('what happened between two moments', () => {
  it('is told in order with its distance from the first, head-counts left out', () => {
    const events = log(
      [1, fact.joined(1, 1)],
      [2, fact.counted(1, 9)],
      [2, fact.published(1, 1)],
      [3, fact.lost(1)],
    );
    expect(happenings(events, minute(1), minute(2.5))).toEqual([
      'presence.joined +0',
      'stream.published camera +60000',
    ]);
    expect(happenings(events, minute(3), minute(4))).toEqual(['presence.lost timeout +0']);
  });
});
