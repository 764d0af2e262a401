import type { AlarmId } from '../../shared/kernel/ids.ts';
import { createRegister, type RegisterDeps } from '../platform/register.ts';
import { type AlarmRow, alarmThresholdSpec, fromAlarmRow, toAlarmRow } from './supervision.tables.ts';
import type { StoredAlarm } from './supervision.types.ts';

type Tables = { alarm: AlarmRow };

export type AlarmStore = ReturnType<typeof createAlarmStore>;

/** Alarms and when something is one. */
export function createAlarmStore(deps: RegisterDeps) {
  const tables = deps.database.withTables<Tables>();
  const read = async (id: AlarmId): Promise<StoredAlarm | null> => {
    const row = await tables.selectFrom('alarm').selectAll().where('id', '=', id).executeTakeFirst();
    return row === undefined ? null : fromAlarmRow(row);
  };
  return {
    thresholds: createRegister(deps, alarmThresholdSpec),
    read,
    async open(): Promise<readonly StoredAlarm[]> {
      const rows = await tables
        .selectFrom('alarm')
        .selectAll()
        .where('to_ms', 'is', null)
        .orderBy('from_ms')
        .execute();
      return rows.map(fromAlarmRow);
    },
    /** Those that began within a span and those that are open, the newest first. */
    async since(
      { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
      limit: number,
    ): Promise<readonly StoredAlarm[]> {
      const rows = await tables
        .selectFrom('alarm')
        .selectAll()
        .where((is) =>
          is.or([is('to_ms', 'is', null), is.and([is('from_ms', '>=', fromMs), is('from_ms', '<', toMs)])]),
        )
        .orderBy('from_ms', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(fromAlarmRow);
    },
    /**
     * Writes an alarm that begins, or opens again what ended too early. Null when it stands there already: another server, or the same one before
     * its restart, has seen the same.
     */
    async begin(alarm: StoredAlarm): Promise<StoredAlarm | null> {
      const row = toAlarmRow(alarm);
      const put = await tables
        .insertInto('alarm')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      if (Number(put.numInsertedOrUpdatedRows ?? 0) > 0) return alarm;
      const same = tables
        .updateTable('alarm')
        .set({ to_ms: null })
        .where('session_id', '=', row.session_id)
        .where('rule', '=', row.rule)
        .where('room_id', '=', row.room_id)
        .where('from_ms', '=', row.from_ms)
        .where('to_ms', 'is not', null)
        .returningAll();
      const opened = await same.executeTakeFirst();
      return opened === undefined ? null : fromAlarmRow(opened);
    },
    /** Null when it had ended already. */
    async end(id: AlarmId, toMs: number): Promise<StoredAlarm | null> {
      const ended = await tables
        .updateTable('alarm')
        .set({ to_ms: toMs })
        .where('id', '=', id)
        .where('to_ms', 'is', null)
        .returningAll()
        .executeTakeFirst();
      return ended === undefined ? null : fromAlarmRow(ended);
    },
    async acknowledge(id: AlarmId, { by, atMs, note }: NonNullable<StoredAlarm['acknowledged']>) {
      await tables
        .updateTable('alarm')
        .set({ acknowledged_by: by, acknowledged_at_ms: atMs, note })
        .where('id', '=', id)
        .execute();
    },
  };
}
