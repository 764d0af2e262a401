import { z } from 'zod';
import {
  type Mark,
  type MarkNews,
  type MarkPoint,
  markPoint,
  type PageMarks,
  type PlacedMark,
} from '../../shared/courseware.ts';
import { type CoursewareId, markId, type SessionId } from '../../shared/kernel/ids.ts';
import type { Database } from '../platform/ports.ts';
import type { WipedEvent } from '../session/session.door.ts';

type MarkRow = {
  session_id: SessionId;
  mark_id: string;
  courseware_id: CoursewareId;
  page: number;
  /** Of the page when it was drawn. */
  seq: number;
  tool: Mark['tool'];
  colour: Mark['colour'];
  width: number;
  points: string;
  point_count: number;
  /** The last event of the log that was known then: an older wiping does not take it. */
  drawn_after_seq: number;
  /** The event that took it away. */
  erased_seq: number | null;
  /** Null of strokes that were drawn before times were kept. */
  drawn_at_ms: number | null;
};
type Tables = {
  courseware_mark: MarkRow;
  courseware_page: { session_id: SessionId; courseware_id: CoursewareId; page: number; seq: number };
  courseware_wiped: { session_id: SessionId; applied_seq: number };
};

export type Page = {
  readonly sessionId: SessionId;
  readonly coursewareId: CoursewareId;
  readonly page: number;
};
/** What was known, and when, as a stroke came in. */
export type DrawnWhen = { readonly afterSeq: number; readonly atMs: number };
type Drawn = { readonly kind: 'drawn' | 'known'; readonly seq: number } | { readonly kind: 'full' };

/** Of all visible strokes of one page: what a late comer on a narrow line must fetch. */
export const PAGE_POINTS_MAX = 20_000;
const storedPoints = z.array(markPoint);
/** A ten-thousandth of a page is a fifth of a point on the largest screen. */
const POSITION = 10_000;
const PRESSURE = 1_000;
const rounded = ([x, y, pressure]: MarkPoint): MarkPoint => [
  Math.round(x * POSITION) / POSITION,
  Math.round(y * POSITION) / POSITION,
  Math.round(pressure * PRESSURE) / PRESSURE,
];

const markFrom = (row: MarkRow): Mark => ({
  markId: markId.parse(row.mark_id),
  tool: row.tool,
  colour: row.colour,
  width: row.width,
  points: storedPoints.parse(JSON.parse(row.points)),
});

export type MarkStore = ReturnType<typeof createMarkStore>;

