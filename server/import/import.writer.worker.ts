import { parentPort, workerData } from 'node:worker_threads';
import { type Workbook, writeWorkbook } from './import.sheet.ts';

/** Rows come in batches, then `null`; the answer is the file. */
export type ToWriter = readonly (readonly string[])[] | null;

const port = parentPort;
if (port === null) throw new Error('this file is the inside of a worker');
const rows: (readonly string[])[] = [];
port.on('message', async (batch: ToWriter) => {
  if (batch !== null) {
    rows.push(...batch);
    return;
  }
  port.postMessage(await writeWorkbook({ ...(workerData as Omit<Workbook, 'rows'>), rows }));
  port.close();
});
