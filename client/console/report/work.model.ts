import type { z } from 'zod';
import type { OwnWork, workPart } from '../../../shared/coverage/own.ts';

export type WorkPart = z.infer<typeof workPart>;

/** Minutes and lessons of each part, over all kinds of lessons. */
export function workByPart(
  work: OwnWork['work'],
): { part: WorkPart; minutes: number; lessonCount: number }[] {
  const parts = ['lectured', 'assisted', 'researched'] as const;
  return parts.map((part) => {
    const own = work.filter((each) => each.part === part);
    return {
      part,
      minutes: own.reduce((sum, each) => sum + each.minutes, 0),
      lessonCount: own.reduce((sum, each) => sum + each.lessonCount, 0),
    };
  });
}

/** Points that said something, those that ask for help before those that are content. */
export function saidInOrder(said: OwnWork['said']): OwnWork['said'] {
  const trouble = ({ confirmation, signals }: OwnWork['said'][number]) =>
    (confirmation !== null && confirmation.outcome !== 'held' ? 100 : 0) +
    signals.reduce((sum, { count }) => sum + count, 0);
  return said
    .filter(({ confirmation, signals }) => confirmation !== null || signals.length > 0)
    .toSorted((a, b) => trouble(b) - trouble(a) || b.localDate.localeCompare(a.localDate));
}
