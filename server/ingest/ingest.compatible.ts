import { type Compatible, sendCompatible } from '../../sfu/index.ts';
import type { CompatibleStanding, SourcePlace } from '../../shared/ingest.ts';
import type { RoomId, SessionId, StreamId } from '../../shared/kernel/ids.ts';
import { type SessionEvent, seatOfHost } from '../../shared/session/session.events.ts';
import { hostPictures, missesHostPictures } from '../../shared/session/session.sight.ts';
import type { SessionState, Stream } from '../../shared/session/session.state.ts';
import type { Clock, Jobs, Log } from '../platform/ports.ts';
import type { Hosted, Hosts } from '../session/session.host.ts';
import type { SessionReader } from '../session/session.types.ts';

export type CompatibleDeps = {
  readonly hosts: Hosts;
  readonly sessions: Pick<SessionReader, 'onCommitted'>;
  readonly jobs: Pick<Jobs, 'every'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly ffmpegBin: string;
};

const LOOK_MS = 2_000;
/** A room that starts its browser again is back sooner than this. */
const LINGER_MS = 60_000;
/** What failed is tried again after as long. */
const AGAIN_MS = 15_000;

type Twin = {
  readonly sessionId: SessionId;
  /** What is sent once more. */
  readonly of: Stream;
  wantedAtMs: number;
  hosted: Hosted | null;
  running: Compatible | null;
  fault: 'noFfmpeg' | 'codec' | 'media' | null;
  failedAtMs: number;
  over: boolean;
};

type Pictures = { readonly streams: readonly Stream[]; readonly missed: boolean };

/**
 * Equipment 录播主机 has one encoder: while somebody in a lesson cannot decode its pictures, each is sent once more, small and in VP8, as a
 * lecturer's own browser does by itself.
 */
export class Compatibles {
  readonly #deps: CompatibleDeps;
  readonly #pictures = new Map<SessionId, Pictures>();
  readonly #twins = new Map<StreamId, Twin>();
  #looking: Promise<void> | null = null;
  #again = false;
  #stopped = false;
  #stopListening: () => void = () => undefined;

  constructor(deps: CompatibleDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#stopListening = this.#deps.sessions.onCommitted((sessionId, events, state) =>
      this.#heard(sessionId, events, state),
    );
    this.#deps.jobs.every('ingest.compatible', LOOK_MS, () => this.look());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#stopListening();
    await this.#looking;
    await Promise.all([...this.#twins.keys()].map((streamId) => this.#end(streamId)));
  }

  /** Null: nobody needs it. */
  standingOf(roomId: RoomId, place: SourcePlace): CompatibleStanding | null {
    const seat = seatOfHost(roomId);
    const twin = [...this.#twins.values()].find(({ of }) => of.seat === seat && of.source === place);
    if (twin === undefined) return null;
    return twin.fault ?? (twin.running === null ? null : 'sent');
  }

  /** Makes what runs equal to what is needed. */
  look(): Promise<void> {
    this.#again = true;
    this.#looking ??= this.#lookOn().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  async #lookOn(): Promise<void> {
    while (this.#again && !this.#stopped) {
      this.#again = false;
      await this.#look();
    }
  }

  #heard(sessionId: SessionId, events: readonly SessionEvent[], state: SessionState): void {
    if (!events.some(({ type }) => concerns.has(type))) return;
    const streams = hostPictures(state);
    if (streams.length === 0) this.#pictures.delete(sessionId);
    else this.#pictures.set(sessionId, { streams, missed: missesHostPictures(state) });
    for (const twin of this.#twins.values()) {
      const own = twin.running?.streamId;
      if (twin.sessionId === sessionId && own !== undefined && state.streams[own] === undefined)
        twin.over = true;
    }
    const isDone =
      streams.length === 0 && ![...this.#twins.values()].some((each) => each.sessionId === sessionId);
    if (!isDone) void this.look();
  }

  async #look(): Promise<void> {
    const { hosts, clock } = this.#deps;
    const nowMs = clock.nowMs();
    const there = new Set<StreamId>();
    for (const [sessionId, { streams, missed }] of [...this.#pictures]) {
      if (!hosts.carries(sessionId)) continue;
      for (const stream of streams) {
        there.add(stream.streamId);
        const twin = this.#twins.get(stream.streamId);
        if (!missed) continue;
        if (twin !== undefined) twin.wantedAtMs = nowMs;
        if (twin === undefined || isDue(twin, nowMs)) await this.#begin(sessionId, stream);
      }
    }
    for (const [streamId, { wantedAtMs }] of [...this.#twins])
      if (!there.has(streamId) || nowMs - wantedAtMs >= LINGER_MS) await this.#end(streamId);
  }

  async #begin(sessionId: SessionId, stream: Stream): Promise<void> {
    await this.#end(stream.streamId);
    const { source, streamId, seat } = stream;
    if (source !== 'camera' && source !== 'content') return;
    const { hosts, clock, log, ffmpegBin } = this.#deps;
    const twin: Twin = {
      ...{ sessionId, of: stream, wantedAtMs: clock.nowMs(), hosted: null, running: null },
      ...{ fault: null, failedAtMs: 0, over: false },
    };
    this.#twins.set(streamId, twin);
    const facts = { sessionId, source };
    const failed = (fault: NonNullable<Twin['fault']>): void => {
      twin.fault = fault;
      twin.failedAtMs = clock.nowMs();
      log.warn({ ...facts, fault }, 'a picture cannot be sent once more for browsers without H.264');
      // Nobody waits for what does not come.
      void release(twin);
    };
    const sat = await hosts.sit(sessionId, { seat, part: 'host' }, () => {
      twin.over = true;
    });
    if (!sat.ok) return failed('media');
    const hosted = sat.value;
    twin.hosted = hosted;
    const door = { ...hosted, feed: () => hosted.feedCompatible(source) };
    const made = await sendCompatible({ door, streamId, source, ffmpegBin, onEnded: failed });
    if (!made.ok) return failed('media');
    twin.running = made.value;
    if (twin.fault === null) log.info(facts, 'a picture is sent once more for browsers without H.264');
    else await release(twin);
  }

  async #end(streamId: StreamId): Promise<void> {
    const twin = this.#twins.get(streamId);
    this.#twins.delete(streamId);
    if (twin !== undefined) await release(twin);
  }
}

async function release(twin: Twin): Promise<void> {
  const { running, hosted } = twin;
  twin.running = null;
  twin.hosted = null;
  await running?.stop();
  await hosted?.leave();
}

const isDue = ({ over, fault, failedAtMs }: Twin, nowMs: number): boolean =>
  fault === null ? over : nowMs - failedAtMs >= AGAIN_MS;

const concerns: ReadonlySet<SessionEvent['type']> = new Set([
  'codec.missed',
  'stream.published',
  'stream.closed',
  'presence.lost',
  'presence.left',
  'media.failed',
  'session.ended',
]);
