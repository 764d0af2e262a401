import { setImmediate as breath } from 'node:timers/promises';
import type { LocalDate } from '../../shared/kernel/time.ts';
import type { OpenDatabase } from '../platform/database.ts';
import { inLargeTransaction } from '../platform/large-write.ts';
import type { Database } from '../platform/ports.ts';
import type { Checked, Progress } from './import.check.ts';
import type { ImportRegisters } from './import.registers.ts';

/** How many versions each register had when a file was checked against it. */
export type Marks = ReadonlyMap<keyof ImportRegisters, number>;

export async function marksOf(registers: ImportRegisters, via: Database): Promise<Marks> {
  const marks = new Map<keyof ImportRegisters, number>();
  for (const name of names(registers)) marks.set(name, await registers[name].register.bulk.count(via));
  return marks;
}

const names = (registers: ImportRegisters) => Object.keys(registers) as (keyof ImportRegisters)[];

export type ApplyWish = {
  readonly checked: Checked;
  readonly marks: Marks;
  readonly by: string;
  readonly validFrom: LocalDate;
  readonly progress: Progress;
};

/**
 * Writes everything in one transaction, statement by statement, with room for other work of the process between two. Others who want the
 * database wait: at 100,000 versions one to two seconds.
 * @returns false, with nothing written, when a register has changed since the check
 */
export async function applyChecked(
  {
    registers,
    ...open
  }: Pick<OpenDatabase, 'database' | 'dialect'> & { readonly registers: ImportRegisters },
  { checked, marks, by, validFrom, progress }: ApplyWish,
): Promise<boolean> {
  const total = checked.staged.reduce((sum, { versions }) => sum + versions.count, 0);
  let done = 0;
  return inLargeTransaction(open, async (trx) => {
    const now = await marksOf(registers, trx);
    if (names(registers).some((name) => now.get(name) !== marks.get(name))) return false;
    for (const { register, versions } of checked.staged) {
      const spec = Object.values(registers).find((each) => each.name === register);
      if (spec === undefined) throw new Error(`no register is called ${register}`);
      for (const batch of versions.batches()) {
        await spec.register.bulk.write(batch, { by, validFrom }, trx);
        done += batch.length;
        progress(done, total);
        await breath();
      }
    }
    return true;
  });
}
