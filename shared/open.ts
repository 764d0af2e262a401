import { z } from 'zod';
import {
  lessonLine,
  listedKey,
  needLine,
  pairLine,
  reportPage,
  reportScope,
  roomLine,
  schoolLine,
} from './coverage/report.ts';
import { openTokenId } from './kernel/ids.ts';

/** A token 令牌 by which another system reads an office's open data 开放数据. Its secret is told once and kept as a hash. */
export const openToken = z.object({
  id: openTokenId,
  name: z.string(),
  scope: reportScope,
  scopeName: z.string(),
  createdAtMs: z.int(),
  createdByName: z.string(),
  lastUsedAtMs: z.int().nullable(),
});
export type OpenToken = z.infer<typeof openToken>;

/** Whatever would name a teacher is left out: the list of people, and who corrected a cause. */
export const openListedKey = listedKey.exclude(['workload']);

/** A page of the report without teachers' workload. */
export const openReport = reportPage.omit({ tops: true });
export type OpenReport = z.infer<typeof openReport>;

const openLessonLine = lessonLine.omit({ correction: true, correctable: true });

export const openList = z.object({
  total: z.int().nullable(),
  /** To be asked for next; null at the end. A page may be shorter than asked for, and empty, while there is more. */
  next: z.string().nullable(),
  rows: z.discriminatedUnion('list', [
    z.object({ list: z.literal('needs'), lines: z.array(needLine) }),
    z.object({ list: z.literal('lessons'), lines: z.array(openLessonLine) }),
    z.object({ list: z.literal('schools'), lines: z.array(schoolLine) }),
    z.object({ list: z.literal('rooms'), lines: z.array(roomLine) }),
    z.object({ list: z.literal('pairs'), lines: z.array(pairLine) }),
  ]),
});
export type OpenList = z.infer<typeof openList>;
