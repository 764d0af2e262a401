import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { createFakeEngine } from '../../sfu/index.ts';
import type { Period } from '../../shared/coverage/period.ts';
import { addDays } from '../../shared/kernel/time.ts';
import { backup } from '../database/database.backup.ts';
import { allTables, type Side } from '../database/database.tables.ts';
import { createScreensElsewhere } from '../fellows.screens.ts';
import { createFellows } from '../fellows.ts';
import { migrations } from '../migrations.ts';
import { createModules, lateBound } from '../modules.ts';
import { aloneBus } from '../platform/bus.ts';
import { createClock } from '../platform/clock.ts';
import type { Config } from '../platform/config.ts';
import { openDatabase } from '../platform/database.ts';
import { createNewId } from '../platform/ids.ts';
import { silentLog } from '../platform/log.ts';

export type Rebuilt = Pick<ReturnType<typeof createModules>, 'directory' | 'rollups'>;

/** What is computed from the logs and can be thrown away, and who was busy with it. */
const isCache = (table: string): boolean =>
  table.startsWith('attendance_settled') || table === 'coverage_lease';

/**
 * Counts a period again from the logs, the registers and what was corrected, in a copy beside the records, and throws the copy away
 * afterwards. The records themselves are only read.
 */
export async function inRebuilt<T>(
  { source, config, period }: { readonly source: Side; readonly config: Config; readonly period: Period },
  work: (rebuilt: Rebuilt) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'sanketang-verify-'));
  try {
    const file = join(folder, 'copy.db');
    await backup({ source, file, migrations, nowMs: Date.now() });
    const open = openDatabase(`file:${file}`);
    try {
      for (const table of (await allTables(open)).filter(isCache))
        await sql`delete from ${sql.table(table)}`.execute(open.database);
      const modules = modulesOn(open, { ...config, dataDir: folder, redisUrl: null });
      const { planning, attendance, rollups } = modules;
      // A week on either side: a room is in regular use by whole weeks.
      const lessons = await planning.reader.lessonsBetween(addDays(period.from, -7), addDays(period.to, 7));
      for (const { fields } of lessons) await attendance.recompute(fields.sessionId);
      await rollups.rebuild();
      return await work(modules);
    } finally {
      await open.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function modulesOn(open: ReturnType<typeof openDatabase>, config: Config): ReturnType<typeof createModules> {
  const clock = createClock();
  const jobs = { every: () => undefined, stop: async () => undefined };
  const serverId = 'verify';
  return createModules({
    ground: {
      ...{ config, open, clock, log: silentLog, bus: aloneBus },
      newId: createNewId(clock),
      engine: createFakeEngine(),
      storeChanged: () => undefined,
    },
    ...{ jobs, serverId, late: lateBound(), ownOrigin: () => null },
    fellows: createFellows({ bus: aloneBus, jobs, log: silentLog }),
    screensElsewhere: createScreensElsewhere({ bus: aloneBus, serverId, clock }),
  });
}
