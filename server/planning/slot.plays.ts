import type { RecordingId, SlotId } from '../../shared/kernel/ids.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import { instantOf, type LocalDate } from '../../shared/kernel/time.ts';
import type { SlotFields } from '../../shared/slot.ts';
import { invalid } from '../directory/directory.rules.ts';
import type { DirectoryView } from '../directory/directory.types.ts';
import type { Becoming } from '../directory/registry.types.ts';
import type { Clock } from '../platform/ports.ts';
import type { PlanningMirrors } from './planning.mirrors.ts';
import type { RecordingFor } from './planning.types.ts';
import { lessonDates } from './slot.dates.rules.ts';
import { calendarOf } from './slot.grounds.ts';

type Deps = {
  readonly mirrors: PlanningMirrors;
  readonly recordingFor: RecordingFor;
  readonly clock: Clock;
};
type Asked = { readonly view: DirectoryView; readonly from: LocalDate };

/** What slots play 录播, held against the recordings themselves: those are asked, and so not by the rules. */
export type SlotPlays = {
  /**
   * INVALID_VALUE: {plays, unknown} for a recording that is not there or not theirs to see, {plays, mismatch} for one that still grows or was
   * removed, {plays, elsewhere} for one of another school's lesson, {plays, range} for one that is not kept until the slot's next lesson;
   * {lecturerId, mismatch} for whoever did not teach in it.
   */
  check(fields: SlotFields, asked: Asked): Promise<Result<void>>;
  /** The same of slots that are changed, with the `row` of the one that is refused. What a slot played before is not asked about again. */
  checkAll(entries: readonly Becoming<SlotId, SlotFields>[], asked: Asked): Promise<Result<void>>;
};

export function createSlotPlays({ mirrors, recordingFor, clock }: Deps): SlotPlays {
  async function check(fields: SlotFields, { view, from }: Asked): Promise<Result<void>> {
    if (fields.plays === undefined) return ok();
    const played = await recordingFor(view.actor, fields.plays);
    if (played === null) return invalid('plays', 'unknown');
    if (!played.whole) return invalid('plays', 'mismatch');
    if (played.leadingSchoolId !== fields.leadingSchoolId) return invalid('plays', 'elsewhere');
    if (played.lecturerId !== fields.lecturerId) return invalid('lecturerId', 'mismatch');
    const calendar = calendarOf(mirrors, fields.termId, from > mirrors.date() ? from : mirrors.date());
    const zone = view.snapshot.zoneOf(fields.leadingSchoolId);
    const next = (calendar === null ? [] : lessonDates(fields, calendar)).find(
      ({ date }) => instantOf(date, fields.startMinute, zone) > clock.nowMs(),
    );
    const isGone = played.keptUntil !== null && next !== undefined && played.keptUntil < next.date;
    return isGone ? invalid('plays', 'range') : ok();
  }
  const isClosed = (id: SlotId) => mirrors.slots.versions(id).at(-1)?.closed === true;
  const stays = ({ id, before, fields }: Becoming<SlotId, SlotFields>) =>
    id !== null && !isClosed(id) && before !== null && taughtAlike(before, fields);
  return {
    check,
    async checkAll(entries, asked) {
      for (const [row, entry] of entries.entries()) {
        if (entry.closed || stays(entry)) continue;
        const checked = await check(entry.fields, asked);
        if (checked.ok) continue;
        const { error } = checked;
        return entry.id === null
          ? checked
          : { ok: false, error: { ...error, params: { ...error.params, row } } };
      }
      return ok();
    },
  };
}

type Taught = Pick<SlotFields, 'lecturerId' | 'leadingSchoolId'> & { plays?: RecordingId | undefined };
const taughtAlike = (a: Taught, b: Taught): boolean =>
  a.plays === b.plays && a.lecturerId === b.lecturerId && a.leadingSchoolId === b.leadingSchoolId;
