import { describe, expect, it } from 'vitest';
import type { JoinedSession, LinkState } from '../live/live.types.ts';
import { sceneOf, troubleOf } from './scene.rules.ts';
import type { ScreenFacts } from './screen.types.ts';

const room = '01890000-0000-7000-8000-000000000003';
const teacher = 'person:01890000-0000-7000-8000-000000000002';
const up: LinkState = { state: 'connected', sinceMs: 0 };
const down: LinkState = { state: 'reconnecting', sinceMs: 0, attempt: 1 };
const flowing = { flowing: true, unsupported: false };
const still = { flowing: false, unsupported: false };

type Change = {
  phase?: object;
  lecturer?: string;
  media?: object;
  current?: boolean;
  headCount?: object | null;
  mode?: string;
  startsAtMs?: number;
};
function session(change: Change = {}) {
  const { phase, lecturer = 'connected', media, current = true, headCount = null } = change;
  const { mode = 'interactive', startsAtMs = 1 } = change;
  return {
    state: 'joined',
    current,
    media: media ?? { state: 'connected', sinceMs: 0 },
    card: {
      subject: '数学',
      grade: '三年级',
      lecturer: { name: '王老师' },
      leadingSchool: { name: '中心小学' },
      plannedStartAtMs: startsAtMs,
      rooms: [{ roomId: room, expectedCount: 25 }],
    },
    view: {
      lesson: { kind: 'delivery', mode, phase: phase ?? { state: 'live', startedAtMs: 0 }, stage: [] },
      seats: {
        [teacher]: { seat: teacher, part: 'lecturer', presence: { state: lecturer }, headCount: null },
        [`room:${room}`]: { seat: `room:${room}`, part: 'room', presence: { state: 'connected' }, headCount },
      },
      streams: {},
    },
  } as unknown as JoinedSession;
}

const facts = (change: Partial<ScreenFacts> = {}): ScreenFacts =>
  ({
    pairing: { state: 'paired' },
    notice: null,
    agenda: { room: { roomId: room, name: '一号教室', schoolName: '李家沟教学点' }, lessons: [] },
    link: up,
    session: { state: 'none' },
    camera: 'ok',
    sound: 'ok',
    shownOut: null,
    ...change,
  }) as ScreenFacts;

const nothing = { camera: null, content: null };
const both = { camera: flowing, content: flowing };
const trouble = (
  change: Change,
  streams = both as Parameters<typeof troubleOf>[2]['streams'],
  link: LinkState = up,
  nowMs = 60_000,
) => troubleOf(session(change), link, { streams, nowMs });

