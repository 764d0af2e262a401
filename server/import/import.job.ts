import { type ImportKind, type ImportState, importState } from '../../shared/import.ts';
import type { ImportId, PersonId } from '../../shared/kernel/ids.ts';
import type { Locale } from '../../shared/text/text.ts';
import type { Marks } from './import.apply.ts';
import type { Checked } from './import.check.ts';
import type { Unreadable } from './import.types.ts';

export type Why = {
  readonly problem: Unreadable['problem'] | 'internal' | 'refused' | 'changedMeanwhile' | 'lessonsTaken';
  readonly line: number;
  readonly params?: Readonly<Record<string, string>>;
};

type Now =
  | { readonly state: 'uploading'; readonly doneCount: number; readonly totalCount: number }
  | { readonly state: 'reading'; readonly doneCount: number; readonly totalCount: number }
  | { readonly state: 'checked'; readonly checked: Checked; readonly marks: Marks }
  | { readonly state: 'applying'; readonly checked: Checked; readonly marks: Marks; doneCount: number }
  | { readonly state: 'applied'; readonly counts: Checked['counts'] }
  | { readonly state: 'failed'; readonly problem: Why };

/** A file on its way. It lives in memory only: after a restart it is sent again. */
export type ImportJob = {
  readonly id: ImportId;
  readonly by: PersonId;
  readonly kind: ImportKind;
  readonly fileName: string;
  readonly locale: Locale;
  readonly bytes: number;
  parts: Buffer[];
  now: Now;
  touchedAtMs: number;
  dropped: boolean;
};

export function newJob({
  nowMs,
  ...wish
}: Pick<ImportJob, 'id' | 'by' | 'kind' | 'fileName' | 'locale' | 'bytes'> & {
  readonly nowMs: number;
}): ImportJob {
  const now = { state: 'uploading' as const, doneCount: 0, totalCount: wish.bytes };
  return { ...wish, now, parts: [], touchedAtMs: nowMs, dropped: false };
}

/** What the asker is told. */
export function stateOf({ id, kind, fileName, now }: ImportJob): ImportState {
  const none = { sample: [], headings: [], ignored: [] };
  const told = (
    state: ImportState['state'],
    shown: Pick<ImportState, 'sample' | 'headings' | 'ignored'> = none,
  ) => importState.parse({ importId: id, kind, fileName, state, ...shown });
  switch (now.state) {
    case 'uploading':
    case 'reading':
      return told(now);
    case 'checked': {
      const { counts, problemCount, problems, sample, headings, ignored } = now.checked;
      const shown = {
        sample: sample.map((each) => ({ ...each, cells: [...each.cells] })),
        headings: [...headings],
        ignored: [...ignored],
      };
      return told({ state: 'checked', ...counts, problemCount, problems: [...problems] }, shown);
    }
    case 'applying': {
      const { added, changed } = now.checked.counts;
      return told({ state: 'applying', doneCount: now.doneCount, totalCount: added + changed });
    }
    case 'applied':
      return told({ state: 'applied', ...now.counts });
    case 'failed':
      return failed(now.problem, told);
  }
}

/** A problem of one line is told like every other problem of a line. */
function failed(
  { problem, line, params = {} }: Why,
  told: (state: ImportState['state']) => ImportState,
): ImportState {
  if (line === 0) return told({ state: 'failed', problem });
  const only = { table: '', line, column: 0, heading: '', value: '', problem, params };
  return told({
    ...{ state: 'checked', added: 0, changed: 0, unchanged: 0 },
    ...{ problemCount: 1, problems: [only] },
  });
}

/** A file that nobody asks about for so long is forgotten. */
const KEPT_MS = 30 * 60_000;
const KEPT_FILES = 6;

/** Files of all who import. */
export class Shelf {
  readonly #jobs = new Map<string, ImportJob>();

  get(id: string): ImportJob | undefined {
    return this.#jobs.get(id);
  }

  put(job: ImportJob): void {
    this.#jobs.set(job.id, job);
  }

  drop(job: ImportJob): void {
    job.dropped = true;
    job.parts = [];
    this.#jobs.delete(job.id);
  }

  dropOf(by: PersonId): void {
    for (const job of this.#jobs.values()) if (job.by === by) this.drop(job);
  }

  isWriting(by: PersonId): boolean {
    return [...this.#jobs.values()].some((job) => job.by === by && job.now.state === 'applying');
  }

  isFull(): boolean {
    return this.#jobs.size >= KEPT_FILES;
  }

  prune(nowMs: number): void {
    for (const job of this.#jobs.values())
      if (job.now.state !== 'applying' && nowMs - job.touchedAtMs > KEPT_MS) this.drop(job);
  }
}
