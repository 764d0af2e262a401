import type { RoomId } from '../../shared/kernel/ids.ts';
import { plannedEndAtMs } from '../../shared/lesson.ts';
import type { AlarmRule, AlarmThresholds } from '../../shared/supervision.ts';
import type { LessonNow, RoomNow, Trouble } from './supervision.types.ts';

/** An alarm is the same as long as rule and room are. */
const keyOf = ({ rule, roomId }: { readonly rule: AlarmRule; readonly roomId: RoomId | null }): string =>
  `${rule} ${roomId ?? ''}`;

/** Everything that is wrong with a lesson and has been for long enough. */
export function troublesOf(lesson: LessonNow, thresholds: AlarmThresholds, nowMs: number): Trouble[] {
  const { fields } = lesson.entry;
  if (fields.cancelled !== null || lesson.phase === 'cancelled' || lesson.phase === 'ended') return [];
  if (lesson.phase === 'live')
    return lesson.rooms.flatMap((room) => troubleIn(room, { lesson, thresholds, nowMs }));
  const late = nowMs >= fields.plannedStartAtMs + thresholds.notStartedMs;
  // Once its time is over nobody can help it any more: the report says that it was missed.
  return late && nowMs < plannedEndAtMs(fields)
    ? [{ rule: 'notStarted', roomId: null, fromMs: fields.plannedStartAtMs }]
    : [];
}

type At = {
  readonly lesson: LessonNow;
  readonly thresholds: AlarmThresholds;
  readonly nowMs: number;
};

function troubleIn(room: RoomNow, { lesson, thresholds, nowMs }: At): Trouble[] {
  const { roomId, state, sinceMs, removed, quality } = room;
  const begunMs = Math.max(lesson.startedAtMs ?? 0, lesson.entry.fields.plannedStartAtMs);
  if (state === 'here') {
    if (typeof quality === 'string' || nowMs - quality.badSinceMs < thresholds.badQualityMs) return [];
    return [{ rule: 'qualityBad', roomId, fromMs: quality.badSinceMs }];
  }
  if (removed) return [];
  const wasThere = sinceMs !== null && sinceMs > begunMs;
  const fromMs = wasThere ? sinceMs : begunMs;
  const patienceMs = wasThere ? thresholds.roomLostMs : thresholds.roomAbsentMs;
  return nowMs - fromMs >= patienceMs ? [{ rule: 'roomOffline', roomId, fromMs }] : [];
}

type Open = { readonly rule: AlarmRule; readonly roomId: RoomId | null; readonly fromMs: number };

/** What begins and what ends. What this server cannot judge stays as it is. */
export function changesOf<A extends Open>(
  open: readonly A[],
  lesson: LessonNow | null,
  { thresholds, nowMs }: { readonly thresholds: AlarmThresholds; readonly nowMs: number },
): { readonly begin: readonly Trouble[]; readonly end: readonly { alarm: A; toMs: number }[] } {
  const troubles = lesson === null ? [] : troublesOf(lesson, thresholds, nowMs);
  const wrong = new Set(troubles.map(keyOf));
  const known = new Set(open.map(keyOf));
  return {
    begin: troubles.filter((each) => !known.has(keyOf(each))),
    end: open
      .filter((each) => !wrong.has(keyOf(each)) && !isUnknown(each, lesson))
      .map((alarm) => ({ alarm, toMs: endOf(alarm, lesson, nowMs) })),
  };
}

function isUnknown({ rule, roomId }: Open, lesson: LessonNow | null): boolean {
  if (rule !== 'qualityBad' || lesson?.phase !== 'live') return false;
  const room = lesson.rooms.find((each) => each.roomId === roomId);
  return room?.state === 'here' && room.quality === 'unknown';
}

/** When it was over: at the moment that ended it where that is known, and never before it began. */
function endOf(alarm: Open, lesson: LessonNow | null, nowMs: number): number {
  return Math.max(alarm.fromMs, Math.min(nowMs, overAtMs(alarm, lesson) ?? nowMs));
}

function overAtMs({ rule, roomId }: Open, lesson: LessonNow | null): number | null {
  if (lesson === null) return null;
  if (lesson.endedAtMs !== null && lesson.phase === 'ended') return lesson.endedAtMs;
  const room = lesson.rooms.find((each) => each.roomId === roomId);
  switch (rule) {
    case 'notStarted':
      return lesson.startedAtMs ?? plannedEndAtMs(lesson.entry.fields);
    case 'roomOffline':
      return room?.state === 'here' ? room.sinceMs : null;
    case 'qualityBad':
      return room !== undefined && room.state !== 'here' ? room.sinceMs : null;
  }
}
