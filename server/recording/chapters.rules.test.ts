import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CoursewareId, coursewareId, questionId, roomId, sessionId } from '../../shared/kernel/ids.ts';
import { type SessionEvent, type SessionFact, seatOfRoom } from '../../shared/session/session.events.ts';
import { chaptersOf, slidesOf } from './chapters.rules.ts';

const uuid = (n: number) => `01890000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const [room, other] = [roomId.parse(uuid(1)), roomId.parse(uuid(2))];
const file = coursewareId.parse(uuid(3));
const seat = seatOfRoom(room);
const START = 1_780_000_000_000;
const logOf = (facts: readonly (readonly [number, SessionFact])[]): SessionEvent[] =>
  facts.map(([atMs, fact], seq) => ({
    ...fact,
    ...{ sessionId: sessionId.parse(uuid(9)), seq, recordedAtMs: START + atMs, occurredAtMs: START + atMs },
    ...{ actorKind: 'server', actorId: 'server' },
  }));
const groundOf = (facts: readonly (readonly [number, SessionFact])[], durationMs = 60_000) => ({
  ...{ events: logOf(facts), gaps: [], startedAtMs: START, durationMs },
  roomNames: new Map([[seat, '石桥小学 一年级']]),
  coursewareNames: new Map<CoursewareId, string>([[file, '认识时钟']]),
});
const opened = (page: number): SessionFact => ({
  type: 'courseware.opened',
  body: { coursewareId: file, pageCount: 9, page },
});
const turned = (page: number): SessionFact => ({
  type: 'courseware.turned',
  body: { coursewareId: file, page },
});
const called = (at: typeof room): SessionFact => ({ type: 'stage.called', body: { seat: seatOfRoom(at) } });
const asked = (n: number): SessionFact => ({
  type: 'question.asked',
  body: {
    questionId: questionId.parse(uuid(n)),
    kind: 'trueFalse',
    optionCount: 2,
    textId: null,
    textHash: null,
  },
});

describe('chapters', () => {
  test('of a log in which nothing happened are its start', () =>
    expect(chaptersOf(groundOf([]))).toEqual([{ atMs: 0, kind: 'start' }]));

  test('are pages that stayed, rooms on stage, questions by number, remarks and gaps', () => {
    const ground = groundOf([
      [1_000, opened(1)],
      [9_000, turned(2)],
      [9_500, turned(3)],
      [20_000, called(room)],
      [30_000, called(room)],
      [31_000, called(other)],
      [40_000, asked(5)],
      [50_000, asked(6)],
      [55_000, { type: 'signal.sent', body: { roomId: room, signal: 'slower' } }],
    ]);
    const gaps = [{ fromMs: 45_000, toMs: 46_000, cause: 'recorder' as const }];
    expect(chaptersOf({ ...ground, gaps })).toEqual([
      { atMs: 0, kind: 'start' },
      { atMs: 1_000, kind: 'page', page: 1, text: '认识时钟' },
      { atMs: 9_500, kind: 'page', page: 3, text: '认识时钟' },
      { atMs: 20_000, kind: 'stage', seat, roomName: '石桥小学 一年级' },
      { atMs: 31_000, kind: 'stage', seat: seatOfRoom(other) },
      { atMs: 40_000, kind: 'question', number: 1 },
      { atMs: 45_000, kind: 'gap' },
      { atMs: 50_000, kind: 'question', number: 2 },
      { atMs: 55_000, kind: 'remark', seat, roomName: '石桥小学 一年级', text: 'slower' },
    ]);
  });

  test('count questions of the lesson, also those before the recording', () => {
    const ground = groundOf([
      [-9_000, asked(5)],
      [1_000, asked(6)],
    ]);
    expect(chaptersOf(ground)).toContainEqual({ atMs: 1_000, kind: 'question', number: 2 });
    expect(chaptersOf(ground)).toHaveLength(2);
  });
});

describe('slides', () => {
  test('begin with what stood there before, and follow page, zoom and close', () => {
    const zoom = { x: 0.5, y: 0.5, scale: 2 };
    const ground = groundOf([
      [-5_000, opened(1)],
      [-4_000, turned(2)],
      [3_000, { type: 'courseware.zoomed', body: { coursewareId: file, zoom } }],
      [5_000, turned(3)],
      [7_000, { type: 'courseware.closed', body: {} }],
      [8_000, turned(4)],
    ]);
    const open = { coursewareId: file, name: '认识时钟' };
    expect(slidesOf(ground)).toEqual([
      { atMs: 0, open: { ...open, page: 2 } },
      { atMs: 3_000, open: { ...open, page: 2, zoom } },
      { atMs: 5_000, open: { ...open, page: 3 } },
      { atMs: 7_000, open: null },
    ]);
  });
});

test('whatever happened, chapters and slides are sorted and inside the recording', () => {
  const fact = fc.oneof(
    fc.integer({ min: 1, max: 9 }).map(opened),
    fc.integer({ min: 1, max: 9 }).map(turned),
    fc.constantFrom(called(room), called(other), asked(7)),
    fc.constant<SessionFact>({ type: 'courseware.closed', body: {} }),
  );
  const log = fc
    .array(fc.tuple(fc.integer({ min: -20_000, max: 90_000 }), fact))
    .map((facts) => facts.toSorted(([a], [b]) => a - b));
  fc.assert(
    fc.property(log, fc.integer({ min: 0, max: 60_000 }), (facts, durationMs) => {
      const ground = groundOf(facts, durationMs);
      for (const places of [chaptersOf(ground), slidesOf(ground)]) {
        const times = places.map(({ atMs }) => atMs);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
        for (const atMs of times) expect(atMs >= 0 && atMs <= durationMs).toBe(true);
      }
    }),
  );
});
