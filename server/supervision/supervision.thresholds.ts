import { personId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import { type AlarmThresholds, alarmThresholds, defaultAlarmThresholds } from '../../shared/supervision.ts';
import type { RouteAnswer, RouteBody } from '../../shared/wire/routes.ts';
import { topsOf } from '../coverage/report.tree.rules.ts';
import { rootOf } from '../directory/directory.rules.ts';
import type { DirectoryReader } from '../directory/directory.types.ts';
import type { Actor, Permit } from '../identity/identity.types.ts';
import type { AlarmStore } from './supervision.store.ts';

export type AlarmThresholdDeps = {
  readonly store: Pick<AlarmStore, 'thresholds'>;
  readonly directory: DirectoryReader & { today(): Promise<LocalDate> };
  readonly permit: Permit;
};

const ENTRY = 'alarms';

/** When something is an alarm: settings of the whole tree, every version kept. */
export function createAlarmThresholds({ store, directory, permit }: AlarmThresholdDeps) {
  const register = store.thresholds;
  const inForce = async (): Promise<AlarmThresholds> => {
    const newest = await register.get(ENTRY);
    if (newest === null) return defaultAlarmThresholds;
    const { reason: _reason, ...rest } = newest.fields;
    return rest;
  };

  /** Every version with its reason, oldest first. FORBIDDEN without a role that supervises somewhere. */
  async function list(actor: Actor): Promise<Result<RouteAnswer<'alarmThreshold.list'>>> {
    const today = await directory.today();
    const tree = await directory.tree(today);
    if (actor.kind !== 'person' || topsOf(permit, actor, tree, 'alarmThreshold.list').length === 0)
      return fail('FORBIDDEN');
    const names = await directory.names(today);
    const versions = await register.history(ENTRY);
    return ok({
      defaults: defaultAlarmThresholds,
      versions: versions.map(({ version, recordedAtMs, recordedBy, fields }) => {
        const { reason, ...rest } = fields;
        const writer = personId.safeParse(recordedBy);
        const byName = writer.success ? (names.person(writer.data)?.name ?? '') : '';
        return { version, recordedAtMs, byName, reason, thresholds: rest };
      }),
    });
  }

  /** In force at once. FORBIDDEN but for administrators of the whole tree; CONFLICT when somebody else was faster. */
  async function change(
    actor: Actor,
    wish: RouteBody<'alarmThreshold.set'>,
  ): Promise<Result<Record<string, never>>> {
    const today = await directory.today();
    const root = rootOf((await directory.tree(today)).regions);
    const paths = root === undefined ? [] : [{ regionIds: [root.id], schoolIds: [] }];
    if (actor.kind !== 'person' || !permit(actor, 'alarmThreshold.set', { paths, relations: [] }))
      return fail('FORBIDDEN');
    const { reason, expectedVersion, ...rest } = wish;
    const fields = { ...alarmThresholds.parse(rest), reason };
    const note = { by: actor.personId, validFrom: today };
    const newest = (await register.history(ENTRY)).at(-1);
    if ((newest?.version ?? 0) !== expectedVersion)
      return fail('CONFLICT', { version: newest?.version ?? 0 });
    if (newest === undefined) await register.add(fields, { ...note, id: ENTRY });
    else {
      const revised = await register.revise(ENTRY, { ...note, expectedVersion, fields });
      if (!revised.ok) return revised;
    }
    return ok({});
  }

  return { inForce, list, change };
}
