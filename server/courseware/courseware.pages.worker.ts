import { readFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { getDocument, PasswordException, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { Looked } from './courseware.types.ts';

/** Counts the pages of the PDF at a path, and opens the first: a file that says it has some must have one. */
async function countPages(path: string): Promise<Looked<number>> {
  const bytes = await readFile(path);
  const task = getDocument({
    data: new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    verbosity: VerbosityLevel.ERRORS,
    useSystemFonts: false,
    stopAtErrors: false,
  });
  try {
    const document = await task.promise;
    if (document.numPages > 0) await document.getPage(1);
    return { ok: true, value: document.numPages };
  } catch (cause) {
    return { ok: false, problem: cause instanceof PasswordException ? 'encrypted' : 'broken' };
  } finally {
    await task.destroy();
  }
}

parentPort?.postMessage(await countPages(String(workerData)));
