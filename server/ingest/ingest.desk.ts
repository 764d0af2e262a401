import { isIP } from 'node:net';
import { type Pull, pull } from '../../sfu/index.ts';
import type { SourcePlace, SourceStanding } from '../../shared/ingest.ts';
import type { RoomId, SessionId, StreamId } from '../../shared/kernel/ids.ts';
import { fail } from '../../shared/kernel/result.ts';
import { type SessionEvent, seatOfHost } from '../../shared/session/session.events.ts';
import type { Connection, SessionState } from '../../shared/session/session.state.ts';
import type { PlanningReader } from '../planning/planning.types.ts';
import type { Jobs, Log } from '../platform/ports.ts';
import type { Hosted, Hosts } from '../session/session.host.ts';
import type { SessionReader } from '../session/session.types.ts';
import type { Networks } from './ingest.networks.ts';
import type { SecretBox } from './ingest.secret.ts';
import type { IngestStore, Source } from './ingest.store.ts';

export type DeskDeps = {
  readonly store: IngestStore;
  readonly box: SecretBox;
  readonly networks: Networks;
  readonly hosts: Hosts;
  readonly sessions: Pick<SessionReader, 'onCommitted'>;
  readonly planning: Pick<PlanningReader, 'lessonOfSession'>;
  readonly jobs: Pick<Jobs, 'every'>;
  readonly log: Log;
  readonly ffmpegBin: string;
};

type Runner = {
  readonly source: Source;
  readonly sessionId: SessionId;
  standing: SourceStanding;
  hosted: Hosted | null;
  pull: Pull | null;
  /** Its place in the lesson was taken away: it takes another. */
  gone: boolean;
};

/** An encoder that sends by itself. */
export type Sent = {
  /** The lesson that it is in; null between lessons. */
  sessionId(): SessionId | null;
  /** The lesson that is held from its room now: it takes part in this one and in no other, and sends what may be sent. */
  attend(sessionId: SessionId | null): Promise<void>;
  /** Its place in the lesson is gone. */
  lost(): Promise<void>;
  closed(streamId: StreamId): void;
  standing(): SourceStanding;
  end(): Promise<void>;
};

const LOOK_MS = 2_000;
const RTSP_PORT = 554;

/** Brings what a lecture room's cameras send into its lessons, while somebody is there. */
export class Desk {
  readonly #deps: DeskDeps;
  /** Lessons that are open and have somebody in them. */
  readonly #open = new Map<SessionId, RoomId | null>();
  readonly #runners = new Map<string, Runner>();
  readonly #sent = new Map<string, { readonly source: Source; readonly sent: Sent }>();
  #looking: Promise<void> | null = null;
  #stopped = false;
  #stopListening: () => void = () => undefined;

