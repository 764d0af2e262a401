import { z } from 'zod';
import { importId } from './kernel/ids.ts';

/** What a file may hold: rows of one register, or a OneRoster 1.2 package. */
export const importKind = z.enum([
  'regions',
  'schools',
  'rooms',
  'classes',
  'people',
  'needs',
  'links',
  'bells',
  'elsewhere',
  'groups',
  'oneRoster',
]);
export type ImportKind = z.infer<typeof importKind>;
/** What has a table of its own, and so a template and an export. */
export const tableKind = importKind.exclude(['oneRoster']);
export type TableKind = z.infer<typeof tableKind>;
export const fileFormat = z.enum(['csv', 'xlsx']);
/** Largest file that is taken, in bytes. */
export const IMPORT_MAX_BYTES = 32 * 1024 * 1024;
/** Largest part in which it is sent, in bytes: on the weakest lines one comes through in a few seconds. */
export const IMPORT_PART_BYTES = 256 * 1024;
/** Most rows of one file. */
export const IMPORT_MAX_ROWS = 200_000;
/** Most problems that are listed; all are counted. */
export const LISTED_PROBLEMS = 1_000;

/** What is wrong with one cell. Lines and columns as a spreadsheet counts them, from 1; column 0 is the whole line, line 0 the file. */
export const importProblem = z.object({
  /** The file within a package, else empty. */
  table: z.string(),
  line: z.int(),
  column: z.int(),
  heading: z.string(),
  value: z.string(),
  /** A text key without its `import.problem.`, and what fills it. */
  problem: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type ImportProblem = z.infer<typeof importProblem>;

const counts = { added: z.int(), changed: z.int(), unchanged: z.int() };
const progress = { doneCount: z.int(), totalCount: z.int() };

/** A file on its way into the registers: read, checked and shown before anything is written. */
export const importState = z.object({
  importId,
  kind: importKind,
  fileName: z.string(),
  state: z.discriminatedUnion('state', [
    /** Bytes. */
    z.object({ state: z.literal('uploading'), ...progress }),
    /** Rows; a total of 0 is not known yet. */
    z.object({ state: z.literal('reading'), ...progress }),
    /** Nothing can be applied while there are problems. */
    z.object({
      state: z.literal('checked'),
      ...counts,
      problemCount: z.int(),
      problems: z.array(importProblem).max(LISTED_PROBLEMS),
    }),
    z.object({ state: z.literal('applying'), ...progress }),
    z.object({ state: z.literal('applied'), ...counts }),
    /** The file could not be read at all, or the registers changed meanwhile: a text key without its `import.problem.`. */
    z.object({ state: z.literal('failed'), problem: z.string() }),
  ]),
  /** Rows as they would be written, those that change something first. */
  sample: z.array(
    z.object({ line: z.int(), act: z.enum(['add', 'change', 'keep']), cells: z.array(z.string()) }),
  ),
  headings: z.array(z.string()),
  /** Columns of the file that nothing is read from. */
  ignored: z.array(z.string()),
});
export type ImportState = z.infer<typeof importState>;
