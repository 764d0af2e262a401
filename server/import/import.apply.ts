import { setImmediate as breath } from 'node:timers/promises';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import type { DirectoryView } from '../directory/directory.types.ts';
import { claimUnique } from '../directory/registry.claims.ts';
import type { OpenDatabase } from '../platform/database.ts';
import { inLargeTransaction } from '../platform/large-write.ts';
import type { Database } from '../platform/ports.ts';
import { Refused } from '../platform/refused.ts';
import type { Checked, Progress } from './import.check.ts';
import type { ImportRegisters } from './import.registers.ts';
import type { BesideWritten } from './import.step.ts';

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
  readonly view: DirectoryView;
  readonly progress: Progress;
};

/**
 * Writes everything in one transaction, statement by statement, with room for other work of the process between two. Others who want the
 * database wait: at 100,000 versions one to two seconds.
 * With nothing written it answers CONFLICT when a register has changed since the check, or {line, …} of a change with which something that
 * rests on it cannot follow: INVALID_VALUE {field, reason, date}.
 */
export async function applyChecked(
  {
    registers,
    ...open
  }: Pick<OpenDatabase, 'database' | 'dialect'> & { readonly registers: ImportRegisters },
  { checked, marks, by, validFrom, view, progress }: ApplyWish,
): Promise<Result<void>> {
  const besides: BesideWritten[] = [];
  for (const { alongside } of checked.staged) {
    const beside = await alongside({ view, validFrom });
    if (beside?.ok === false) return beside;
    if (beside !== null) besides.push(beside.value);
  }
  const written = await writeAll(
    { registers, ...open },
    { checked, marks, by, validFrom, progress },
    besides,
  );
  if (written.ok) for (const beside of besides) beside.done();
  return written;
}

async function writeAll(
  {
    registers,
    ...open
  }: Pick<OpenDatabase, 'database' | 'dialect'> & { readonly registers: ImportRegisters },
  { checked, marks, by, validFrom, progress }: Omit<ApplyWish, 'view'>,
  besides: readonly BesideWritten[],
): Promise<Result<void>> {
  const total = checked.staged.reduce((sum, { versions }) => sum + versions.count, 0);
  let done = 0;
  const written = inLargeTransaction(open, async (trx) => {
    const now = await marksOf(registers, trx);
    if (names(registers).some((name) => now.get(name) !== marks.get(name))) return fail('CONFLICT');
    for (const { register, versions } of checked.staged) {
      const spec = Object.values(registers).find((each) => each.name === register);
      if (spec === undefined) throw new Error(`no register is called ${register}`);
      for (const batch of versions.batches()) {
        await spec.register.bulk.write(batch, { by, validFrom }, trx);
        const claims = batch.map(({ id, claim }) => ({ id, value: claim }));
        const own = await claimUnique(trx, spec, { claims, validFrom });
        // Somebody on another server was given one of them since the check.
        if (!own.ok) throw new Refused(fail('CONFLICT'));
        done += batch.length;
        progress(done, total);
        await breath();
      }
    }
    for (const beside of besides) {
      const also = await beside.write(trx);
      if (!also.ok) throw new Refused(also);
    }
    return ok();
  });
  return written.catch((cause: unknown) => {
    if (cause instanceof Refused) return cause.result;
    throw cause;
  });
}
