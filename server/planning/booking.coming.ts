import type { LessonId } from '../../shared/kernel/ids.ts';
import { instantOf, wallClock } from '../../shared/kernel/time.ts';
import type { LessonFields } from '../../shared/lesson.ts';
import type { StillPlanned } from '../directory/registry.planned.ts';
import type { Clock } from '../platform/ports.ts';
import type { Register } from '../platform/register.types.ts';
import type { Resource } from './booking.rules.ts';
import type { BookingStore } from './booking.store.ts';

type Deps = {
  readonly bookings: Pick<BookingStore, 'coming'>;
  readonly lessons: Pick<Register<LessonId, LessonFields, never, never, unknown>, 'history'>;
  readonly clock: Clock;
};

/** What of the directory lessons hold. */
const held: Readonly<Record<string, Resource>> = { room: 'room', person: 'person', class: 'class' };

/** Lessons that are planned with rooms, people or classes which are to be closed: whoever closes them is told of the next one. */
export function createStillPlanned({ bookings, lessons, clock }: Deps): StillPlanned {
  return async (trx, { name, ids, from, zone }) => {
    const resource = held[name];
    if (resource === undefined) return null;
    const fromMs = Math.max(clock.nowMs(), instantOf(from, 0, zone));
    const coming = await bookings.coming(trx, { resource, ids, fromMs });
    const row = ids.findIndex((id) => coming.has(id));
    const found = coming.get(ids[row] ?? '');
    if (found === undefined) return null;
    const next = (await lessons.history(found.lessonId, trx)).at(-1)?.fields;
    const { date, minute } = wallClock(found.startAtMs, next?.zone ?? zone);
    const words = next === undefined ? '' : `${next.subject} ${next.grade}`.trim();
    return { row, count: found.count, date, startMinute: minute, lesson: words };
  };
}
