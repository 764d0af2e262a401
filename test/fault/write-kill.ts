import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { report } from '../support/figures.ts';
import { compare, ended, startWriter } from './ledger.ts';

const KILLS = 50;

/** SIGKILL of a process that writes the log, at random moments, again and again on the same database. */
export async function writeKill(): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'sanketang-kill-'));
  const file = join(folder, 'log.db');
  const acknowledged: string[] = [];
  const rounds: object[] = [];
  try {
    for (let kill = 0; kill < KILLS; kill++) {
      const writer = startWriter(file, 'FULL');
      await writer.ready;
      const afterMs = 30 + Math.floor(Math.random() * 370);
      await pause(afterMs);
      writer.child.kill('SIGKILL');
      await ended(writer.child);
      acknowledged.push(...writer.acknowledged);
      rounds.push({ afterMs, acknowledged: writer.acknowledged.length });
    }
    const ledger = await compare(file, acknowledged);
    return report(
      'write-kill',
      [
        {
          name: `acknowledged and lost, of ${acknowledged.length} over ${KILLS} kills`,
          value: ledger.lost,
          unit: 'commands',
          goal: { atMost: 0 },
        },
        { name: 'stored twice', value: ledger.doubled, unit: 'commands', goal: { atMost: 0 } },
        { name: 'acknowledged', value: acknowledged.length, unit: 'commands', goal: { atLeast: 1000 } },
      ],
      { rounds, ledger },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
