import type { SourceCard, SourceList, SourcePlace, SourceWish } from '../../shared/ingest.ts';
import type { RoomId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { invalid } from '../directory/directory.rules.ts';
import type { DirectoryReader } from '../directory/directory.types.ts';
import type { Actor, Permit } from '../identity/identity.types.ts';
import type { Clock } from '../platform/ports.ts';
import { hashToken, newToken, type RandomBytes } from '../platform/tokens.ts';
import type { Compatibles } from './ingest.compatible.ts';
import type { Desk } from './ingest.desk.ts';
import type { SecretBox } from './ingest.secret.ts';
import type { IngestStore, Source } from './ingest.store.ts';

export type IngestServiceDeps = {
  readonly store: IngestStore;
  readonly box: SecretBox;
  readonly desk: Pick<Desk, 'standingOf' | 'look'>;
  readonly compatibles: Pick<Compatibles, 'standingOf'>;
  readonly directory: Pick<DirectoryReader, 'snapshot'>;
  readonly permit: Permit;
  readonly clock: Clock;
  readonly random: RandomBytes;
  /** Where encoders send to by RTMP; null while nobody may. */
  readonly rtmpPort: () => number | null;
  /** Ends those that may play no more. */
  readonly lookAtPlayers: () => Promise<void>;
  /** How many players play a room's lesson now. */
  readonly playing: (roomId: RoomId) => number;
};

type Staff = Extract<Actor, { kind: 'person' }>;
type Asked = 'source.list' | 'source.set' | 'source.renewKey' | 'source.remove' | 'source.setPlayer';

/** Signal sources 信号源 of lecture rooms, as those settle them who look after the rooms. */
export interface IngestService {
  /** NOT_FOUND for a room that is closed or not the asker's to see, FORBIDDEN. */
  list(actor: Actor, roomId: RoomId): Promise<Result<SourceList>>;
  /** Likewise; INVALID_VALUE for a room without a lecture end, and for a camera without an address. Answers the key of a new encoder. */
  set(actor: Actor, roomId: RoomId, wish: SourceWish): Promise<Result<{ key: string | null }>>;
  /** NOT_FOUND, too, where no encoder sends. */
  renewKey(actor: Actor, roomId: RoomId, place: SourcePlace): Promise<Result<{ key: string }>>;
  remove(actor: Actor, roomId: RoomId, place: SourcePlace): Promise<Result<Record<string, never>>>;
  /** Lets players play the room's lessons by a new key, or by none any more. */
  setPlayer(actor: Actor, roomId: RoomId, on: boolean): Promise<Result<{ key: string | null }>>;
}

export function createIngestService(deps: IngestServiceDeps): IngestService {
  const { store, box, desk, clock } = deps;
  const roomFor = async (actor: Actor, roomId: RoomId, action: Asked) => {
    if (actor.kind !== 'person') return fail(actor.kind === 'visitor' ? 'UNAUTHENTICATED' : 'FORBIDDEN');
    const snapshot = await deps.directory.snapshot();
    const room = snapshot.rooms.get(roomId);
    if (room === undefined) return fail('NOT_FOUND');
    const scope = { paths: [snapshot.pathOf(room.fields.schoolId)], relations: [] };
    if (deps.permit(actor, action, scope)) return ok({ actor, room: room.fields });
    return fail(deps.permit(actor, 'room.list', scope) ? 'FORBIDDEN' : 'NOT_FOUND');
  };
  const known = async (roomId: RoomId, place: SourcePlace): Promise<Source | null> =>
    (await store.ofRoom(roomId)).find((each) => each.place === place) ?? null;
  const stamp = (actor: Staff) => ({ changedBy: actor.personId, changedAtMs: clock.nowMs() });

  return {
    async list(actor, roomId) {
      const room = await roomFor(actor, roomId, 'source.list');
      if (!room.ok) return room;
      const sources = await store.ofRoom(roomId);
      const player = (await store.playerOf(roomId)) === null ? null : { playingCount: deps.playing(roomId) };
      return ok({
        sources: sources.map((source) => cardOf(source, deps)),
        ...{ rtmpPort: deps.rtmpPort(), player },
      });
    },
    async set(actor, roomId, wish) {
      const room = await roomFor(actor, roomId, 'source.set');
      if (!room.ok) return room;
      if (!room.value.room.ends.includes('lecture')) return invalid('roomId', 'mismatch');
      const { place, kind, address, username, on } = wish;
      if (kind === 'rtsp' && address === '') return invalid('address', 'mismatch');
      const before = await known(roomId, place);
      const same = before?.kind === kind ? before : null;
      const key = kind !== 'rtsp' && same === null ? newToken(deps.random) : null;
      await store.put({
        ...{ roomId, place, kind, on, ...stamp(room.value.actor) },
        address: kind === 'rtsp' ? address : '',
        username: kind === 'rtsp' ? username : '',
        password: kind === 'rtsp' ? passwordFor(wish, { before: same, box }) : null,
        keyHash: key === null ? (same?.keyHash ?? null) : hashToken(key),
      });
      await desk.look();
      return ok({ key });
    },
    async renewKey(actor, roomId, place) {
      const room = await roomFor(actor, roomId, 'source.renewKey');
      if (!room.ok) return room;
      const source = await known(roomId, place);
      if (source === null || source.kind === 'rtsp') return fail('NOT_FOUND');
      const key = newToken(deps.random);
      await store.put({ ...source, ...stamp(room.value.actor), keyHash: hashToken(key) });
      await desk.look();
      return ok({ key });
    },
    async remove(actor, roomId, place) {
      const room = await roomFor(actor, roomId, 'source.remove');
      if (!room.ok) return room;
      if (!(await store.remove(roomId, place))) return fail('NOT_FOUND');
      await desk.look();
      return ok({});
    },
    async setPlayer(actor, roomId, on) {
      const room = await roomFor(actor, roomId, 'source.setPlayer');
      if (!room.ok) return room;
      if (!room.value.room.ends.includes('lecture')) return invalid('roomId', 'mismatch');
      const key = on ? newToken(deps.random) : null;
      if (key === null) await store.removePlayer(roomId);
      else await store.putPlayer({ roomId, ...stamp(room.value.actor), keyHash: hashToken(key) });
      await deps.lookAtPlayers();
      return ok({ key });
    },
  };
}

/** A password goes with the machine it was given for: another address does not get to see it. */
function passwordFor(
  { password, address, username }: SourceWish,
  { before, box }: { readonly before: Source | null; readonly box: SecretBox },
): string | null {
  if (password !== null) return password === '' ? null : box.seal(password);
  const sameMachine =
    before !== null && hostOf(before.address) === hostOf(address) && before.username === username;
  return sameMachine ? before.password : null;
}

const hostOf = (address: string): string => (URL.canParse(address) ? new URL(address).host : '');

const cardOf = (
  source: Source,
  { desk, compatibles }: Pick<IngestServiceDeps, 'desk' | 'compatibles'>,
): SourceCard => ({
  place: source.place,
  kind: source.kind,
  address: source.address,
  username: source.username,
  hasPassword: source.password !== null,
  on: source.on,
  standing: desk.standingOf(source),
  compatible: source.on ? compatibles.standingOf(source.roomId, source.place) : null,
});
