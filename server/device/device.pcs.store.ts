import type { DeviceKind } from '../../shared/device.ts';
import type { DeviceId, RoomId } from '../../shared/kernel/ids.ts';
import type { Database } from '../platform/ports.ts';

type Tables = {
  device: { id: DeviceId; kind: DeviceKind; room_id: RoomId; revoked_at_ms: number | null };
  device_cookie: { token_hash: string };
};

export type PcStore = ReturnType<typeof createPcStore>;

/** What is asked of lecture PCs alone: a room has one at most that is not revoked. */
export function createPcStore(database: Database) {
  const tables = database.withTables<Tables>();
  return {
    /** The room's PC that is in use, and whether there was one that is not any more. */
    async ofRoom(roomId: RoomId): Promise<{ readonly id: DeviceId | null; readonly revoked: boolean }> {
      const rows = await tables
        .selectFrom('device')
        .select(['id', 'revoked_at_ms'])
        .where('room_id', '=', roomId)
        .where('kind', '=', 'lecturePc')
        .execute();
      const used = rows.find((row) => row.revoked_at_ms === null);
      return { id: used?.id ?? null, revoked: rows.some((row) => row.revoked_at_ms !== null) };
    },
    /** Takes one browser off its device. */
    async forget(tokenHash: string): Promise<void> {
      await tables.deleteFrom('device_cookie').where('token_hash', '=', tokenHash).execute();
    },
  };
}
