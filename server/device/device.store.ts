import type { DeviceKind, LauncherPlatform } from '../../shared/device.ts';
import type { DeviceId, RoomId } from '../../shared/kernel/ids.ts';
import type { Database } from '../platform/ports.ts';
import { CODE_LIFE_MS } from './device.rules.ts';
import type { Device, Pairing, Place, Visit } from './device.types.ts';

type DeviceRow = {
  id: DeviceId;
  kind: DeviceKind;
  room_id: RoomId;
  key_hash: string;
  paired_at_ms: number;
  paired_by: string;
  last_seen_at_ms: number | null;
  revoked_at_ms: number | null;
  launcher: LauncherPlatform | null;
  name: string | null;
  wire_version: number | null;
  check_asked_at_ms: number | null;
};
type CookieRow = {
  token_hash: string;
  device_id: DeviceId;
  made_at_ms: number;
  place_id: string;
  seen_at_ms: number | null;
  agent: string | null;
  address: string | null;
};
type Tables = {
  device: DeviceRow;
  device_cookie: CookieRow;
  pairing: { code_hash: string; poll_hash: string; expires_at_ms: number; device_id: DeviceId | null };
};

const deviceFrom = (row: DeviceRow): Device => ({
  id: row.id,
  kind: row.kind,
  roomId: row.room_id,
  pairedAtMs: row.paired_at_ms,
  lastSeenAtMs: row.last_seen_at_ms,
  revokedAtMs: row.revoked_at_ms,
  launcher: row.launcher,
  name: row.name ?? '',
  wireVersion: row.wire_version,
  checkAskedAtMs: row.check_asked_at_ms,
});

const placeFrom = (row: Omit<CookieRow, 'token_hash'>): Place => ({
  placeId: row.place_id,
  deviceId: row.device_id,
  firstSeenAtMs: row.made_at_ms,
  lastSeenAtMs: row.seen_at_ms ?? row.made_at_ms,
  agent: row.agent ?? '',
  address: row.address ?? '',
});

export type NewDevice = {
  readonly id: DeviceId;
  /** A screen unless told. */
  readonly kind?: DeviceKind;
  readonly roomId: RoomId;
  readonly keyHash: string;
  readonly pairedBy: string;
  readonly launcher: LauncherPlatform | null;
};

const rowOf = (device: NewDevice, nowMs: number): DeviceRow => ({
  id: device.id,
  kind: device.kind ?? 'screen',
  room_id: device.roomId,
  key_hash: device.keyHash,
  paired_at_ms: nowMs,
  paired_by: device.pairedBy,
  last_seen_at_ms: null,
  revoked_at_ms: null,
  launcher: device.launcher,
  name: null,
  wire_version: null,
  check_asked_at_ms: null,
});

export type DeviceStore = ReturnType<typeof createDeviceStore>;

