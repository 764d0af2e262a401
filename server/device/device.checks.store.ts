import type { DeviceCheck } from '../../shared/device.ts';
import { type DeviceCheckRecord, deviceCheck, hasPassed } from '../../shared/device.ts';
import type { DeviceId } from '../../shared/kernel/ids.ts';
import type { Database } from '../platform/ports.ts';

type Tables = {
  device: { id: DeviceId };
  device_check: { device_id: DeviceId; at_ms: number; body: string };
};

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
