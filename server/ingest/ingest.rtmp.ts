import {
  Push,
  type RtmpRefusal,
  type RtmpServer,
  type RtmpTaker,
  startRtmpServer,
  Tracks,
} from '../../sfu/index.ts';
import type { SourceFault, SourceStanding } from '../../shared/ingest.ts';
import type { SessionId } from '../../shared/kernel/ids.ts';
import { fail } from '../../shared/kernel/result.ts';
import { seatOfHost } from '../../shared/session/session.events.ts';
import type { Clock, Log } from '../platform/ports.ts';
import { hashToken, isToken } from '../platform/tokens.ts';
import type { Hosted, Hosts } from '../session/session.host.ts';
import type { Desk, Sent } from './ingest.desk.ts';
import type { IngestStore, Source } from './ingest.store.ts';

/** Where encoders may send to by RTMP. */
export type RtmpPlace = { readonly host: string; readonly port: number };

export type RtmpDeps = {
  readonly store: Pick<IngestStore, 'byKey'>;
  readonly desk: Pick<Desk, 'sending' | 'lessonAt'>;
  readonly hosts: Pick<Hosts, 'sit'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly ffmpegBin: string;
  /** Null: nobody may. */
  readonly place: RtmpPlace | null;
};

/** An encoder that was cut off comes again before its old connection is known to be dead: after such a silence it takes its own place. */
const SILENT_MS = 5_000;

/** Encoders that send by RTMP: the stream key says from which room and in which place. They may send all day; lessons are joined as they are held. */
export function createRtmp(deps: RtmpDeps) {
  const pushers = new Map<string, Pusher>();
  let server: RtmpServer | null = null;

  const admit = async (key: string, hangUp: () => void): Promise<RtmpTaker | RtmpRefusal> => {
    const keyHash = isToken(key) ? hashToken(key) : null;
    const source = keyHash === null ? null : await deps.store.byKey(keyHash);
    if (keyHash === null || source?.kind !== 'rtmp' || !source.on) return 'wrong';
    const sessionId = await deps.desk.lessonAt(source.roomId);
    const before = pushers.get(keyHash);
    if (before !== undefined) {
      if (deps.clock.nowMs() - before.heardAtMs < SILENT_MS) return 'taken';
      await before.end();
    }
    const pusher = new Pusher(source, { ...deps, hangUp });
    pushers.set(keyHash, pusher);
    const stopTelling = deps.desk.sending(source, pusher);
    pusher.onEnded = () => {
      stopTelling();
      if (pushers.get(keyHash) === pusher) pushers.delete(keyHash);
    };
    void pusher.attend(sessionId);
    return { take: (given) => pusher.take(given), ended: () => void pusher.end() };
  };

  return {
    port: () => server?.port ?? null,
    async start(): Promise<void> {
      if (deps.place === null) return;
      try {
        server = await startRtmpServer({ ...deps.place, admit });
        deps.log.info({ port: server.port }, 'encoders may send by RTMP');
      } catch (error) {
        // Lessons do without it; what is wrong is said where it is looked after.
        deps.log.error({ error, port: deps.place.port }, 'the port for RTMP cannot be opened');
      }
    },
    async stop(): Promise<void> {
      await server?.close();
      await Promise.all([...pushers.values()].map((each) => each.end()));
    },
  };
}

type PusherDeps = Pick<RtmpDeps, 'hosts' | 'clock' | 'log' | 'ffmpegBin'> & { readonly hangUp: () => void };
type Part = { readonly sessionId: SessionId; readonly hosted: Hosted; readonly tracks: Tracks };

/** One encoder that was let in: it sends, and takes part in the lessons of its room. */
class Pusher implements Sent {
  onEnded: () => void = () => undefined;
  heardAtMs: number;
  readonly #deps: PusherDeps;
  readonly #source: Source;
  readonly #push: Push;
  #part: Part | null = null;
  #on: SourceStanding | null = null;
  #fault: SourceFault | null = null;
  #gone = false;
  #ended = false;
  #turn: Promise<void> = Promise.resolve();

  constructor(source: Source, deps: PusherDeps) {
    this.#source = source;
    this.#deps = deps;
    this.heardAtMs = deps.clock.nowMs();
    this.#push = new Push({ voice: source.place === 'camera' });
  }

  take(given: Parameters<Push['take']>[0]): void {
    this.heardAtMs = this.#deps.clock.nowMs();
    this.#push.take(given);
  }

  sessionId(): SessionId | null {
    return this.#part?.sessionId ?? null;
  }

  standing(): SourceStanding {
    const fault = this.#push.problem ?? this.#fault;
    if (fault !== null) return { state: 'failed', fault };
    return this.#part === null ? { state: 'ready' } : (this.#on ?? { state: 'connecting' });
  }

  attend(sessionId: SessionId | null): Promise<void> {
    return this.#next(async () => {
      if (this.#part !== null && (this.#gone || this.#part.sessionId !== sessionId)) await this.#leave();
      if (this.#part === null && sessionId !== null && !this.#ended) await this.#sit(sessionId);
    });
  }

  lost(): Promise<void> {
    this.#gone = true;
    return Promise.resolve();
  }

  closed: Sent['closed'] = (streamId) => this.#part?.tracks.closed(streamId);

  async end(): Promise<void> {
    if (!this.#ended) {
      this.#ended = true;
      this.onEnded();
      this.#deps.hangUp();
    }
    await this.#next(() => this.#leave());
  }

  /** One after another: lessons begin and end while others are asked. */
  #next(work: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(work).catch((error: unknown) => {
      this.#deps.log.error({ error, roomId: this.#source.roomId }, 'an encoder could not take part');
    });
    return this.#turn;
  }

  async #leave(): Promise<void> {
    const part = this.#part;
    this.#part = null;
    this.#on = null;
    this.#gone = false;
    if (part === null) return;
    this.#push.join(null);
    part.tracks.end();
    await part.hosted.leave();
  }

  async #sit(sessionId: SessionId): Promise<void> {
    const { hosts, ffmpegBin, log } = this.#deps;
    const { roomId, place } = this.#source;
    const seat = { seat: seatOfHost(roomId), part: 'host' } as const;
    const sat = await hosts.sit(sessionId, seat, () => {
      this.#gone = true;
    });
    this.#fault = sat.ok ? null : 'media';
    if (!sat.ok) return;
    const hosted = sat.value;
    const tracks = new Tracks({
      ffmpegBin,
      feed: (kind) => this.#feed(hosted, kind),
      onOn: (state) => {
        this.#on = { state: 'on', ...state };
      },
      onFault: (fault) => {
        log.warn({ sessionId, roomId, place, fault }, 'a signal source gives nothing');
        this.#fault = fault;
        // Tried anew when the lesson is looked at next.
        this.#gone = true;
      },
    });
    this.#part = { sessionId, hosted, tracks };
    this.#push.join(tracks);
    tracks.start();
    log.info({ sessionId, roomId, place }, 'a signal source');
  }

  async #feed(hosted: Hosted, kind: 'audio' | 'video'): ReturnType<Hosted['feed']> {
    if (this.#gone) return fail('INVALID_STATE');
    const made = await (kind === 'audio'
      ? hosted.feed('voice', 'opus')
      : hosted.feed(this.#source.place, 'h264'));
    if (!made.ok && made.error.code !== 'STREAM_REFUSED') this.#gone = true;
    return made;
  }
}