export function createDeviceStore(database: Database) {
  const tables = database.withTables<Tables>();
  return {
    /** False when the code is in use by another waiting screen. */
    async putPairing(pairing: Pairing): Promise<boolean> {
      const put = await tables
        .insertInto('pairing')
        .values({
          code_hash: pairing.codeHash,
          poll_hash: pairing.pollHash,
          expires_at_ms: pairing.expiresAtMs,
          device_id: pairing.deviceId,
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      return Number(put.numInsertedOrUpdatedRows ?? 0) > 0;
    },
    async endPairing(pollHash: string): Promise<void> {
      await tables.deleteFrom('pairing').where('poll_hash', '=', pollHash).execute();
    },
    async endPairingsUntil(atMs: number): Promise<void> {
      await tables.deleteFrom('pairing').where('expires_at_ms', '<=', atMs).execute();
    },
    async pairingOf(pollHash: string): Promise<Pairing | null> {
      const row = await tables
        .selectFrom('pairing')
        .selectAll()
        .where('poll_hash', '=', pollHash)
        .executeTakeFirst();
      if (row === undefined) return null;
      return {
        codeHash: row.code_hash,
        pollHash: row.poll_hash,
        expiresAtMs: row.expires_at_ms,
        deviceId: row.device_id,
      };
    },
    /** Binds the waiting screen to a new device, which it may fetch for another while; false when no screen shows this code any more, or another was faster. */
    pair(codeHash: string, device: NewDevice, nowMs: number): Promise<boolean> {
      return tables.transaction().execute(async (within) => {
        const claimed = await within
          .updateTable('pairing')
          .set({ device_id: device.id, expires_at_ms: nowMs + CODE_LIFE_MS })
          .where('code_hash', '=', codeHash)
          .where('expires_at_ms', '>', nowMs)
          .where('device_id', 'is', null)
          .executeTakeFirst();
        if (Number(claimed.numUpdatedRows) !== 1) return false;
        await within.insertInto('device').values(rowOf(device, nowMs)).execute();
        return true;
      });
    },
    /** Makes screens that need no code: all or none. */
    provision(devices: readonly NewDevice[], nowMs: number): Promise<void> {
      return tables.transaction().execute(async (within) => {
        for (const device of devices)
          await within.insertInto('device').values(rowOf(device, nowMs)).execute();
      });
    },
    /** False when another was faster for what a room has one of. */
    async addOnce(device: NewDevice, nowMs: number): Promise<boolean> {
      const added = await tables
        .insertInto('device')
        .values(rowOf(device, nowMs))
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      return Number(added.numInsertedOrUpdatedRows ?? 0) > 0;
    },
    /** Gives a device one more cookie and forgets all but its newest `keep`. */
    addCookie(
      tokenHash: string,
      deviceId: DeviceId,
      { atMs, keep, placeId, visit }: { atMs: number; keep: number; placeId: string; visit: Visit },
    ): Promise<void> {
      return tables.transaction().execute(async (within) => {
        await within
          .insertInto('device_cookie')
          .values({
            token_hash: tokenHash,
            device_id: deviceId,
            made_at_ms: atMs,
            place_id: placeId,
            seen_at_ms: atMs,
            ...visit,
          })
          .execute();
        const held = await within
          .selectFrom('device_cookie')
          .select('token_hash')
          .where('device_id', '=', deviceId)
          .where('token_hash', '!=', tokenHash)
          .orderBy('made_at_ms', 'desc')
          .execute();
        const old = held.slice(keep - 1).map((row) => row.token_hash);
        if (old.length > 0) await within.deleteFrom('device_cookie').where('token_hash', 'in', old).execute();
      });
    },
    async byCookie(tokenHash: string): Promise<{ device: Device; place: Place } | null> {
      const cookie = await tables
        .selectFrom('device_cookie')
        .selectAll()
        .where('token_hash', '=', tokenHash)
        .executeTakeFirst();
      if (cookie === undefined) return null;
      const device = await this.byId(cookie.device_id);
      return device === null ? null : { device, place: placeFrom(cookie) };
    },
    /** Newest first. */
    async places(): Promise<readonly Place[]> {
      const rows = await tables
        .selectFrom('device_cookie')
        .selectAll()
        .orderBy('made_at_ms', 'desc')
        .orderBy('place_id', 'desc')
        .execute();
      return rows.map(placeFrom);
    },
    async byKey(keyHash: string): Promise<Device | null> {
      const row = await tables
        .selectFrom('device')
        .selectAll()
        .where('key_hash', '=', keyHash)
        .executeTakeFirst();
      return row === undefined ? null : deviceFrom(row);
    },
    async byId(id: DeviceId): Promise<Device | null> {
      const row = await tables.selectFrom('device').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : deviceFrom(row);
    },
    async list(): Promise<readonly Device[]> {
      const rows = await tables
        .selectFrom('device')
        .selectAll()
        .orderBy('paired_at_ms')
        .orderBy('id')
        .execute();
      return rows.map(deviceFrom);
    },
    async seen(id: DeviceId, atMs: number): Promise<void> {
      await tables.updateTable('device').set({ last_seen_at_ms: atMs }).where('id', '=', id).execute();
    },
    async speaks(id: DeviceId, wireVersion: number): Promise<void> {
      await tables.updateTable('device').set({ wire_version: wireVersion }).where('id', '=', id).execute();
    },
    async checkAsked(id: DeviceId, atMs: number): Promise<void> {
      await tables.updateTable('device').set({ check_asked_at_ms: atMs }).where('id', '=', id).execute();
    },
    async rename(id: DeviceId, name: string): Promise<void> {
      await tables.updateTable('device').set({ name }).where('id', '=', id).execute();
    },
    /** Without a visit only when it was seen is known. */
    async seenAt(placeId: string, atMs: number, visit?: Visit): Promise<void> {
      await tables
        .updateTable('device_cookie')
        .set({ seen_at_ms: atMs, ...visit })
        .where('place_id', '=', placeId)
        .execute();
    },
    /** False for a device that is revoked or not there, and for a lecture PC whose new room has one. */
    async move(id: DeviceId, roomId: RoomId): Promise<boolean> {
      const moved = await tables
        .updateTable('device')
        .set({ room_id: roomId })
        .where('id', '=', id)
        .where('revoked_at_ms', 'is', null)
        .where((each) =>
          each.or([
            each('kind', '=', 'screen'),
            each.not(
              each.exists(
                each
                  .selectFrom('device as there')
                  .select('there.id')
                  .where('there.room_id', '=', roomId)
                  .where('there.kind', '=', 'lecturePc')
                  .where('there.revoked_at_ms', 'is', null),
              ),
            ),
          ]),
        )
        .executeTakeFirst();
      return Number(moved.numUpdatedRows) === 1;
    },
    revoke(id: DeviceId, atMs: number): Promise<void> {
      return tables.transaction().execute(async (within) => {
        await within
          .updateTable('device')
          .set({ revoked_at_ms: atMs })
          .where('id', '=', id)
          .where('revoked_at_ms', 'is', null)
          .execute();
        await within.deleteFrom('device_cookie').where('device_id', '=', id).execute();
      });
    },
  };
}
