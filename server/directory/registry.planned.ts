import type { SchoolId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { LocalDate, Zone } from '../../shared/kernel/time.ts';
import type { Database } from '../platform/ports.ts';
import { rootOf, zoneOfRegion } from './directory.rules.ts';
import type { DirectoryView } from './directory.types.ts';
import type { RegistryName } from './registry.types.ts';

/** Lessons to come with what is to be closed: `row` is the first entry that has any, the day, minute and words are those of the next. */
export type Planned = {
  readonly row: number;
  readonly count: number;
  readonly date: LocalDate;
  readonly startMinute: number;
  readonly lesson: string;
};
export type StillPlanned = (
  trx: Database,
  wish: {
    readonly name: RegistryName;
    readonly ids: readonly string[];
    readonly from: LocalDate;
    readonly zone: Zone;
  },
) => Promise<Planned | null>;

type Closing<Fields> = {
  readonly spec: { readonly name: RegistryName; schoolOf(fields: Fields): SchoolId | null };
  readonly wishes: readonly { readonly id: string; readonly fields: Fields }[];
  readonly view: DirectoryView;
  readonly validFrom: LocalDate;
  /** Nothing is asked of entries that stay. */
  readonly closed: boolean;
};

/** INVALID_VALUE {field: 'id', reason: 'planned', row, count, date, startMinute, lesson} while lessons to come need one of them. */
export async function refusePlanned<Fields>(
  trx: Database,
  stillPlanned: StillPlanned | undefined,
  { spec, wishes, view: { snapshot }, validFrom, closed }: Closing<Fields>,
): Promise<Result<void>> {
  const [first] = wishes;
  if (!closed || first === undefined) return ok();
  const schoolId = spec.schoolOf(first.fields);
  const zone =
    schoolId === null
      ? zoneOfRegion(snapshot.regions, rootOf(snapshot.regions)?.id ?? null)
      : snapshot.zoneOf(schoolId);
  const wish = { name: spec.name, ids: wishes.map(({ id }) => id), from: validFrom, zone };
  const planned = await stillPlanned?.(trx, wish);
  return planned ? fail('INVALID_VALUE', { field: 'id', reason: 'planned', ...planned }) : ok();
}
