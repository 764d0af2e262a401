import { Worker } from 'node:worker_threads';
import { createPace } from '../platform/pace.ts';
import { PRINTED_MAX } from './export.pdf.rules.ts';
import type { Font, FromWriter, Paper, Row, Sheet, ToWriter, WriterWish } from './export.types.ts';
import { SHEET_ROWS_MAX } from './export.xlsx.rules.ts';

/** Of a writer's own memory. */
const HEAP_MB = 256;
const LONGEST_MS = 15 * 60_000;
/** Batches of rows that lie at the writer before it has taken one. */
const AHEAD = 4;
const TOGETHER = 250;
/** Writers at a time; whoever comes after them waits. */
const AT_ONCE = 2;

let running = 0;
const waiting: (() => void)[] = [];

async function turn(): Promise<void> {
  if (running < AT_ONCE) running += 1;
  else await new Promise<void>((resolve) => waiting.push(resolve));
}

function pass(): void {
  const next = waiting.shift();
  if (next === undefined) running -= 1;
  else next();
}

/** The file, piece by piece, written by a thread of its own; it ends when nobody takes pieces any more. */
export async function* writtenPaper(
  paper: Paper,
  wish: Pick<WriterWish, 'format' | 'font'>,
): AsyncGenerator<Uint8Array> {
  await turn();
  try {
    yield* written(paper, wish);
  } finally {
    pass();
  }
}

/** The first rows of a sheet, so many at a time. */
async function* batches(sheet: Sheet, most: number): AsyncGenerator<readonly Row[]> {
  let left = most;
  for await (const some of sheet.rows())
    for (let from = 0; from < some.length; from += TOGETHER) {
      const rows = some.slice(from, from + Math.min(TOGETHER, left));
      yield rows;
      left -= rows.length;
      if (left === 0) return;
    }
}

async function* written(
  paper: Paper,
  { format, font }: { readonly format: 'xlsx' | 'pdf'; readonly font: Font | null },
): AsyncGenerator<Uint8Array> {
  const sheets = paper.sheets.map(({ name, columns }) => ({ name, columns }));
  const workerData: WriterWish = { outline: { ...paper, sheets }, format, font };
  const worker = new Worker(new URL('./export.writer.worker.ts', import.meta.url), {
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  const told: FromWriter[] = [];
  let failure: unknown = null;
  let isOver = false;
  let credit = AHEAD;
  let wakers: (() => void)[] = [];
  const wake = () => {
    const all = wakers;
    wakers = [];
    for (const each of all) each();
  };
  const news = () => new Promise<void>((resolve) => wakers.push(resolve));
  const fail = (cause: unknown) => {
    failure ??= cause;
    wake();
  };
  worker.on('message', (message: FromWriter) => {
    if (message.type === 'taken') credit += 1;
    else told.push(message);
    wake();
  });
  worker.on('error', fail);
  worker.on('exit', () => fail(new Error('the writer ended early')));
  const limit = setTimeout(() => fail(new Error('a file took too long to write')), LONGEST_MS);
  const say = (message: ToWriter) => worker.postMessage(message);

  const give = async () => {
    const pace = createPace();
    for (const sheet of paper.sheets) {
      // One more than is printed says that it was not all.
      for await (const rows of batches(sheet, format === 'pdf' ? PRINTED_MAX + 1 : SHEET_ROWS_MAX)) {
        while (credit === 0 && !isOver && failure === null) await news();
        if (isOver || failure !== null) return;
        credit -= 1;
        say({ type: 'rows', rows });
        await pace();
      }
      say({ type: 'sheetEnd' });
    }
  };
  const given = give().catch(fail);
  try {
    for (;;) {
      const message = told.shift();
      if (message === undefined) {
        if (failure !== null) throw failure;
        await news();
      } else if (message.type === 'done') return;
      else if (message.type === 'piece') {
        yield message.bytes;
        say({ type: 'more' });
      }
    }
  } finally {
    isOver = true;
    wake();
    clearTimeout(limit);
    await worker.terminate();
    await given;
  }
}
