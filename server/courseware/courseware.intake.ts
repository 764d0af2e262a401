import { open } from 'node:fs/promises';
import type { CoursewareId } from '../../shared/kernel/ids.ts';
import { oneAfterAnother } from '../platform/in-turn.ts';
import type { Log } from '../platform/ports.ts';
import { type CoursewareFiles, sha256Of, sizeOf } from './courseware.files.ts';
import { pagesOf } from './courseware.pages.ts';
import { judgePicture } from './courseware.picture.rules.ts';
import { HEAD_BYTES, isGenuine, isLocked, shownAs } from './courseware.rules.ts';
import type { CoursewareStore } from './courseware.store.ts';
import type { Content, Converter, Courseware, Looked } from './courseware.types.ts';

export type IntakeDeps = {
  readonly store: CoursewareStore;
  readonly files: CoursewareFiles;
  readonly converter: Converter;
  readonly log: Log;
  /** A file has become ready, or never will. */
  readonly settled: (file: Courseware) => Promise<void>;
};

/** So much of a picture holds its size, behind whatever a camera put before it. */
const PICTURE_HEAD_BYTES = 1024 * 1024;

type Made = { readonly path: string; readonly content: Content };

/** Looks through files that have come, one at a time, and makes PDFs of those that are none. */
export function createIntake({ store, files, converter, log, settled }: IntakeDeps) {
  const inTurn = oneAfterAnother();
  let stopped = false;

  const lookThrough = async ({
    id,
    sourceType,
  }: Courseware): Promise<Looked<Omit<Made, 'content'> & { pageCount: number }>> => {
    const source = files.upload(id);
    const head = await headOf(source, HEAD_BYTES);
    if (isLocked(sourceType, head)) return { ok: false, problem: 'encrypted' };
    if (!isGenuine(sourceType, head)) return { ok: false, problem: 'broken' };
    const shown = shownAs(sourceType);
    if (shown !== null && sourceType !== 'pdf') {
      const judged = judgePicture(pictureOf(sourceType), await headOf(source, PICTURE_HEAD_BYTES));
      return judged.ok ? { ok: true, value: { path: source, pageCount: judged.value } } : judged;
    }
    const made = shown === null ? await convert({ id, sourceType }) : ({ ok: true, value: source } as const);
    if (!made.ok) return made;
    const pages = await pagesOf(made.value);
    return pages.ok ? { ok: true, value: { path: made.value, pageCount: pages.value } } : pages;
  };
  const convert = async ({ id, sourceType }: Pick<Courseware, 'id' | 'sourceType'>) =>
    converter.convert(files.upload(id), sourceType, await files.workFolder(id));

  /** The same bytes have been looked through before, and what was made of them is there still. */
  const isTaken = async ({ id }: Courseware, content: Content, sourceSha256: string): Promise<boolean> => {
    try {
      await store.ready(id, { content, sourceSha256 }, async () => {
        if (!(await files.isPlaced(content.sha256))) throw new GoneError();
        await files.dropUpload(id);
      });
      return true;
    } catch (cause) {
      if (cause instanceof GoneError) return false;
      throw cause;
    }
  };

  const work = async (file: Courseware): Promise<void> => {
    const { id, sourceType } = file;
    // A process that was killed between moving a file and writing that down leaves none: it has to be sent again.
    if ((await files.receivedBytes(id)) === 0) return store.fail(id, 'broken');
    const sourceSha256 = await sha256Of(files.upload(id));
    const known = await store.contentOfSource(sourceSha256);
    if (known !== null && (await isTaken(file, known, sourceSha256))) return;
    const looked = await lookThrough(file);
    // In each case what came in is gone before anybody is told: nothing taken or refused lies about.
    if (!looked.ok) {
      await files.dropUpload(id);
      return store.fail(id, looked.problem);
    }
    const { path, pageCount } = looked.value;
    const content: Content = {
      sha256: await sha256Of(path),
      type: shownAs(sourceType) ?? 'application/pdf',
      bytes: await sizeOf(path),
      pageCount,
    };
    await store.ready(id, { content, sourceSha256 }, async () => {
      await files.place(path, content.sha256);
      await files.dropUpload(id);
    });
  };

  return {
    /** Resolves when nothing is under way any more. */
    stop(): Promise<void> {
      stopped = true;
      converter.stop();
      return inTurn(async () => undefined);
    },
    /** Resolves when the file is ready or has failed. Never throws. */
    take: (id: CoursewareId): Promise<void> =>
      inTurn(async () => {
        try {
          const file = stopped ? null : await store.byId(id);
          if (file?.now.state !== 'converting') return;
          await work(file);
          const now = await store.byId(id);
          if (now !== null) await settled(now);
        } catch (error) {
          // It is taken up again at the next start.
          if (!stopped) log.error({ error, coursewareId: id }, 'a file could not be taken in');
        }
      }),
  };
}

class GoneError extends Error {}

const pictureOf = (type: Courseware['sourceType']): 'png' | 'jpeg' | 'webp' =>
  type === 'png' || type === 'webp' ? type : 'jpeg';

async function headOf(path: string, bytesMax: number): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytesMax), 0, bytesMax, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
