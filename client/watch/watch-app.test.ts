import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../shared/kernel/errors.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { LessonPhase } from '../../shared/lesson.ts';
import type { WatchLesson } from '../../shared/watch.ts';
import { FakeEnvironment, settle } from '../live/doubles.ts';
import type { LinkState, LiveClient, LiveStream, SessionFacts, ShownSize } from '../live/live.types.ts';
import { createStore } from '../live/store.ts';
import { WatchApp, type WatchDeps } from './watch-app.ts';

const MINUTE = 60_000;
const TOKEN = 'k'.repeat(43);
const up: LinkState = { state: 'connected', sinceMs: 0 };
const joined = (state: string, wall?: object): SessionFacts => {
  const view = { lesson: { phase: { state }, stage: [], wall } };
  return { state: 'joined', sessionId: 's', card: { rooms: [] }, view } as unknown as SessionFacts;
};
const stream = (streamId: string, source: string) => ({ streamId, source }) as unknown as LiveStream;

/** A page on a server whose answers the test writes. */
function rig({ token = TOKEN, startsInMs = 0 }: { token?: string; startsInMs?: number } = {}) {
  const environment = new FakeEnvironment();
  const link = createStore<LinkState>({ state: 'closed' });
  const session = createStore<SessionFacts>({ state: 'none' });
  const streams = createStore<readonly LiveStream[]>([]);
  const seen = { asked: [] as string[], joined: 0, left: 0, closed: 0, retried: 0, reloaded: 0 };
  let shown: ReadonlyMap<string, ShownSize> = new Map();
  const plannedStartAtMs = environment.nowMs() + startsInMs;
  const server = { phase: 'planned' as LessonPhase, refuses: null as ErrorCode | null };
  const answer = (): Result<WatchLesson> =>
    server.refuses === null
      ? ok({
          sessionId: 's',
          phase: server.phase,
          plannedStartAtMs,
          serverNowMs: environment.nowMs(),
        } as unknown as WatchLesson)
      : fail(server.refuses);
  const live = {
    link,
    session,
    streams,
    open: () => {
      if (link.get().state === 'closed') link.set(up);
    },
    retry: () => {
      seen.retried += 1;
      link.set(up);
    },
    join: async () => {
      seen.joined += 1;
      session.set({ state: 'joining', sessionId: 's', sinceMs: 0 } as unknown as SessionFacts);
    },
    leave: async () => {
      seen.left += 1;
      session.set({ state: 'none' });
    },
    close: async () => {
      seen.closed += 1;
      session.set({ state: 'none' });
      link.set({ state: 'closed' });
    },
    show: (wishes: ReadonlyMap<string, ShownSize>) => {
      shown = wishes;
    },
  };
  const call = async (name: string) => {
    seen.asked.push(name);
    return answer();
  };
  const app = new WatchApp({
    environment,
    live: live as unknown as LiveClient,
    call: call as unknown as WatchDeps['call'],
    token,
    reload: () => {
      seen.reloaded += 1;
    },
  });
  const start = async () => {
    app.start();
    await settle();
  };
  return { app, environment, link, session, streams, seen, server, start, shown: () => shown };
}

describe('the link', () => {
  it.each(['', 'short', `${TOKEN}x`, `${TOKEN.slice(1)}!`])(
    '%j is none, and nobody is asked',
    async (token) => {
      const page = rig({ token });
      await page.start();
      await page.environment.advance(MINUTE);
      expect(page.app.facts.get().door).toEqual({ state: 'refused', error: { code: 'BAD_REQUEST' } });
      expect(page.seen.asked).toEqual([]);
    },
  );

  it.each(['NOT_FOUND', 'LINK_CLOSED', 'LESSON_ENDED', 'TOO_MANY_TRIES'] as const)(
    '%s is the end of it',
    async (code) => {
      const page = rig();
      page.server.refuses = code;
      await page.start();
      await page.environment.advance(5 * MINUTE);
      expect(page.app.facts.get().door).toMatchObject({ state: 'refused', error: { code } });
      expect(page.seen.asked).toEqual(['watch.open']);
    },
  );

  it('is tried again while the server is away', async () => {
    const page = rig();
    page.server.refuses = 'UNAVAILABLE';
    await page.start();
    expect(page.app.facts.get().door.state).toBe('unreachable');
    page.server.refuses = null;
    await page.environment.advance(4_000);
    expect(page.app.facts.get().door.state).toBe('open');
    expect(page.seen.joined).toBe(1);
  });

  it('that was closed in mid-lesson is told, and the line is not dialled again', async () => {
    const page = rig();
    await page.start();
    page.session.set(joined('live'));
    await page.environment.advance(4_000);
    page.server.refuses = 'LINK_CLOSED';
    page.link.set({ state: 'refused', cause: 'revoked', error: { code: 'UNAUTHENTICATED' } });
    await settle();
    expect(page.app.facts.get().door).toMatchObject({ state: 'refused', error: { code: 'LINK_CLOSED' } });
    expect(page.seen).toMatchObject({ retried: 0, closed: 1 });
  });

  it('gives another cookie when the old one is worth nothing', async () => {
    const page = rig();
    await page.start();
    page.link.set({ state: 'refused', cause: 'handshake', error: { code: 'UNAUTHENTICATED' } });
    expect(page.seen.asked, 'not in a circle').toEqual(['watch.open']);
    await page.environment.advance(4_000);
    expect(page.seen).toMatchObject({ retried: 1, asked: ['watch.open', 'watch.open'] });
  });
});

