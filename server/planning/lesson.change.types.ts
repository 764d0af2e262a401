import type { Result } from '../../shared/kernel/result.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import type { LessonFields } from '../../shared/lesson.ts';
import type { TermFields } from '../../shared/term.ts';
import type { DirectoryView } from '../directory/directory.types.ts';
import type { LessonAct } from './lesson.change.rules.ts';
import type { LessonEntry } from './planning.types.ts';

export type ChangeGround = { readonly view: DirectoryView; readonly term: TermFields | null };
/** What becomes of a lesson; null leaves one of the rest as it is. */
export type Become = (lesson: LessonEntry, first: LessonEntry) => LessonFields | null;
export type Step = {
  readonly act: LessonAct;
  readonly check: (first: LessonEntry, ground: ChangeGround) => Result<void> | Promise<Result<void>>;
  readonly become: (ground: ChangeGround) => Become | Promise<Become>;
  readonly movesTo?: LocalDate;
};
