import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../shared/kernel/errors.ts';
import type { LessonPhase } from '../../shared/lesson.ts';
import type { WatchLesson } from '../../shared/watch.ts';
import type { JoinedSession, LinkState } from '../live/live.types.ts';
import { sceneOf, troubleOf } from './scene.rules.ts';
import type { Pictures, WatchFacts } from './watch.types.ts';

const up: LinkState = { state: 'connected', sinceMs: 0 };
const down: LinkState = { state: 'reconnecting', sinceMs: 0, attempt: 1 };
const flowing = { flowing: true, unsupported: false };
const still = { flowing: false, unsupported: false };
const none: Pictures = { camera: null, content: null };
const lesson = (phase: LessonPhase): WatchLesson => ({ subject: '数学', phase }) as WatchLesson;

type Change = { phase?: object; lecturer?: string; media?: object; current?: boolean };
const session = ({ phase, lecturer = 'connected', media, current = true }: Change = {}) =>
  ({
    state: 'joined',
    current,
    media: media ?? { state: 'connected', sinceMs: 0 },
    view: {
      lesson: { phase: phase ?? { state: 'live', startedAtMs: 0 } },
      seats: { 'person:1': { part: 'lecturer', presence: { state: lecturer } } },
    },
  }) as unknown as JoinedSession;
const facts = (change: Partial<WatchFacts>): WatchFacts => ({
  door: { state: 'open', lesson: lesson('planned') },
  link: up,
  session: { state: 'none' },
  soundBlocked: false,
  ...change,
});
const refused = (code: ErrorCode) => sceneOf(facts({ door: { state: 'refused', error: { code } } }), none, 0);

describe('what is on the page', () => {
  it.each([
    ['BAD_REQUEST', 'noLink'],
    ['NOT_FOUND', 'unknown'],
    ['LINK_CLOSED', 'closed'],
    ['LESSON_ENDED', 'ended'],
    ['TOO_MANY_TRIES', 'tries'],
    ['FORBIDDEN', 'other'],
  ] as const)('%s is said as "%s"', (code, why) => {
    expect(refused(code)).toMatchObject({ scene: 'stopped', why });
  });

  it.each([
    ['planned', { scene: 'before' }],
    ['waiting', { scene: 'before' }],
    ['live', { scene: 'live', trouble: 'connecting' }],
    ['ended', { scene: 'over' }],
    ['cancelled', { scene: 'stopped', why: 'cancelled' }],
  ] as const)('a lesson that is %s and not joined', (phase, scene) => {
    expect(sceneOf(facts({ door: { state: 'open', lesson: lesson(phase) } }), none, 0)).toMatchObject(scene);
  });

  it('believes the session more than the timetable', () => {
    const said = (phase: object) => sceneOf(facts({ session: session({ phase }) }), none, 0);
    expect(said({ state: 'waiting' })).toMatchObject({ scene: 'before', lecturerHere: true });
    expect(said({ state: 'ended' })).toMatchObject({ scene: 'over' });
    expect(said({ state: 'live' })).toMatchObject({ scene: 'live' });
  });

  it('keeps a refusal although a session is still there', () => {
    const closed = facts({
      door: { state: 'refused', error: { code: 'LINK_CLOSED' } },
      session: session(),
    });
    expect(sceneOf(closed, none, 0)).toMatchObject({ scene: 'stopped', why: 'closed' });
  });
});

describe('what is wrong', () => {
  const trouble = (change: Change, pictures: Pictures, link: LinkState = up) =>
    troubleOf(session(change), { link, pictures, nowMs: 10_000 });
  const both = { camera: flowing, content: flowing };

  it.each([
    ['nothing', {}, both, up, null],
    ['the line, while pictures go on', {}, both, down, null],
    ['the line', {}, { camera: still, content: null }, down, 'reconnecting'],
    ['a view that is old', { current: false }, none, up, 'reconnecting'],
    ["the lecturer's line", { lecturer: 'lost' }, both, up, 'lecturerLost'],
    ['a lecturer who left', { lecturer: 'left' }, none, up, 'lecturerAway'],
    ['media', { media: { state: 'lost', sinceMs: 0 } }, both, up, 'reconnecting'],
    ['a server without media', { media: { state: 'unavailable', sinceMs: 0 } }, both, up, 'mediaUnavailable'],
    ['no picture', {}, none, up, 'nothingSent'],
    ['a codec', {}, { camera: { flowing: false, unsupported: true }, content: null }, up, 'unsupported'],
    ['one codec of two', {}, { camera: { flowing: false, unsupported: true }, content: flowing }, up, null],
    ['a picture that stands', {}, { camera: still, content: null }, up, 'still'],
    [
      'media that is slow',
      { media: { state: 'connecting', sinceMs: 0 } },
      { camera: still, content: null },
      up,
      'connecting',
    ],
  ] as const)('%s', (_what, change, pictures, link, expected) => {
    expect(trouble(change, pictures, link)).toBe(expected);
  });

  it('is not said within two seconds of connecting', () => {
    const fresh = session({ media: { state: 'connecting', sinceMs: 9_000 } });
    const around = { link: up, pictures: { camera: still, content: null }, nowMs: 10_000 };
    expect(troubleOf(fresh, around)).toBeNull();
  });
});
