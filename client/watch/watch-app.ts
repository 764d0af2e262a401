import { errors } from '../../shared/kernel/errors.ts';
import type { StreamId } from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { PREFLIGHT_MS } from '../../shared/lesson.ts';
import { type WatchLesson, watchToken } from '../../shared/watch.ts';
import type { Caller } from '../live/call-row.ts';
import { coursewareInFront } from '../live/courseware/front.ts';
import type { Environment } from '../live/environment.ts';
import type { LiveClient, Readable, ShownSize } from '../live/live.types.ts';
import { createStore } from '../live/store.ts';
import { showsTeacher, wallIn } from '../live/wall.ts';
import type { DoorState, WatchFacts } from './watch.types.ts';

export type WatchDeps = {
  readonly environment: Environment;
  readonly live: LiveClient;
  readonly call: Caller<'watch.open' | 'watch.read'>;
  /** What stands after the address's `#`. */
  readonly token: string;
  readonly reload: () => void;
};

const TICK_MS = 1000;
const RETRY_MS = 3000;
/** The timetable may change while somebody waits. */
const READ_MS = 60_000;
/** Thousands wait for the same minute; they come in over this time, long before the start. */
const SPREAD_MS = 60_000;
/** How long the line is kept after the end, in case it was a mistake. */
const LINGER_MS = 15_000;
const heard: ShownSize = { widthPx: 1, heightPx: 1 };
/** Until the places have been measured; the first picture need not wait for that. */
const usual: ShownSize = { widthPx: 640, heightPx: 360 };

/** Watches one lesson by its link: waits for it, sees it, comes back after every cut, and stops when it is over. */
export class WatchApp {
  readonly #deps: WatchDeps;
  readonly #facts;
  readonly #sizes = new Map<StreamId, ShownSize>();
  readonly #spreadMs: number;
  #aheadMs = 0;
  #asking = false;
  #askedAtMs = 0;
  #notBeforeMs = 0;
  #endedAtMs: number | null = null;
  #visible = true;

