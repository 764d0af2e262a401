import { describe, expect, it } from 'vitest';
import { seatKey } from '../../../../shared/session/session.events.ts';
import { sessionView } from '../../../../shared/session/session.view.ts';
import { cardOf, idOf } from '../../lesson-card.fixture.ts';
import { columnsFor, hereCount, pageOf, peopleOf } from './people.model.ts';

const card = cardOf({
  kind: 'master',
  mode: 'seminar',
  rooms: [],
  members: [8, 9].map((number) => ({
    personId: idOf(number),
    name: `教师${number}`,
    schoolName: '石桥小学',
  })),
});
const silent = { headCount: null, hand: null, signal: null, confirmation: null };
const seatOf = (key: string, part: string, presence: object) => ({
  [key]: { seat: key, part, presence, ...silent },
});
const session = (seats: object, lecturerId = idOf(7), phase: object = { state: 'waiting' }) => ({
  card,
  seat: seatKey.parse(`person:${idOf(8)}`),
  view: sessionView.parse({
    lesson: {
      phase,
      kind: 'master',
      mode: 'seminar',
      lecturerId,
      mediaEpoch: 1,
      stage: [],
      viewerCount: 0,
    },
    seats,
    streams: {},
  }),
});
const connected = { state: 'connected', sinceMs: 5, media: false };

describe('peopleOf', () => {
  it('never shows an observer, an assistant or a room, even one of the plan who watches', () => {
    const people = peopleOf({
      session: session({
        ...seatOf(`observer:${idOf(9)}`, 'observer', connected),
        ...seatOf(`person:${idOf(30)}`, 'assistant', connected),
      }),
      streams: [],
    });
    expect(people.map(({ name, state }) => [name, state])).toEqual([
      ['李老师', 'absent'],
      ['教师8', 'absent'],
      ['教师9', 'absent'],
    ]);
  });
  it('counts who is there, and marks the own place', () => {
    const people = peopleOf({
      session: session({
        ...seatOf(`person:${idOf(8)}`, 'member', connected),
        ...seatOf(`person:${idOf(9)}`, 'member', { state: 'lost', sinceMs: 5, cause: 'timeout' }),
      }),
      streams: [],
    });
    expect(people.map(({ state, own }) => [state, own])).toEqual([
      ['absent', false],
      ['here', true],
      ['lost', false],
    ]);
    expect(hereCount(people)).toBe(1);
  });
  it('in a running seminar waits for sound and picture', () => {
    const live = { state: 'live', startedAtMs: 1 };
    const seats = seatOf(`person:${idOf(8)}`, 'member', connected);
    expect(peopleOf({ session: session(seats, idOf(7), live), streams: [] })[1]?.state).toBe('joining');
  });
  it('puts first who leads now, also one whom nobody planned', () => {
    const names = (lecturerId: string) =>
      peopleOf({ session: session({}, lecturerId), streams: [] }).map(({ name, leads }) => [name, leads]);
    expect(names(idOf(9))).toEqual([
      ['教师9', true],
      ['李老师', false],
      ['教师8', false],
    ]);
    expect(names(idOf(55))[0]).toEqual([null, true]);
    expect(names(idOf(55))).toHaveLength(4);
  });
});

describe('pageOf', () => {
  it('stays on a page that exists', () => {
    expect(pageOf([], 3, 2)).toEqual({ page: 0, pages: 1, shown: [], rest: [] });
    expect(pageOf([1, 2, 3], 9, 2)).toEqual({ page: 1, pages: 2, shown: [3], rest: [1, 2] });
    expect(pageOf([1, 2, 3], -1, 2)).toEqual({ page: 0, pages: 2, shown: [1, 2], rest: [3] });
  });
});

it('columnsFor gives every page of faces its place', () => {
  expect([1, 2, 4, 5, 9, 10, 12].map(columnsFor)).toEqual([1, 2, 2, 3, 3, 4, 4]);
});