describe('waiting', () => {
  it('holds no line until ten minutes before, asks once a minute, and joins by itself', async () => {
    const page = rig({ startsInMs: 30 * MINUTE });
    await page.start();
    await page.environment.advance(19 * MINUTE);
    expect(page.link.get().state).toBe('closed');
    expect(page.seen.asked.filter((name) => name === 'watch.read').length).toBeGreaterThanOrEqual(18);
    await page.environment.advance(2 * MINUTE);
    expect(page.seen.joined).toBe(1);
  });

  it('of a lesson that was cancelled or begun early is told within a minute', async () => {
    const page = rig({ startsInMs: 60 * MINUTE });
    await page.start();
    page.server.phase = 'live';
    await page.environment.advance(61_000);
    expect(page.seen.joined).toBe(1);
    const other = rig({ startsInMs: 60 * MINUTE });
    await other.start();
    other.server.phase = 'cancelled';
    await other.environment.advance(61_000);
    expect(other.app.facts.get().door).toMatchObject({ lesson: { phase: 'cancelled' } });
    expect(other.seen.joined).toBe(0);
  });

  it('asks the link again when the session sends it away', async () => {
    const page = rig();
    await page.start();
    page.session.set({ state: 'refused', sessionId: 's', error: { code: 'NOT_FOUND' } } as never);
    await settle();
    expect(page.seen.left).toBe(1);
    expect(page.seen.asked).toEqual(['watch.open', 'watch.open']);
    await page.environment.advance(5_000);
    expect(page.seen.joined).toBe(2);
  });
});

describe('watching', () => {
  it('lets pictures and voice flow only while the lesson runs, and no pictures into a pocket', async () => {
    const page = rig();
    await page.start();
    page.session.set(joined('waiting'));
    page.streams.set([stream('c', 'camera'), stream('v', 'voice')]);
    expect([...page.shown().values()]).toEqual([null, null]);
    page.session.set(joined('live'));
    page.app.sized('c' as never, { widthPx: 780, heightPx: 440 });
    expect(page.shown().get('c')).toEqual({ widthPx: 780, heightPx: 440 });
    expect(page.shown().get('v')).not.toBeNull();
    page.app.visibleIs(false);
    expect(page.shown().get('c')).toBeNull();
    expect(page.shown().get('v')).not.toBeNull();
    page.app.visibleIs(true);
    expect(page.shown().get('c')).not.toBeNull();
  });

  it('takes the teacher’s picture in only where the lecturer has left it on the walls', async () => {
    const page = rig();
    await page.start();
    const teachers = (streamId: string, source: string) =>
      ({ ...stream(streamId, source), part: 'lecturer' }) as LiveStream;
    page.streams.set([teachers('s', 'content'), teachers('c', 'camera')]);
    page.session.set(joined('live'));
    expect(page.shown().get('c')).not.toBeNull();
    page.session.set(joined('live', { layout: 'content', spotlight: null }));
    expect(page.shown().get('c')).toBeNull();
    expect(page.shown().get('s')).not.toBeNull();
    page.streams.set([teachers('c', 'camera')]);
    expect(page.shown().get('c')).not.toBeNull();
  });

  it('lets go of a lesson that is over, and comes back when the end was a mistake', async () => {
    const page = rig();
    await page.start();
    page.session.set(joined('ended'));
    page.server.phase = 'ended';
    await page.environment.advance(10_000);
    expect(page.seen.closed).toBe(0);
    await page.environment.advance(10_000);
    expect(page.seen.closed).toBe(1);
    expect(page.app.facts.get().door).toMatchObject({ lesson: { phase: 'ended' } });
    await page.environment.advance(2 * MINUTE);
    expect(page.seen.joined).toBe(1);
    page.server.phase = 'live';
    await page.environment.advance(MINUTE);
    expect(page.seen.joined).toBe(2);
  });

  it('of another version loads anew', async () => {
    const page = rig();
    await page.start();
    page.link.set({ state: 'outdated' });
    expect(page.seen.reloaded).toBe(1);
  });
});