  constructor(deps: WatchDeps) {
    this.#deps = deps;
    const { live, environment } = deps;
    this.#spreadMs = environment.random() * SPREAD_MS;
    this.#facts = createStore<WatchFacts>({
      door: { state: 'opening' },
      link: live.link.get(),
      session: live.session.get(),
      soundBlocked: false,
    });
    for (const source of [live.link, live.session]) source.subscribe(() => this.#changed());
    live.streams.subscribe(() => this.#show());
  }

  get facts(): Readable<WatchFacts> {
    return this.#facts;
  }

  /** Server time now, epoch ms. */
  nowMs(): number {
    return this.#deps.environment.nowMs() + this.#aheadMs;
  }

  start(): void {
    if (!watchToken.safeParse(this.#deps.token).success) {
      this.#door({ state: 'refused', error: { code: 'BAD_REQUEST' } });
      return;
    }
    void this.#open();
    this.#deps.environment.every(TICK_MS, () => this.#tick());
  }

  soundIs(sound: 'ok' | 'blocked'): void {
    this.#facts.set({ ...this.#facts.get(), soundBlocked: sound === 'blocked' });
  }

  sized(streamId: StreamId, size: ShownSize): void {
    this.#sizes.set(streamId, size);
    this.#show();
  }

  /** A phone in a pocket hears the lesson and pays for no pictures. */
  visibleIs(visible: boolean): void {
    this.#visible = visible;
    this.#show();
  }

  #door(door: DoorState): void {
    this.#facts.set({ ...this.#facts.get(), door });
  }

  /** Comes in by the link, at first and whenever the cookie is worth nothing any more. */
  async #open(): Promise<void> {
    await this.#ask(() => this.#deps.call('watch.open', { token: this.#deps.token }));
  }

  async #ask(question: () => Promise<Result<WatchLesson>>): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    this.#askedAtMs = this.#deps.environment.nowMs();
    const answer = await question();
    this.#asking = false;
    if (answer.ok) this.#told(answer.value);
    else this.#refused(answer.error);
  }

  #told(lesson: WatchLesson): void {
    this.#aheadMs = lesson.serverNowMs - this.#deps.environment.nowMs();
    this.#door({ state: 'open', lesson });
    if (this.#deps.live.link.get().state === 'refused') this.#deps.live.retry();
    this.#decide();
  }

  #refused(error: WatchFailure): void {
    const { door } = this.#facts.get();
    const passes = errors[error.code].retryable && error.code !== 'TOO_MANY_TRIES';
    if (!passes && error.code !== 'UNAUTHENTICATED') {
      if (error.code === 'LESSON_ENDED' && door.state === 'open') {
        this.#door({ state: 'open', lesson: { ...door.lesson, phase: 'ended' } });
        return;
      }
      this.#door({ state: 'refused', error });
      void this.#deps.live.close();
    } else if (door.state !== 'open') {
      const sinceMs = door.state === 'unreachable' ? door.sinceMs : this.nowMs();
      this.#door({ state: 'unreachable', sinceMs });
    }
  }

  #changed(): void {
    const { live } = this.#deps;
    this.#facts.set({ ...this.#facts.get(), link: live.link.get(), session: live.session.get() });
    if (live.link.get().state === 'outdated') this.#deps.reload();
    this.#askWhy();
    this.#decide();
    this.#show();
  }

  #waitedMs(): number {
    return this.#deps.environment.nowMs() - this.#askedAtMs;
  }

  /** Where the line is refused, or the link has not been looked at yet, the link is asked, but never in a tight circle. */
  #askWhy(): void {
    const { door, link } = this.#facts.get();
    const isBarred = door.state === 'unreachable' || link.state === 'refused';
    if (door.state !== 'refused' && isBarred && this.#waitedMs() >= RETRY_MS) void this.#open();
  }

  #tick(): void {
    const { door, link, session } = this.#facts.get();
    this.#askWhy();
    if (door.state !== 'open' || link.state === 'refused') return;
    if (session.state !== 'joined' && this.#waitedMs() >= READ_MS)
      void this.#ask(async () => {
        const read = await this.#deps.call('watch.read', {});
        // The cookie has run out; the link has not.
        return read.ok || read.error.code !== 'UNAUTHENTICATED'
          ? read
          : this.#deps.call('watch.open', { token: this.#deps.token });
      });
    this.#decide();
  }

  /** Joins when it is time, lets go when it is over. */
  #decide(): void {
    const { live } = this.#deps;
    const { door, link, session } = this.#facts.get();
    if (door.state !== 'open') return;
    if (session.state === 'joined') {
      this.#watchEnd(session.view.lesson.phase.state === 'ended', door.lesson);
      return;
    }
    if (session.state === 'refused' && !errors[session.error.code].retryable) {
      this.#sentAway(session.error.code);
      return;
    }
    if (!this.#isTime(door.lesson)) return;
    live.open();
    if (link.state === 'connected' && session.state === 'none') void live.join(door.lesson.sessionId);
  }

  #isTime({ phase, plannedStartAtMs }: WatchLesson): boolean {
    if (phase === 'ended' || phase === 'cancelled') return false;
    const nowMs = this.nowMs();
    if (nowMs < this.#notBeforeMs) return false;
    return phase === 'live' || nowMs >= plannedStartAtMs - PREFLIGHT_MS + this.#spreadMs;
  }

  /** The lesson has another time, is over, or the cookie belongs to another one: the link knows. */
  #sentAway(code: WatchFailure['code']): void {
    void this.#deps.live.leave();
    this.#notBeforeMs = this.nowMs() + RETRY_MS;
    if (code !== 'LESSON_NOT_LIVE') void this.#open();
  }

  #watchEnd(isOver: boolean, lesson: WatchLesson): void {
    const nowMs = this.#deps.environment.nowMs();
    if (!isOver) {
      this.#endedAtMs = null;
      return;
    }
    this.#endedAtMs ??= nowMs;
    if (nowMs - this.#endedAtMs < LINGER_MS) return;
    this.#endedAtMs = null;
    this.#askedAtMs = nowMs;
    this.#door({ state: 'open', lesson: { ...lesson, phase: 'ended' } });
    void this.#deps.live.close();
  }

  #show(): void {
    const { live } = this.#deps;
    const session = live.session.get();
    if (session.state !== 'joined') return;
    const isLive = session.view.lesson.phase.state === 'live';
    const wishes = new Map<StreamId, ShownSize>();
    const streams = live.streams.get();
    const hasContent =
      session.view.lesson.courseware !== undefined ||
      streams.some(({ part, source }) => part === 'lecturer' && source === 'content');
    const hidesTeacher = !showsTeacher(
      wallIn(session, streams, { content: hasContent, teacher: true, nowMs: this.nowMs() }),
    );
    for (const { streamId, source, part } of streams) {
      const isBehind =
        part === 'lecturer' &&
        ((source === 'content' && coursewareInFront(session.view.lesson, streamId) !== null) ||
          (source === 'camera' && hidesTeacher));
      const size = source === 'voice' ? heard : this.#visible ? (this.#sizes.get(streamId) ?? usual) : null;
      wishes.set(streamId, isLive && !isBehind ? size : null);
    }
    live.show(wishes);
  }
}

type WatchFailure = Extract<Result<never>, { ok: false }>['error'];