/** Strokes of the pen 笔迹, and how far the log's wipings have been applied to them. */
export function createMarkStore(database: Database) {
  const tables = database.withTables<Tables>();
  type Own = Pick<typeof tables, 'insertInto' | 'selectFrom' | 'updateTable'>;
  const onPage = ({ sessionId, coursewareId, page }: Page) =>
    ({ session_id: sessionId, courseware_id: coursewareId, page }) as const;
  const visible = (own: Own, { sessionId, coursewareId, page }: Page) =>
    own
      .selectFrom('courseware_mark')
      .where('session_id', '=', sessionId)
      .where('courseware_id', '=', coursewareId)
      .where('page', '=', page)
      .where('erased_seq', 'is', null);
  const nextSeq = async (own: Own, page: Page): Promise<number> => {
    const row = await own
      .insertInto('courseware_page')
      .values({ ...onPage(page), seq: 1 })
      .onConflict((conflict) =>
        conflict
          .columns(['session_id', 'courseware_id', 'page'])
          .doUpdateSet((row) => ({ seq: row('courseware_page.seq', '+', 1) })),
      )
      .returning('seq')
      .executeTakeFirstOrThrow();
    return row.seq;
  };
  const take = async (own: Own, event: WipedEvent): Promise<MarkNews | null> => {
    const { coursewareId, page } = event.body;
    const where = { sessionId: event.sessionId, coursewareId, page };
    const wiping = own
      .updateTable('courseware_mark')
      .set({ erased_seq: event.seq })
      .where('session_id', '=', event.sessionId)
      .where('courseware_id', '=', coursewareId)
      .where('page', '=', page)
      .where('erased_seq', 'is', null);
    const hit =
      event.type === 'marks.erased'
        ? wiping.where('mark_id', 'in', event.body.markIds)
        : wiping.where('drawn_after_seq', '<', event.seq);
    const rows = await hit.returning('mark_id').execute();
    if (rows.length === 0) return null;
    const seq = await nextSeq(own, where);
    const change =
      event.type === 'marks.cleared'
        ? ({ kind: 'cleared' } as const)
        : ({ kind: 'erased', markIds: rows.map((row) => markId.parse(row.mark_id)) } as const);
    return { coursewareId, page, seq, change };
  };
  return {
    /** Keeps a stroke once. `full` when the page holds no more. */
    draw(page: Page, mark: Mark, { afterSeq, atMs }: DrawnWhen): Promise<Drawn> {
      return tables.transaction().execute(async (own): Promise<Drawn> => {
        const known = await own
          .selectFrom('courseware_mark')
          .select('seq')
          .where('session_id', '=', page.sessionId)
          .where('mark_id', '=', mark.markId)
          .executeTakeFirst();
        if (known !== undefined) return { kind: 'known', seq: known.seq };
        const held = await visible(own, page)
          .select(({ fn }) => fn.sum<number | null>('point_count').as('count'))
          .executeTakeFirst();
        if (Number(held?.count ?? 0) + mark.points.length > PAGE_POINTS_MAX) return { kind: 'full' };
        const seq = await nextSeq(own, page);
        await own
          .insertInto('courseware_mark')
          .values({
            ...onPage(page),
            ...{ mark_id: mark.markId, tool: mark.tool, colour: mark.colour, width: mark.width },
            ...{ points: JSON.stringify(mark.points.map(rounded)), point_count: mark.points.length },
            ...{ seq, drawn_after_seq: afterSeq, erased_seq: null, drawn_at_ms: Math.floor(atMs) },
          })
          .execute();
        return { kind: 'drawn', seq };
      });
    },
    /** Up to where in the log wipings have been applied. */
    async appliedSeq(sessionId: SessionId): Promise<number> {
      const row = await tables
        .selectFrom('courseware_wiped')
        .select('applied_seq')
        .where('session_id', '=', sessionId)
        .executeTakeFirst();
      return row?.applied_seq ?? 0;
    },
    /** Applies wipings in their order, each once whoever else tries. @returns what that changed */
    apply(sessionId: SessionId, events: readonly WipedEvent[]): Promise<readonly MarkNews[]> {
      return tables.transaction().execute(async (own) => {
        await own
          .insertInto('courseware_wiped')
          .values({ session_id: sessionId, applied_seq: 0 })
          .onConflict((conflict) => conflict.column('session_id').doNothing())
          .execute();
        const news: MarkNews[] = [];
        for (const event of events) {
          const mine = await own
            .updateTable('courseware_wiped')
            .set({ applied_seq: event.seq })
            .where('session_id', '=', sessionId)
            .where('applied_seq', '<', event.seq)
            .executeTakeFirst();
          const changed = Number(mine.numUpdatedRows) > 0 ? await take(own, event) : null;
          if (changed !== null) news.push(changed);
        }
        return news;
      });
    },
    /** Whether anything was ever drawn in it. */
    async has(sessionId: SessionId): Promise<boolean> {
      const row = await tables
        .selectFrom('courseware_mark')
        .select('mark_id')
        .where('session_id', '=', sessionId)
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },
    /** Every stroke of a lesson, also those that were taken away, each page's in the order in which they were drawn. */
    async ofSession(sessionId: SessionId): Promise<readonly PlacedMark[]> {
      const rows = await tables
        .selectFrom('courseware_mark')
        .selectAll()
        .where('session_id', '=', sessionId)
        .orderBy('courseware_id')
        .orderBy('page')
        .orderBy('seq')
        .execute();
      return rows.map((row) => ({
        ...{ coursewareId: row.courseware_id, page: row.page, mark: markFrom(row) },
        drawnAtMs: row.drawn_at_ms === null ? null : Number(row.drawn_at_ms),
        ...{ drawnAfterSeq: row.drawn_after_seq, erasedSeq: row.erased_seq },
      }));
    },
    /** The seq is read first: marks may be newer than it says, never older, and whoever is told of one twice has it once. */
    async list(page: Page): Promise<PageMarks> {
      const { coursewareId } = page;
      const row = await tables
        .selectFrom('courseware_page')
        .select('seq')
        .where('session_id', '=', page.sessionId)
        .where('courseware_id', '=', coursewareId)
        .where('page', '=', page.page)
        .executeTakeFirst();
      const rows = await visible(tables, page).selectAll().orderBy('seq').execute();
      return { coursewareId, page: page.page, seq: row?.seq ?? 0, marks: rows.map(markFrom) };
    },
  };
}
