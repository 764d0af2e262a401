import { Worker } from 'node:worker_threads';
import type { CoursewareProblem } from '../../shared/courseware-file.ts';
import { judgePages } from './courseware.rules.ts';
import type { Looked } from './courseware.types.ts';

/** A large PDF stands in memory beside the heap; what passes the heap is a file that was made to. */
const HEAP_MB = 512;
const LONGEST_MS = 30_000;

/** Counts the pages of a PDF in a thread of its own: one that never ends or eats memory ends that thread alone. */
export function pagesOf(path: string, longestMs = LONGEST_MS): Promise<Looked<number>> {
  const worker = new Worker(new URL('./courseware.pages.worker.ts', import.meta.url), {
    workerData: path,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    // What its reader says of a damaged file is of no use to anybody here.
    stdout: true,
    stderr: true,
  });
  return new Promise<Looked<number>>((resolve) => {
    const failed = (problem: CoursewareProblem) => resolve({ ok: false, problem });
    const limit = setTimeout(() => failed('slow'), longestMs);
    worker.once('message', (found: Looked<number>) => resolve(found.ok ? judgePages(found.value) : found));
    worker.once('error', () => failed('broken'));
    worker.once('exit', () => {
      clearTimeout(limit);
      failed('broken');
    });
  }).finally(() => worker.terminate());
}
