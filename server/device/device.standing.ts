import { sql } from 'kysely';
import { deviceCheck, hasPassed } from '../../shared/device.ts';
import type { RoomId } from '../../shared/kernel/ids.ts';
import type { Database } from '../platform/ports.ts';

/** A device that was in use at a moment; null when it had never been checked by then. */
export type DeviceStanding = {
  readonly lastCheck: { readonly atMs: number; readonly passed: boolean } | null;
};

type Row = { readonly room_id: RoomId; readonly at_ms: number | string | null; readonly body: string | null };

/** Devices of some rooms as they stood at a moment, for counting how many were serviceable 完好. */
export async function devicesAt(
  database: Database,
  roomIds: readonly RoomId[],
  untilMs: number,
): Promise<ReadonlyMap<RoomId, readonly DeviceStanding[]>> {
  if (roomIds.length === 0) return new Map();
  const { rows } = await sql<Row>`select device.room_id, checked.at_ms, checked.body
    from device left join device_check as checked on checked.device_id = device.id and checked.at_ms =
      (select max(each.at_ms) from device_check as each where each.device_id = device.id and each.at_ms <= ${untilMs})
    where device.room_id in (${sql.join(roomIds)}) and device.paired_at_ms <= ${untilMs}
      and (device.revoked_at_ms is null or device.revoked_at_ms > ${untilMs})`.execute(database);
  const standing = ({ at_ms: atMs, body }: Row): DeviceStanding => ({
    lastCheck:
      atMs === null || body === null
        ? null
        : { atMs: Number(atMs), passed: hasPassed(deviceCheck.parse(JSON.parse(body))) },
  });
  const found = new Map<RoomId, DeviceStanding[]>();
  for (const row of rows) found.set(row.room_id, [...(found.get(row.room_id) ?? []), standing(row)]);
  return found;
}
