import { parentPort, workerData } from 'node:worker_threads';
import { pdfOf } from './export.pdf.ts';
import type { FromWriter, Row, ToWriter, WriterWish } from './export.types.ts';
import { xlsxOf } from './export.xlsx.ts';

const port = parentPort;
if (port === null) throw new Error('this file is the inside of a worker');

/** Pieces that are on their way before anybody has taken one. */
const AHEAD = 8;
const SEND_BYTES = 65_536;

const said: Exclude<ToWriter, { readonly type: 'more' }>[] = [];
let credit = AHEAD;
/** Both who reads rows and who sends pieces may wait. */
let wakers: (() => void)[] = [];
port.on('message', (message: ToWriter) => {
  if (message.type === 'more') credit += 1;
  else said.push(message);
  const all = wakers;
  wakers = [];
  for (const wake of all) wake();
});
const tell = (message: FromWriter): void => port.postMessage(message);
const heard = () => new Promise<void>((resolve) => wakers.push(resolve));

/** Sheets come in their order, so each takes what comes until its end. */
async function* rowsOf(): AsyncGenerator<readonly Row[]> {
  for (;;) {
    const message = said.shift();
    if (message === undefined) await heard();
    else if (message.type === 'sheetEnd') return;
    else {
      yield message.rows;
      tell({ type: 'taken' });
    }
  }
}

async function send(bytes: Uint8Array): Promise<void> {
  while (credit === 0) await heard();
  credit -= 1;
  tell({ type: 'piece', bytes });
}

function piecesOf({ outline, format, font }: WriterWish): AsyncIterable<Uint8Array> {
  if (format === 'xlsx') return xlsxOf(outline, rowsOf);
  if (font === null) throw new Error('there is no font to print with');
  return pdfOf(outline, rowsOf, { font, nowMs: Date.now() });
}

let waiting: Uint8Array[] = [];
let size = 0;
for await (const piece of piecesOf(workerData as WriterWish)) {
  waiting.push(piece);
  size += piece.length;
  if (size < SEND_BYTES) continue;
  await send(Buffer.concat(waiting));
  [waiting, size] = [[], 0];
}
await send(Buffer.concat(waiting));
tell({ type: 'done' });
port.close();
