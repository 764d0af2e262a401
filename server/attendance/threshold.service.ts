import { defaultThresholds, type Thresholds, thresholds } from '../../shared/attendance.ts';
import { personId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import type { RouteAnswer, RouteBody } from '../../shared/wire/routes.ts';
import { rootOf } from '../directory/directory.rules.ts';
import type { DirectoryReader } from '../directory/directory.types.ts';
import type { Actor, Permit } from '../identity/identity.types.ts';
import type { RouteHandlers } from '../platform/ports.ts';
import type { AttendanceStore } from './attendance.store.ts';

export type ThresholdDeps = {
  readonly store: Pick<AttendanceStore, 'thresholds'>;
  readonly directory: DirectoryReader & { today(): Promise<LocalDate> };
  readonly permit: Permit;
};

/** Less than a tenth would call almost everything valid, and a room that comes after half an hour is not punctual by any rule. */
const LEAST_RATIO = 0.1;
const PUNCTUAL_MAX_MS = 30 * 60_000;
const ratios = ['heldRatio', 'connectedRatio', 'regularWeekRatio'] as const;

/** INVALID_VALUE {field, reason: 'range'} for the first that lies outside of its range. */
export function checkThresholds(wish: Readonly<Record<keyof Thresholds, unknown>>): Result<Thresholds> {
  const read = thresholds.safeParse(wish);
  if (!read.success)
    return fail('INVALID_VALUE', { field: String(read.error.issues[0]?.path[0] ?? ''), reason: 'range' });
  const low = ratios.find((name) => read.data[name] < LEAST_RATIO);
  if (low !== undefined) return fail('INVALID_VALUE', { field: low, reason: 'range' });
  if (read.data.punctualMs > PUNCTUAL_MAX_MS)
    return fail('INVALID_VALUE', { field: 'punctualMs', reason: 'range' });
  return ok(read.data);
}

export function createThresholds({ store, directory, permit }: ThresholdDeps) {
  const register = store.thresholds;

  /** What lessons and periods are judged by, every version with its reason, oldest first. */
  async function list(): Promise<Result<RouteAnswer<'threshold.list'>>> {
    const versions = await register.history('validLesson');
    const names = await directory.names(await directory.today());
    return ok({
      defaults: defaultThresholds,
      versions: versions.map(({ version, validFrom, recordedAtMs, recordedBy, fields }) => {
        const { reason, ...rest } = fields;
        const writer = personId.safeParse(recordedBy);
        const byName = writer.success ? (names.person(writer.data)?.name ?? '') : '';
        return { version, validFrom, recordedAtMs, byName, reason, thresholds: rest };
      }),
    });
  }

  /**
   * From a day to come on: what was judged stays as it was. FORBIDDEN but for administrators of the whole tree, INVALID_VALUE {field}, and
   * CONFLICT when somebody else was faster.
   */
  async function change(
    actor: Actor,
    wish: RouteBody<'threshold.set'>,
  ): Promise<Result<Record<string, never>>> {
    const today = await directory.today();
    const root = rootOf((await directory.tree(today)).regions);
    const paths = root === undefined ? [] : [{ regionIds: [root.id], schoolIds: [] }];
    if (actor.kind !== 'person' || !permit(actor, 'threshold.set', { paths, relations: [] }))
      return fail('FORBIDDEN');
    const { validFrom, reason, expectedVersion, ...rest } = wish;
    const checked = checkThresholds(rest);
    if (!checked.ok) return checked;
    if (validFrom <= today) return fail('INVALID_VALUE', { field: 'validFrom', reason: 'range' });
    const note = { by: actor.personId, validFrom };
    const fields = { ...checked.value, reason };
    const newest = (await register.history('validLesson')).at(-1);
    if ((newest?.version ?? 0) !== expectedVersion)
      return fail('CONFLICT', { version: newest?.version ?? 0 });
    if (newest === undefined) await register.add(fields, { ...note, id: 'validLesson' });
    else {
      const revised = await register.revise('validLesson', { ...note, expectedVersion, fields });
      if (!revised.ok) return revised;
    }
    return ok({});
  }

  return { list, change };
}

export const thresholdRoutes = (
  service: ReturnType<typeof createThresholds>,
): Pick<RouteHandlers<Actor>, 'threshold.list' | 'threshold.set'> => ({
  'threshold.list': () => service.list(),
  'threshold.set': ({ actor }, wish) => service.change(actor, wish),
});