  constructor(deps: DeskDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#stopListening = this.#deps.sessions.onCommitted((sessionId, events, state) =>
      this.#heard(sessionId, events, state),
    );
    this.#deps.jobs.every('ingest.look', LOOK_MS, () => this.look());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#stopListening();
    await this.#looking;
    await Promise.all([...this.#runners.keys()].map((key) => this.#end(key)));
  }

  /** The lesson that is held from a room now, also when it was opened a moment ago. */
  async lessonAt(roomId: RoomId): Promise<SessionId | null> {
    await this.#locate();
    return this.#known(roomId);
  }

  standingOf(source: Source): SourceStanding {
    if (!source.on) return { state: 'off' };
    const runner = this.#runners.get(keyOf(source));
    if (runner !== undefined) return runner.standing;
    const sent = this.#sent.get(keyOf(source))?.sent;
    if (sent !== undefined) return sent.standing();
    return { state: this.#known(source.roomId) === null ? 'idle' : 'waiting' };
  }

  /** An encoder sends from now on. Returns the function that says that it does no more. */
  sending(source: Source, sent: Sent): () => void {
    const held = { source, sent };
    this.#sent.set(keyOf(source), held);
    return () => {
      if (this.#sent.get(keyOf(source)) === held) this.#sent.delete(keyOf(source));
    };
  }

  /** Makes what runs equal to what is settled. */
  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  #known(roomId: RoomId): SessionId | null {
    for (const [sessionId, room] of this.#open) if (room === roomId) return sessionId;
    return null;
  }

  /** Finds out from which rooms the open lessons are held. */
  async #locate(): Promise<void> {
    const { planning, hosts } = this.#deps;
    for (const [sessionId, known] of [...this.#open]) {
      if (known !== null || !hosts.carries(sessionId)) continue;
      const roomId = (await planning.lessonOfSession(sessionId))?.fields.lectureRoomId ?? null;
      if (this.#open.has(sessionId)) this.#open.set(sessionId, roomId);
    }
  }

  #heard(sessionId: SessionId, events: readonly SessionEvent[], state: SessionState): void {
    const { phase, connections } = state;
    const isOpen = phase.state === 'waiting' || phase.state === 'live';
    const anybody = Object.values<Connection>(connections).some(({ part }) => part !== 'host');
    if (!isOpen || !anybody) this.#open.delete(sessionId);
    else if (!this.#open.has(sessionId)) this.#open.set(sessionId, null);
    for (const event of events) {
      if (event.type === 'stream.closed') {
        for (const runner of this.#runners.values()) runner.pull?.closed(event.body.streamId);
        for (const { sent } of this.#sent.values()) sent.closed(event.body.streamId);
      }
      if (event.type === 'media.failed') this.#failed(sessionId);
    }
  }

  #failed(sessionId: SessionId): void {
    for (const runner of this.#runners.values()) if (runner.sessionId === sessionId) runner.gone = true;
    for (const { sent } of this.#sent.values()) if (sent.sessionId() === sessionId) void sent.lost();
  }

  async #lookAtSent(): Promise<void> {
    for (const { source, sent } of [...this.#sent.values()]) {
      const now = (await this.#deps.store.ofRoom(source.roomId)).find(({ place }) => place === source.place);
      if (now?.on === true && now.keyHash === source.keyHash) await sent.attend(this.#known(source.roomId));
      else await sent.end();
    }
  }

  async #look(): Promise<void> {
    const { store, hosts } = this.#deps;
    const wanted = new Map<string, { readonly source: Source; readonly sessionId: SessionId }>();
    await this.#locate();
    for (const [sessionId, roomId] of [...this.#open]) {
      if (roomId === null || !hosts.carries(sessionId)) continue;
      for (const source of await store.ofRoom(roomId))
        if (source.on && source.kind === 'rtsp') wanted.set(keyOf(source), { source, sessionId });
    }
    await this.#lookAtSent();
    for (const [key, runner] of [...this.#runners]) {
      const still = wanted.get(key);
      const same =
        still?.sessionId === runner.sessionId && still.source.changedAtMs === runner.source.changedAtMs;
      if (!same || runner.gone) await this.#end(key);
    }
    for (const [key, { source, sessionId }] of wanted)
      if (!this.#stopped && !this.#runners.has(key)) await this.#begin(key, source, sessionId);
  }

  async #begin(key: string, source: Source, sessionId: SessionId): Promise<void> {
    const runner: Runner = {
      ...{ source, sessionId, hosted: null, pull: null, gone: false },
      standing: { state: 'connecting' },
    };
    this.#runners.set(key, runner);
    const place = { seat: seatOfHost(source.roomId), part: 'host' } as const;
    const sat = await this.#deps.hosts.sit(sessionId, place, () => {
      runner.gone = true;
    });
    if (!sat.ok) {
      runner.standing = { state: 'failed', fault: 'media' };
      runner.gone = true;
      return;
    }
    runner.hosted = sat.value;
    const target = new URL(source.address);
    const host = target.hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) !== 0 && !this.#deps.networks.allows(host)) {
      runner.standing = { state: 'failed', fault: 'forbiddenNetwork' };
      return;
    }
    runner.pull = this.#pull(runner, sat.value, { target, host });
  }

  #pull(
    runner: Runner,
    hosted: Hosted,
    { target, host }: { readonly target: URL; readonly host: string },
  ): Pull {
    const { networks, box, ffmpegBin, log } = this.#deps;
    const { source, sessionId } = runner;
    const password = source.password === null ? '' : (box.open(source.password) ?? '');
    return pull({
      place: {
        host,
        port: target.port === '' ? RTSP_PORT : Number(target.port),
        path: `${target.pathname === '' ? '/' : target.pathname}${target.search}`,
        login: source.username === '' ? null : { username: source.username, password },
        lookup: networks.lookup,
      },
      ffmpegBin,
      voice: source.place === 'camera',
      feed: (kind) => this.#feed(runner, hosted, kind),
      onState(state) {
        const before = runner.standing.state;
        runner.standing = state.state === 'failed' ? { state: 'failed', fault: state.fault } : state;
        if (before === state.state) return;
        const facts = { sessionId, roomId: source.roomId, place: source.place };
        if (state.state === 'failed')
          log.warn({ ...facts, fault: state.fault }, 'a signal source gives nothing');
        else log.info({ ...facts, state: state.state }, 'a signal source');
      },
    });
  }

  async #feed(runner: Runner, hosted: Hosted, kind: 'audio' | 'video'): ReturnType<Hosted['feed']> {
    if (runner.gone) return fail('INVALID_STATE');
    const made = await (kind === 'audio'
      ? hosted.feed('voice', 'opus')
      : hosted.feed(runner.source.place, 'h264'));
    // What may not be sent yet is asked again; a place that is lost is taken anew.
    if (!made.ok && made.error.code !== 'STREAM_REFUSED') runner.gone = true;
    return made;
  }

  async #end(key: string): Promise<void> {
    const runner = this.#runners.get(key);
    this.#runners.delete(key);
    runner?.pull?.stop();
    await runner?.hosted?.leave();
  }
}

const keyOf = ({ roomId, place }: { readonly roomId: RoomId; readonly place: SourcePlace }): string =>
  `${roomId} ${place}`;