describe('sceneOf', () => {
  it.each([
    [{ pairing: { state: 'asking' } }, { scene: 'starting' }],
    [{ pairing: { state: 'unreachable', sinceMs: 7 } }, { scene: 'unreachable', sinceMs: 7 }],
    [
      { pairing: { state: 'code', code: 'ABCD2345' }, notice: 'revoked' },
      { scene: 'pairing', code: 'ABCD2345', notice: 'revoked' },
    ],
    [{ link: { state: 'refused', cause: 'replaced', error: { code: 'CONFLICT' } } }, { scene: 'replaced' }],
    [
      { link: { state: 'refused', cause: 'handshake', error: { code: 'ORIGIN_REFUSED' } } },
      { scene: 'stopped', error: { code: 'ORIGIN_REFUSED' } },
    ],
    [{}, { scene: 'idle', joining: false }],
    [{ session: { state: 'joining' } }, { scene: 'idle', joining: true }],
    [{ agenda: null }, { scene: 'starting' }],
    [
      { agenda: null, link: down },
      { scene: 'unreachable', sinceMs: 0 },
    ],
    [{ link: down }, { scene: 'idle', joining: false }],
    [
      { link: { state: 'refused', cause: 'removed', error: { code: 'FORBIDDEN' } } },
      { scene: 'idle', joining: false },
    ],
    [
      { shownOut: { subject: '数学', grade: '三年级', lecturer: { name: '王老师' } } },
      { scene: 'shownOut', lessonName: '数学 三年级', teacherName: '王老师' },
    ],
    [
      { session: { state: 'joining' }, shownOut: { subject: '', grade: '', lecturer: { name: '' } } },
      { scene: 'shownOut' },
    ],
    [{ session: session({ phase: { state: 'waiting' } }) }, { scene: 'waiting', lecturerHere: true }],
    [
      { session: session({ phase: { state: 'waiting' }, lecturer: 'absent' }) },
      { scene: 'waiting', lecturerHere: false },
    ],
    [{ session: session() }, { scene: 'live', trouble: null }],
    [{ session: session({ phase: { state: 'ended' } }) }, { scene: 'over' }],
    [
      { session: session({ mode: 'recorded', phase: { state: 'waiting' }, startsAtMs: 60_001 }) },
      { scene: 'waiting', plays: true },
    ],
    // Nobody has to be there: it begins with the clock.
    [
      {
        session: session({
          mode: 'recorded',
          phase: { state: 'waiting' },
          lecturer: 'absent',
          startsAtMs: 60_000,
        }),
      },
      { scene: 'recorded', offline: false },
    ],
    [
      { session: session({ mode: 'recorded', lecturer: 'absent', current: false }) },
      { scene: 'recorded', offline: true },
    ],
    [{ session: session({ mode: 'recorded', phase: { state: 'ended' } }) }, { scene: 'over' }],
  ])('of %j', (change, expected) => {
    expect(sceneOf(facts(change as Partial<ScreenFacts>), both, 60_000)).toMatchObject(expected);
  });

  it('says the head-count of its own room, or how many are expected', () => {
    const headCount = { presentCount: 23, expectedCount: 24 };
    expect(sceneOf(facts({ session: session({ headCount }) }), both, 0)).toMatchObject({
      lesson: { headCount },
    });
    expect(sceneOf(facts({ session: session() }), both, 0)).toMatchObject({
      lesson: { headCount: { presentCount: null, expectedCount: 25 } },
    });
  });
});

describe('troubleOf', () => {
  it('is none while pictures flow', () => {
    expect(trouble({})).toBeNull();
    expect(trouble({}, { camera: flowing, content: null })).toBeNull();
    expect(trouble({}, { camera: still, content: flowing })).toBeNull();
  });

  it('is small while only the signalling line is down', () => {
    expect(trouble({}, both, down)).toBe('linkOnly');
    expect(trouble({ current: false })).toBe('linkOnly');
  });

  it('never shows dead media as live', () => {
    expect(
      trouble({ media: { state: 'lost', sinceMs: 0, attempt: 1 } }, { camera: still, content: still }),
    ).toBe('reconnecting');
    expect(trouble({}, { camera: still, content: null }, down)).toBe('reconnecting');
    expect(trouble({ media: { state: 'unavailable', sinceMs: 0, error: null } }, nothing)).toBe(
      'mediaUnavailable',
    );
    expect(trouble({}, { camera: still, content: null })).toBe('still');
    // Held back for the voice's sake: that has its own, quieter words.
    expect(trouble({}, { camera: still, content: null, held: true })).toBeNull();
    expect(trouble({}, { camera: still, content: null, held: true }, down)).toBe('reconnecting');
  });

  it('tells the lecturer’s line from the own', () => {
    expect(trouble({ lecturer: 'lost' }, { camera: still, content: null })).toBe('lecturerLost');
    expect(trouble({ lecturer: 'left' }, nothing)).toBe('lecturerAway');
    expect(trouble({ lecturer: 'absent' }, nothing)).toBe('lecturerAway');
  });

  it('has patience with what has just begun', () => {
    const begun = { media: { state: 'connecting', sinceMs: 59_000 } };
    expect(trouble(begun, { camera: still, content: null })).toBeNull();
    expect(trouble(begun, { camera: still, content: null }, up, 62_000)).toBe('connecting');
  });

  it('names what is not there to be seen', () => {
    expect(trouble({}, nothing)).toBe('nothingSent');
    expect(trouble({}, { camera: { flowing: false, unsupported: true }, content: null })).toBe('unsupported');
  });
});
