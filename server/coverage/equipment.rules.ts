import type { Thresholds } from '../../shared/attendance.ts';
import type { MeasureName } from '../../shared/coverage/measures.ts';
import { DAY_MS } from '../../shared/kernel/time.ts';
import { receives, type SchoolFacts } from './school.types.ts';

/** Indicators 7 to 11: what stands in the registers on one day. A teaching point is no school of its own in 8 and 10. */
export function equipmentMeasures(
  school: SchoolFacts,
  thresholds: Thresholds,
): Partial<Record<MeasureName, number>> {
  const has = (holds: (room: SchoolFacts['rooms'][number]) => boolean) => (school.rooms.some(holds) ? 1 : 0);
  const lectures = has((room) => room.ends.includes('lecture'));
  const listens = has((room) => room.ends.includes('listening'));
  const receiving = receives(school.kind);
  const ownSchool = school.kind !== 'teachingPoint';
  const everyday = school.rooms.filter((room) => room.recording === 'everyday').length;
  return {
    centralSchoolCount: receiving ? 0 : 1,
    lectureEndSchoolCount: receiving ? 0 : lectures,
    schoolCount: ownSchool ? 1 : 0,
    dedicatedSchoolCount: ownSchool ? has((room) => room.recording === 'dedicated') : 0,
    listeningSchoolCount: receiving ? 1 : 0,
    listeningEndSchoolCount: receiving ? listens : 0,
    ...(thresholds.everydayBase === 'rooms'
      ? { everydayBaseCount: school.rooms.length, everydayCount: everyday }
      : { everydayBaseCount: ownSchool ? 1 : 0, everydayCount: ownSchool && everyday > 0 ? 1 : 0 }),
    deviceCount: school.devices.length,
    serviceableDeviceCount: school.devices.filter((each) => isServiceable(each, school, thresholds)).length,
  };
}

/** 完好: the last check passed, and is not older than the set days. */
function isServiceable(
  { lastCheck }: SchoolFacts['devices'][number],
  { asOfMs }: SchoolFacts,
  { serviceableDays }: Thresholds,
): boolean {
  return lastCheck?.passed === true && asOfMs - lastCheck.atMs <= serviceableDays * DAY_MS;
}
