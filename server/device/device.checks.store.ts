import type { DeviceCheck } from '../../shared/device.ts';
import { type DeviceCheckRecord, deviceCheck, hasPassed } from '../../shared/device.ts';
import type { DeviceId, RoomId } from '../../shared/kernel/ids.ts';
import type { Database } from '../platform/ports.ts';

type Tables = {
  device: { id: DeviceId; room_id: RoomId };
  device_check: { device_id: DeviceId; at_ms: number; body: string };
};

const ROOMS_AT_ONCE = 400;

/** A part that is there and does not work. One that is not there was never meant to be. */
const hasFailed = ({ camera, microphone, speaker }: DeviceCheck): boolean =>
  [camera, microphone, speaker].includes('failed');

export type CheckStore = ReturnType<typeof createCheckStore>;

/** What devices have reported, one row a check, never changed. */
export function createCheckStore(database: Database) {
  const tables = database.withTables<Tables>();
  return {
    async add(id: DeviceId, atMs: number, check: DeviceCheck): Promise<void> {
      await tables
        .insertInto('device_check')
        .values({ device_id: id, at_ms: atMs, body: JSON.stringify(check) })
        .execute();
    },
    /** The newest check of one device; null while it has had none. */
    async lastOf(id: DeviceId): Promise<DeviceCheckRecord | null> {
      const row = await tables
        .selectFrom('device_check')
        .select(['at_ms', 'body'])
        .where('device_id', '=', id)
        .orderBy('at_ms', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row === undefined ? null : recordOf(row.at_ms, row.body);
    },
    /** Rooms of these with a screen of which a part had failed at its last check within a stretch of time. */
    async failedRooms(
      rooms: readonly RoomId[],
      { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
    ): Promise<ReadonlySet<RoomId>> {
      const last = new Map<DeviceId, { readonly room: RoomId; readonly body: string }>();
      for (let start = 0; start < rooms.length; start += ROOMS_AT_ONCE) {
        const rows = await tables
          .selectFrom('device')
          .innerJoin('device_check', 'device_check.device_id', 'device.id')
          .select(['device.id', 'device.room_id', 'device_check.body'])
          .where('device.room_id', 'in', rooms.slice(start, start + ROOMS_AT_ONCE))
          .where('device_check.at_ms', '>=', fromMs)
          .where('device_check.at_ms', '<', toMs)
          .orderBy('device_check.at_ms')
          .execute();
        for (const row of rows) last.set(row.id, { room: row.room_id, body: row.body });
      }
      const failed = [...last.values()].filter(({ body }) => hasFailed(deviceCheck.parse(JSON.parse(body))));
      return new Set(failed.map(({ room }) => room));
    },
    /** The newest check of each device that has had one. */
    async last(): Promise<ReadonlyMap<DeviceId, DeviceCheckRecord>> {
      const rows = await tables
        .selectFrom('device')
        .innerJoin('device_check', (join) =>
          join.onRef('device_check.device_id', '=', 'device.id').on('device_check.at_ms', '=', (within) =>
            within
              .selectFrom('device_check as newer')
              .select((each) => each.fn.max('newer.at_ms').as('at_ms'))
              .whereRef('newer.device_id', '=', 'device.id'),
          ),
        )
        .select(['device_check.device_id', 'device_check.at_ms', 'device_check.body'])
        .execute();
      return new Map(rows.map((row) => [row.device_id, recordOf(row.at_ms, row.body)]));
    },
  };
}

function recordOf(atMs: number, body: string): DeviceCheckRecord {
  const check = deviceCheck.parse(JSON.parse(body));
  return { atMs, ...check, passed: hasPassed(check) };
}
