import { parentPort, workerData } from 'node:worker_threads';
import { readTables } from './import.tables.ts';
import { type FileRow, type FromReader, type ReadingWish, UnreadableError } from './import.types.ts';

const BATCH_ROWS = 500;
/** So many messages may wait on the other side: neither stands still for the other, and nothing piles up between the two. */
const AHEAD = 4;

async function main(wish: ReadingWish): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('this file is the inside of a worker');
  let ahead = 0;
  let wake = (): void => undefined;
  port.on('message', () => {
    ahead -= 1;
    wake();
  });
  const say = async (message: FromReader) => {
    port.postMessage(message);
    ahead += 1;
    if (ahead < AHEAD) return;
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  };
  try {
    for await (const { table, rows, totalCount } of readTables(wish)) {
      await say({ type: 'table', table, totalCount });
      let batch: FileRow[] = [];
      for await (const row of rows) {
        batch.push(row);
        if (batch.length < BATCH_ROWS) continue;
        await say({ type: 'rows', rows: batch });
        batch = [];
      }
      await say({ type: 'rows', rows: batch });
    }
    await say({ type: 'done' });
  } catch (cause) {
    if (!(cause instanceof UnreadableError)) throw cause;
    await say({ type: 'unreadable', unreadable: cause.unreadable });
  }
  port.close();
}

await main(workerData as ReadingWish);
