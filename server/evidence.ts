import { SERVICEABLE_DAYS } from '../shared/device.ts';
import type { BesideLog } from './attendance/settlement.ts';
import type { Devices } from './device/device.module.ts';
import type { LessonQualities } from './quality/lesson.quality.ts';

const CHECKED_WITHIN_MS = SERVICEABLE_DAYS * 86_400_000;

/** What is known of a lesson's rooms beside its log: how their lines did, and which of their screens had failed. */
export function createEvidence(parts: {
  readonly quality: () => Pick<LessonQualities, 'settle'>;
  readonly devices: Pick<Devices, 'failedRooms'>;
}): Required<BesideLog>['evidenceOf'] {
  return async (asked) => {
    const settled = await parts.quality().settle(asked);
    const toMs = asked.spans.at(-1)?.toMs ?? 0;
    const rooms = asked.rooms.map(({ roomId }) => roomId);
    const failed = await parts.devices.failedRooms(rooms, { fromMs: toMs - CHECKED_WITHIN_MS, toMs });
    return new Map(
      rooms.map((roomId) => {
        const { weak, frozen } = settled.get(roomId) ?? { weak: [], frozen: [] };
        return [roomId, { weak, frozen, deviceFailed: failed.has(roomId) }];
      }),
    );
  };
}
