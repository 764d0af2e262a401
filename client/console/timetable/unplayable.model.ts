import type { UnplayableLesson } from '../../../shared/lesson.ts';

/** Lessons of one slot with the same trouble, by the first of them. */
export type Together = UnplayableLesson & { readonly count: number };

/** A slot of a whole term is one row: what is done about it is done once. A lesson without a slot stands alone. */
export function together(lessons: readonly UnplayableLesson[]): readonly Together[] {
  const groups = Map.groupBy(lessons, ({ card, recordingId, trouble }) =>
    [card.slotId ?? card.lessonId, recordingId, trouble.state].join(' '),
  );
  return [...groups.values()].flatMap((group) =>
    group.slice(0, 1).map((first) => ({ ...first, count: group.length })),
  );
}
