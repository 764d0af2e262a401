import { Worker } from 'node:worker_threads';
import { type FromReader, type ReadingWish, UnreadableError } from './import.types.ts';

/** Of a reader's own memory; what passes it is a file that was made to. */
const HEAP_MB = 192;
/** Rows live shortly: more would only be memory that nobody gives back. */
const YOUNG_MB = 16;
const LONGEST_MS = 120_000;

type Read = Exclude<FromReader, { readonly type: 'unreadable' | 'done' }>;

/**
 * Reads a file in a thread of its own, so that unpacking and parsing hold up no lesson, and a file that eats memory ends that thread alone.
 * @throws UnreadableError
 */
export async function* readFile(wish: ReadingWish, longestMs = LONGEST_MS): AsyncGenerator<Read> {
  const worker = new Worker(new URL('./import.reader.worker.ts', import.meta.url), {
    workerData: wish,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: YOUNG_MB },
  });
  const said: FromReader[] = [];
  let failure: unknown = null;
  let wake = (): void => undefined;
  const fail = (cause: unknown) => {
    failure ??= cause;
    wake();
  };
  worker.on('message', (message: FromReader) => {
    said.push(message);
    wake();
  });
  worker.on('error', (cause) => fail(isOutOfMemory(cause) ? tooMuch() : cause));
  worker.on('exit', () => fail(new Error('the reader ended early')));
  const limit = setTimeout(() => fail(tooMuch()), longestMs);
  try {
    for (;;) {
      const message = said.shift();
      if (message === undefined) {
        if (failure !== null) throw failure;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      if (message.type === 'unreadable') throw new UnreadableError(message.unreadable);
      if (message.type === 'done') return;
      yield message;
      worker.postMessage('next');
    }
  } finally {
    clearTimeout(limit);
    await worker.terminate();
  }
}

const tooMuch = () => new UnreadableError({ problem: 'tooMuch', line: 0 });

const isOutOfMemory = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY';
