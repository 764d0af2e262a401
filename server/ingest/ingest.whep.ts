import { codecsOffered, type OutletId, playerAnswer, readPlayerOffer } from '../../sfu/index.ts';
import type { SourcePlace } from '../../shared/ingest.ts';
import type { RoomId, SessionId } from '../../shared/kernel/ids.ts';
import { seatOfHost } from '../../shared/session/session.events.ts';
import type { Clock, Jobs, NewId } from '../platform/ports.ts';
import type { Hosted, Hosts } from '../session/session.host.ts';
import type { SessionReader } from '../session/session.types.ts';
import type { Desk } from './ingest.desk.ts';
import { createResources, type ResourcesWish } from './ingest.resources.ts';
import type { IngestStore } from './ingest.store.ts';

/** Each has a router of its own. */
const PLAYERS_MAX = 8;
const LOOK_MS = 2_000;
/** A player that is gone for so long does not come back by itself: it offers anew. */
const GONE_MS = 30_000;

export type WhepDeps = {
  readonly store: Pick<IngestStore, 'roomOfPlayer' | 'playerOf'>;
  readonly desk: Pick<Desk, 'lessonAt'>;
  readonly hosts: Pick<Hosts, 'sit'>;
  readonly sessions: Pick<SessionReader, 'onCommitted'>;
  readonly jobs: Pick<Jobs, 'every'>;
  readonly clock: Clock;
  readonly newId: NewId;
};

type Player = {
  readonly keyHash: string;
  readonly roomId: RoomId;
  readonly sessionId: SessionId;
  readonly hosted: Hosted;
  readonly outletId: OutletId;
  readonly picture: SourcePlace;
  seenAtMs: number;
  readonly end: () => Promise<void>;
};

/** Players of standard WHEP: the key says which room's lessons they play. They get what the class gets of the leading side 主讲端, and no room. */
export function createWhep(deps: WhepDeps) {
  const players = new Set<Player>();
  const ofRoom = (roomId: RoomId) => [...players].filter((each) => each.roomId === roomId);
  let stopListening = (): void => undefined;

  const begin: ResourcesWish<RoomId>['begin'] = async ({
    text,
    query,
    admitted: roomId,
    keyHash,
    release,
  }) => {
    const offer = readPlayerOffer(text);
    if (offer === 'malformed') return 400;
    if (offer === 'codec') return 406;
    const sessionId = await deps.desk.lessonAt(roomId);
    if (sessionId === null || ofRoom(roomId).length >= PLAYERS_MAX) return 503;
    let end = async (): Promise<void> => undefined;
    const seat = { seat: seatOfHost(roomId), part: 'host' } as const;
    const sat = await deps.hosts.sit(sessionId, seat, () => void end());
    if (!sat.ok) return 503;
    const hosted = sat.value;
    const { dtlsParameters } = offer;
    const opened = await hosted.openOutlet({ codecs: codecsOffered(offer), dtlsParameters });
    if (!opened.ok) {
      await hosted.leave();
      return opened.error.code === 'BAD_REQUEST' ? 400 : 503;
    }
    const { outletId, transport } = opened.value;
    const picture = query.get('picture') === 'content' ? 'content' : 'camera';
    const player: Player = {
      ...{ keyHash, roomId, sessionId, hosted, outletId, picture },
      seenAtMs: deps.clock.nowMs(),
      end: () => end(),
    };
    end = async () => {
      players.delete(player);
      release();
      await hosted.closeOutlet(outletId);
      await hosted.leave();
    };
    players.add(player);
    await hosted.playOutlet(outletId, picture);
    const sdp = playerAnswer(offer, transport);
    return { sdp, end, restartIce: () => hosted.restartOutlet(outletId) };
  };

  /** What may be played by no key any more, is over, or has nobody behind it. */
  const look = async (): Promise<void> => {
    const nowMs = deps.clock.nowMs();
    for (const player of [...players]) {
      const { roomId, keyHash, sessionId, hosted, outletId } = player;
      const outlet = hosted.outlet(outletId);
      if (outlet?.connected === true) player.seenAtMs = nowMs;
      const may = (await deps.store.playerOf(roomId))?.keyHash === keyHash;
      const there = outlet !== null && nowMs - player.seenAtMs < GONE_MS;
      if (!may || !there || (await deps.desk.lessonAt(roomId)) !== sessionId) await player.end();
    }
  };

  const admit = (keyHash: string) => deps.store.roomOfPlayer(keyHash);
  const { answers, stop } = createResources({ path: '/whep', newId: deps.newId, admit, begin });
  return {
    answers,
    look,
    playing: (roomId: RoomId): number => ofRoom(roomId).length,
    start(): void {
      deps.jobs.every('ingest.players', LOOK_MS, look);
      stopListening = deps.sessions.onCommitted((sessionId, events) => {
        if (!events.some(({ type }) => type === 'stream.published' || type === 'stream.closed')) return;
        for (const each of players)
          if (each.sessionId === sessionId) void each.hosted.playOutlet(each.outletId, each.picture);
      });
    },
    async stop(): Promise<void> {
      stopListening();
      await stop();
    },
  };
}
