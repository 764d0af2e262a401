import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { RecordingId } from '../../shared/kernel/ids.ts';
import type { Objects } from '../platform/objects.types.ts';
import type { Clock } from '../platform/ports.ts';
import { readIndex, writeIndex } from './piece.index.ts';
import { PieceReader } from './recording.files.ts';
import { pieceName } from './recording.names.ts';
import type { Piece, PieceIndex } from './recording.types.ts';
import type { Remote, RemoteFile, RemoteStore } from './remote.types.ts';

export type RemoteDeps = {
  readonly folder: string;
  readonly rows: RemoteStore;
  /** Null where files stay on the disk; what was moved before cannot be reached then. */
  readonly objects: Objects | null;
  readonly clock: Clock;
};
type FileName = Pick<RemoteFile, 'recordingId' | 'name'>;

export const objectName = ({ recordingId, name }: FileName): string => `${recordingId}/${name}`;

/** Files of recordings wherever they lie: on the disk first, else in the object store. */
export function createRemote(deps: RemoteDeps) {
  const { folder, rows, objects, clock } = deps;
  const pathOf = ({ recordingId, name }: FileName) => join(folder, recordingId, name);
  const rowOf = async ({ recordingId, name }: FileName): Promise<Remote | null> =>
    (await rows.ofRecordings([recordingId])).find((row) => row.name === name && row.state !== 'leaving') ??
    null;

  /** Fetches it onto the disk again, and believes it only when it is what was sent. */
  const back = async (row: Remote): Promise<void> => {
    const found = await objects?.open(objectName(row), 'whole');
    if (found === null || found === undefined) throw new Error(`${objectName(row)} is not in the store`);
    const path = pathOf(row);
    await mkdir(join(folder, row.recordingId), { recursive: true, mode: 0o700 });
    const part = `${path}.${randomBytes(6).toString('hex')}.part`;
    try {
      const hash = createHash('sha256');
      await pipeline(found, hashing(hash), createWriteStream(part, { flush: true, mode: 0o600 }));
      if (hash.digest('hex') !== row.sha256) throw new Error(`${objectName(row)} was changed in the store`);
      await rename(part, path);
    } finally {
      await rm(part, { force: true });
    }
    // It goes away again after a while like any other.
    await rows.became(row, 'moved', 'copied', clock.nowMs());
  };

  return {
    pathOf,
    back,
    /** Throws when it is nowhere. */
    async open(file: FileName, { first, last }: { readonly first: number; readonly last: number }) {
      const here = await openHere(pathOf(file));
      if (here !== null) return here.createReadStream({ start: first, end: last });
      const row = objects === null ? null : await rowOf(file);
      const there = row === null ? null : await objects?.open(objectName(file), { first, last });
      if (there === null || there === undefined) throw new Error(`${objectName(file)} is nowhere`);
      return there;
    },
    /** What can be played of a piece whose file is away; null when it is nowhere. */
    async indexOf(piece: Piece): Promise<PieceIndex | null> {
      const file = { recordingId: piece.recordingId, name: pieceName(piece.id) };
      const row = await rowOf(file);
      if (row === null || row.state === 'copying') return null;
      const kept = await readIndex(pathOf(file), row.bytes);
      if (kept !== null) return kept;
      await back(row);
      return new PieceReader(pathOf(file)).read();
    },
    /** Writes down what can be played of a piece before its file goes. */
    async keepIndex(recordingId: RecordingId, name: string): Promise<void> {
      const path = pathOf({ recordingId, name });
      const index = await new PieceReader(path).read();
      if (index === null) throw new Error(`${name} cannot be read`);
      await writeIndex(path, index);
    },
    /** Everything of it on the disk, for what needs files. */
    async allBack(id: RecordingId): Promise<void> {
      for (const row of await rows.ofRecordings([id])) if (row.state === 'moved') await back(row);
    },
    /** From now on nothing of it is given out from the store. */
    leave: (id: RecordingId) => rows.leave(id),
    /** Deletes what the store has of it, and asks the store whether anything is left. False when it cannot be asked. */
    async gone(id: RecordingId): Promise<boolean> {
      const known = await rows.ofRecordings([id]);
      if (known.length === 0) return true;
      if (objects === null) return false;
      for (const row of known) if (row.upload !== null) await objects.abandon(objectName(row), row.upload);
      for (const row of known) await objects.remove(objectName(row));
      for (const name of await objects.namesBelow(`${id}/`)) await objects.remove(name);
      if ((await objects.namesBelow(`${id}/`)).length > 0) return false;
      await rows.forget(id);
      return true;
    },
  };
}

export type RemoteFiles = ReturnType<typeof createRemote>;

/** Lets everything through and counts it in. */
export function hashing(hash: ReturnType<typeof createHash>) {
  return async function* (source: Readable | AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      hash.update(chunk);
      yield chunk;
    }
  };
}

async function openHere(path: string) {
  try {
    return await open(path, 'r');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw cause;
  }
}
