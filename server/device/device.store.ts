import type { DeviceId, RoomId } from '../../shared/kernel/ids.ts';
import type { Database, Migration } from '../platform/ports.ts';
import { CODE_LIFE_MS } from './device.rules.ts';
import type { Device, Pairing } from './device.types.ts';

type DeviceRow = {
  id: DeviceId;
  room_id: RoomId;
  key_hash: string;
  paired_at_ms: number;
  paired_by: string;
  last_seen_at_ms: number | null;
  revoked_at_ms: number | null;
};
type Tables = {
  device: DeviceRow;
  device_cookie: { token_hash: string; device_id: DeviceId; made_at_ms: number };
  pairing: { code_hash: string; poll_hash: string; expires_at_ms: number; device_id: DeviceId | null };
};

export const deviceMigrations: readonly Migration[] = [
  {
    name: 'device-001-pairing',
    async up(database) {
      await database.schema
        .createTable('device')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('room_id', 'text', (column) => column.notNull())
        .addColumn('key_hash', 'text', (column) => column.notNull().unique())
        .addColumn('paired_at_ms', 'bigint', (column) => column.notNull())
        .addColumn('paired_by', 'text', (column) => column.notNull())
        .addColumn('last_seen_at_ms', 'bigint')
        .addColumn('revoked_at_ms', 'bigint')
        .execute();
      await database.schema
        .createTable('device_cookie')
        .addColumn('token_hash', 'text', (column) => column.primaryKey())
        .addColumn('device_id', 'text', (column) => column.notNull().references('device.id'))
        .addColumn('made_at_ms', 'bigint', (column) => column.notNull())
        .execute();
      await database.schema
        .createIndex('device_cookie_by_device')
        .on('device_cookie')
        .columns(['device_id', 'made_at_ms'])
        .execute();
      await database.schema
        .createTable('pairing')
        .addColumn('code_hash', 'text', (column) => column.primaryKey())
        .addColumn('poll_hash', 'text', (column) => column.notNull().unique())
        .addColumn('expires_at_ms', 'bigint', (column) => column.notNull())
        .addColumn('device_id', 'text')
        .execute();
    },
  },
];

const deviceFrom = (row: DeviceRow): Device => ({
  id: row.id,
  roomId: row.room_id,
  pairedAtMs: row.paired_at_ms,
  lastSeenAtMs: row.last_seen_at_ms,
  revokedAtMs: row.revoked_at_ms,
});

export type NewDevice = {
  readonly id: DeviceId;
  readonly roomId: RoomId;
  readonly keyHash: string;
  readonly pairedBy: string;
};

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
        await within
          .insertInto('device')
          .values({
            id: device.id,
            room_id: device.roomId,
            key_hash: device.keyHash,
            paired_at_ms: nowMs,
            paired_by: device.pairedBy,
            last_seen_at_ms: null,
            revoked_at_ms: null,
          })
          .execute();
        return true;
      });
    },
    /** Gives a device one more cookie and forgets all but its newest `keep`. */
    addCookie(
      tokenHash: string,
      deviceId: DeviceId,
      { atMs, keep }: { atMs: number; keep: number },
    ): Promise<void> {
      return tables.transaction().execute(async (within) => {
        const cookie = { token_hash: tokenHash, device_id: deviceId, made_at_ms: atMs };
        await within.insertInto('device_cookie').values(cookie).execute();
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
    async byCookie(tokenHash: string): Promise<Device | null> {
      const row = await tables
        .selectFrom('device')
        .innerJoin('device_cookie', 'device_cookie.device_id', 'device.id')
        .selectAll('device')
        .where('device_cookie.token_hash', '=', tokenHash)
        .executeTakeFirst();
      return row === undefined ? null : deviceFrom(row);
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
