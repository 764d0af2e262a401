import type { FeedSubject } from '../../shared/feed.ts';
import type { FeedId, PersonId } from '../../shared/kernel/ids.ts';
import type { LessonEntry } from './planning.types.ts';

export type Feed = {
  readonly id: FeedId;
  readonly subject: FeedSubject;
  readonly createdAtMs: number;
  readonly createdBy: PersonId;
  readonly lastReadAtMs: number | null;
  readonly revokedAtMs: number | null;
};

/** A lesson's newest version as a calendar needs it. */
export type FeedLesson = Pick<LessonEntry, 'id' | 'version' | 'recordedAtMs' | 'fields'>;
