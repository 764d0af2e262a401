import { setImmediate as breath } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import { fileFormat, type TableKind, tableKind } from '../../shared/import.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { type Locale, locales } from '../../shared/text/text.ts';
import { allowed } from '../directory/directory.service.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { Download, DownloadRoute } from '../platform/http-routes.ts';
import { headingsOf } from './import.check.ts';
import { type GroundDeps, groundFor } from './import.ground.ts';
import type { Column } from './import.kind.types.ts';
import { boundKinds } from './import.registers.ts';
import type { Workbook } from './import.sheet.ts';
import { keyOf, wordOf } from './import.words.rules.ts';
import type { ToWriter } from './import.writer.worker.ts';

type Table = { readonly kind: TableKind; readonly locale: Locale; readonly columns: readonly Column[] };
type Rows = readonly (readonly string[])[];

/** So many rows are written without a break. */
const TOGETHER = 500;
const LONGEST_MS = 60_000;

const fileName = z.string().regex(/^[a-zA-Z]+\.(csv|xlsx)$/);
const asked = z.strictObject({
  file: fileName,
  locale: z.enum(locales).default('zh-CN'),
  template: z.enum(['true']).optional(),
});

/**
 * Registers and empty tables to fill in, at `/api/exports/KIND.FORMAT?template=true&locale=…`. Each can be read back by an import, and then
 * changes nothing.
 */
export function exportDownload(deps: GroundDeps): DownloadRoute<Actor> {
  return {
    name: 'exports',
    path: '/api/exports/:file',
    async handle({ actor }, query) {
      const read = asked.safeParse(query);
      if (!read.success) return fail('BAD_REQUEST');
      const [name = '', ending = ''] = read.data.file.split('.');
      const [kind, format] = [tableKind.safeParse(name), fileFormat.safeParse(ending)];
      if (!kind.success || !format.success) return fail('NOT_FOUND');
      const { locale, template } = read.data;
      const rows = await rowsFor(deps, actor, { kind: kind.data, locale, template: template !== undefined });
      if (!rows.ok) return rows;
      const table = { kind: kind.data, locale, columns: boundKinds(deps.registers)[kind.data].columns };
      const base = template === undefined ? name : `${name}-template`;
      return ok(
        format.data === 'csv'
          ? await csvFile(table, rows.value, base)
          : await xlsxFile(table, rows.value, base),
      );
    },
  };
}

/** Null for a template. */
async function rowsFor(
  deps: GroundDeps,
  actor: Actor,
  {
    kind,
    locale,
    template,
  }: { readonly kind: TableKind; readonly locale: Locale; readonly template: boolean },
): Promise<Result<Rows | null>> {
  const ground = await groundFor(deps, actor, locale);
  if (!ground.ok) return ground;
  const { view } = ground.value;
  const permitted = allowed(view.may('import.open', view.everywhere));
  if (!permitted.ok) return permitted;
  return ok(template ? null : await boundKinds(deps.registers)[kind].rows(ground.value));
}

async function csvFile({ columns, locale }: Table, rows: Rows | null, base: string): Promise<Download> {
  const options = { escape_formulas: true, record_delimiter: 'windows' as const };
  const hints = hintsOf(columns, locale).map((hint, index) => (index === 0 ? `# ${hint}` : hint));
  const lines: Rows = [headingsOf(columns, locale), ...(rows ?? [hints])];
  // Spreadsheets know Chinese by the mark.
  let text = '\ufeff';
  for (let from = 0; from < lines.length; from += TOGETHER) {
    text += stringify(
      lines.slice(from, from + TOGETHER).map((line) => [...line]),
      options,
    );
    await breath();
  }
  return { contentType: 'text/csv; charset=utf-8', fileName: `${base}.csv`, text };
}

const hintsOf = (columns: readonly Column[], locale: Locale): string[] =>
  columns.map(({ heading, required }) => {
    const hint = wordOf(keyOf(`hint.${heading}`), locale);
    return required ? `${wordOf('hint.required', locale)} · ${hint}` : hint;
  });

async function xlsxFile(
  { kind, columns, locale }: Table,
  rows: Rows | null,
  base: string,
): Promise<Download> {
  const word = (key: Parameters<typeof wordOf>[0]) => wordOf(key, locale);
  const headings = headingsOf(columns, locale);
  const notes = {
    name: word('sheet.notes'),
    rows: [
      [word('note.column'), word('note.required'), word('note.how')],
      ...columns.map(({ heading, required }, index) => [
        headings[index] ?? '',
        word(required ? 'note.yes' : 'note.no'),
        word(keyOf(`hint.${heading}`)),
      ]),
    ],
  };
  const book = { name: word(`sheet.${kind}`), headings, notes: rows === null ? notes : null };
  return {
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    fileName: `${base}.xlsx`,
    text: '',
    bytes: await written(book, rows ?? []),
  };
}

/** In a thread of its own: packing takes seconds where there are many rows. */
async function written(book: Omit<Workbook, 'rows'>, rows: Rows): Promise<Uint8Array> {
  const worker = new Worker(new URL('./import.writer.worker.ts', import.meta.url), { workerData: book });
  const limit = setTimeout(() => void worker.terminate(), LONGEST_MS);
  try {
    const file = new Promise<Uint8Array>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('the writer ended early')));
    });
    const say = (batch: ToWriter) => worker.postMessage(batch);
    for (let from = 0; from < rows.length; from += TOGETHER) {
      say(rows.slice(from, from + TOGETHER));
      await breath();
    }
    say(null);
    return await file;
  } finally {
    clearTimeout(limit);
    await worker.terminate();
  }
}
