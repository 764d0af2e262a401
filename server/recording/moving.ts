import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import type { RecordingId } from '../../shared/kernel/ids.ts';
import { type Objects, ObjectsError, type ObjectsTrouble } from '../platform/objects.types.ts';
import type { Clock, Jobs, Log } from '../platform/ports.ts';
import type { AssetsStore } from './assets.types.ts';
import { objectName, type RemoteFiles } from './remote.ts';
import type { Remote, RemoteStore } from './remote.types.ts';

export type MovingDeps = {
  readonly objects: Objects | null;
  readonly rows: RemoteStore;
  readonly files: RemoteFiles;
  readonly made: Pick<AssetsStore, 'madeOf'>;
  /** So long a file stays on the disk after it is in the store too. */
  readonly keepLocalMs: number;
  readonly clock: Clock;
  readonly log: Log;
};

const LOOK_MS = 60_000;
/** Longer than a part takes; who died in it is not waited for longer. */
const HOLD_MS = 10 * 60_000;
/** A file that is not what it was recorded as is looked at again that much later. */
const BROKEN_MS = 3_600_000;
const LISTED_AT_ONCE = 200;

class Stopped extends Error {}

/** Brings files of recordings into the object store one by one; several servers of one folder share the work. */
export function createMoving(deps: MovingDeps) {
  const { objects, rows, files, clock, log, keepLocalMs } = deps;
  let round: Promise<void> | null = null;
  let stopped = false;
  let trouble: ObjectsTrouble | null = null;

  const goOn = () => {
    if (stopped) throw new Stopped();
  };
  const copy = async (store: Objects, row: Remote): Promise<void> => {
    const path = files.pathOf(row);
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(path, { end: row.bytes - 1 })) {
      goOn();
      hash.update(chunk);
    }
    if (hash.digest('hex') !== row.sha256) throw new Error(`${objectName(row)} is not what was recorded`);
    const file = await open(path, 'r');
    try {
      await store.put(objectName(row), {
        contentType: row.name.endsWith('.jpg') ? 'image/jpeg' : 'video/mp4',
        bytes: row.bytes,
        begun: row.upload,
        kept: (upload) => rows.keepUpload(row, upload, clock.nowMs() + HOLD_MS),
        async read(at, count) {
          goOn();
          const bytes = new Uint8Array(count);
          const { bytesRead } = await file.read(bytes, 0, count, at);
          return bytes.subarray(0, bytesRead);
        },
      });
    } finally {
      await file.close();
    }
    const thereBytes = await store.sizeOf(objectName(row));
    if (thereBytes !== row.bytes) throw new ObjectsError('odd', `${thereBytes ?? 0} of ${row.bytes} bytes`);
    // Its recording was removed meanwhile: nothing of it stays there.
    if (!(await rows.became(row, 'copying', 'copied', clock.nowMs()))) await store.remove(objectName(row));
  };
  /** Reads it back from the store, and only then takes it from the disk. */
  const move = async (store: Objects, row: Remote): Promise<void> => {
    const making = await deps.made.madeOf([row.recordingId]);
    if (making.some(({ now }) => now.state === 'waiting' || now.state === 'composing')) return;
    const found = await store.open(objectName(row), 'whole');
    const hash = createHash('sha256');
    for await (const chunk of found ?? []) {
      goOn();
      hash.update(chunk);
    }
    if (hash.digest('hex') !== row.sha256) {
      log.error(
        { object: objectName(row) },
        'a recording is not in the store as it was sent; it is sent again',
      );
      await rows.became(row, 'copied', 'copying', clock.nowMs());
      return;
    }
    const isPiece = row.name !== 'lesson.mp4' && row.name.endsWith('.mp4');
    if (isPiece) await files.keepIndex(row.recordingId, row.name);
    await rm(files.pathOf(row), { force: true });
    await rows.became(row, 'copied', 'moved', clock.nowMs());
  };
  const step = async (store: Objects, row: Remote): Promise<void> => {
    let freeAtMs = 0;
    try {
      if (row.state === 'copying') await copy(store, row);
      else {
        await move(store, row);
        // What could not go yet is not asked about without end.
        freeAtMs = clock.nowMs() + LOOK_MS;
      }
    } catch (error) {
      if (error instanceof ObjectsError && error.trouble === 'odd' && row.upload !== null)
        await rows.keepUpload(row, null, 0);
      if (error instanceof ObjectsError || error instanceof Stopped) throw error;
      freeAtMs = clock.nowMs() + BROKEN_MS;
      log.error({ object: objectName(row), error }, 'a file of a recording cannot be brought into the store');
    } finally {
      await rows.letGo(row, freeAtMs);
    }
  };
  const work = async (store: Objects): Promise<void> => {
    await store.check();
    trouble = null;
    for (;;) {
      const found = await rows.unlisted(LISTED_AT_ONCE);
      for (const file of found) await rows.add(file);
      if (found.length < LISTED_AT_ONCE) break;
    }
    while (!stopped) {
      const nowMs = clock.nowMs();
      const row = await rows.take({
        ...{ nowMs, heldUntilMs: nowMs + HOLD_MS, copiedBeforeMs: nowMs - keepLocalMs },
      });
      if (row === null) return;
      await step(store, row);
    }
  };
  const look = (): Promise<void> => {
    if (objects === null || stopped) return Promise.resolve();
    round ??= work(objects)
      .catch((error: unknown) => {
        if (stopped) return;
        const before = trouble;
        trouble = error instanceof ObjectsError ? error.trouble : 'odd';
        if (before !== trouble)
          log.error({ error }, 'recordings stay on the disk: the object store does not work');
      })
      .finally(() => {
        round = null;
      });
    return round;
  };
  return {
    /** One round, or the one that is under way. */
    look,
    /** What is wrong with the store; null while it works and when there is none. */
    trouble: () => trouble,
    /** Where files of these recordings lie; recordings of which nothing is listed are left out. */
    async placesOf(ids: readonly RecordingId[]): Promise<ReadonlyMap<RecordingId, RecordingPlace>> {
      if (objects === null) return new Map();
      const byId = Map.groupBy(await rows.ofRecordings(ids), ({ recordingId }) => recordingId);
      return new Map([...byId].map(([id, listed]) => [id, placeOf(listed)]));
    },
    start(jobs: Jobs): void {
      if (objects === null) return;
      void look();
      jobs.every('recording.move', LOOK_MS, async () => void look());
    },
    async stop(): Promise<void> {
      stopped = true;
      objects?.close();
      await round;
    },
  };
}

export type RecordingPlace = 'server' | 'both' | 'store' | 'leaving';

function placeOf(listed: readonly Remote[]): RecordingPlace {
  if (listed.some(({ state }) => state === 'leaving')) return 'leaving';
  if (listed.some(({ state }) => state === 'copying')) return 'server';
  return listed.every(({ state }) => state === 'moved') ? 'store' : 'both';
}
