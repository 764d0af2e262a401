import { codecsOffered, iceLines, type OutletId, playerAnswer, readPlayerOffer } from '../../sfu/index.ts';
import type { SourcePlace } from '../../shared/ingest.ts';
import type { RoomId, SessionId } from '../../shared/kernel/ids.ts';
import { seatOfHost } from '../../shared/session/session.events.ts';
import type { Clock, Jobs, NewId } from '../platform/ports.ts';
import { hashToken, isToken } from '../platform/tokens.ts';
import type { Hosted, Hosts } from '../session/session.host.ts';
import type { SessionReader } from '../session/session.types.ts';
import type { Desk } from './ingest.desk.ts';
import {
  answer,
  answering,
  bearerOf,
  bodyOf,
  created,
  type Exchange,
  offerOf,
  RETRY_S,
  ufragOf,
} from './ingest.http.ts';
import type { IngestStore } from './ingest.store.ts';

/** Below it each player has its own. */
const PATH = '/whep';
/** Equipment, not an audience: viewers have the link to watch. */
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
  readonly ufrag: string;
  seenAtMs: number;
  readonly end: () => Promise<void>;
};

/** Players of standard WHEP: the key says which room's lessons they play. They get what the class gets of the leading side 主讲端, and no room. */
export function createWhep(deps: WhepDeps) {
  const players = new Map<string, Player>();
  const ofRoom = (roomId: RoomId) => [...players.values()].filter((each) => each.roomId === roomId);
  let stopListening = (): void => undefined;

  const serve = async (exchange: Exchange, id: string | null): Promise<void> => {
    const { request, response } = exchange;
    const token = bearerOf(request);
    const keyHash = isToken(token) ? hashToken(token) : null;
    const roomId = keyHash === null ? null : await deps.store.roomOfPlayer(keyHash);
    if (keyHash === null || roomId === null) return answer(response, 401);
    if (id === null)
      return request.method === 'POST' ? begin(exchange, { keyHash, roomId }) : answer(response, 405);
    const player = players.get(id);
    if (player?.keyHash !== keyHash) return answer(response, 404);
    if (request.method === 'DELETE') {
      await player.end();
      return answer(response, 200);
    }
    return request.method === 'PATCH' ? patch(exchange, player) : answer(response, 405);
  };

  const begin = async (
    exchange: Exchange,
    { keyHash, roomId }: { readonly keyHash: string; readonly roomId: RoomId },
  ): Promise<void> => {
    const { request, response } = exchange;
    const later = () => answer(response, 503, { 'Retry-After': String(RETRY_S) });
    const text = await offerOf(exchange);
    if (typeof text === 'number') return answer(response, text);
    const offer = readPlayerOffer(text);
    if (offer === 'malformed') return answer(response, 400);
    if (offer === 'codec') return answer(response, 406);
    const sessionId = deps.desk.lessonAt(roomId);
    if (sessionId === null || ofRoom(roomId).length >= PLAYERS_MAX) return later();
    let end = async (): Promise<void> => undefined;
    const seat = { seat: seatOfHost(roomId), part: 'host' } as const;
    const sat = await deps.hosts.sit(sessionId, seat, () => void end());
    if (!sat.ok) return later();
    const hosted = sat.value;
    const { dtlsParameters } = offer;
    const opened = await hosted.openOutlet({ codecs: codecsOffered(offer), dtlsParameters });
    if (!opened.ok) {
      await hosted.leave();
      return opened.error.code === 'BAD_REQUEST' ? answer(response, 400) : later();
    }
    const { outletId, transport } = opened.value;
    const id = deps.newId();
    end = async () => {
      players.delete(id);
      await hosted.closeOutlet(outletId);
      await hosted.leave();
    };
    const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const picture = searchParams.get('picture') === 'content' ? 'content' : 'camera';
    const seenAtMs = deps.clock.nowMs();
    const about = { keyHash, roomId, sessionId, hosted, outletId, picture } as const;
    players.set(id, { ...about, ufrag: ufragOf(text), seenAtMs, end });
    await hosted.playOutlet(outletId, picture);
    created(response, `${PATH}/${id}`, { id, sdp: playerAnswer(offer, transport) });
  };

  const patch = async (
    { request, response }: Exchange,
    { hosted, outletId, ufrag }: Player,
  ): Promise<void> => {
    const text = await bodyOf(request);
    if (text === null) return answer(response, 413);
    // We are where candidates lead to, and take none; another name means that the player's line is new.
    if (ufragOf(text) === '' || ufragOf(text) === ufrag) return answer(response, 204);
    const restarted = await hosted.restartOutlet(outletId);
    if (!restarted.ok) return answer(response, 404);
    const body = `${iceLines(restarted.value).join('\r\n')}\r\n`;
    answer(response, 200, { 'Content-Type': 'application/trickle-ice-sdpfrag' }, body);
  };

  /** What may be played by no key any more, is over, or has nobody behind it. */
  const look = async (): Promise<void> => {
    const nowMs = deps.clock.nowMs();
    for (const player of [...players.values()]) {
      const { roomId, keyHash, sessionId, hosted, outletId } = player;
      const outlet = hosted.outlet(outletId);
      if (outlet?.connected === true) player.seenAtMs = nowMs;
      const may = (await deps.store.playerOf(roomId))?.keyHash === keyHash;
      const there = outlet !== null && nowMs - player.seenAtMs < GONE_MS;
      if (!may || !there || deps.desk.lessonAt(roomId) !== sessionId) await player.end();
    }
  };

  return {
    answers: answering(PATH, serve),
    look,
    playing: (roomId: RoomId): number => ofRoom(roomId).length,
    start(): void {
      deps.jobs.every('ingest.players', LOOK_MS, look);
      stopListening = deps.sessions.onCommitted((sessionId, events) => {
        if (!events.some(({ type }) => type === 'stream.published' || type === 'stream.closed')) return;
        for (const each of players.values())
          if (each.sessionId === sessionId) void each.hosted.playOutlet(each.outletId, each.picture);
      });
    },
    async stop(): Promise<void> {
      stopListening();
      await Promise.all([...players.values()].map((each) => each.end()));
    },
  };
}
