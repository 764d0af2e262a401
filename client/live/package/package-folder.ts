/** A file in the folder that somebody chose; what was written is there after `close`. */
export interface OpenFile {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  close(): Promise<void>;
}

/** Throws `FolderTrouble` and nothing else. */
export interface Folder {
  /** What is there of it, portion by portion; nothing for what is not there. */
  read(name: string): AsyncIterable<Uint8Array>;
  sizeOf(name: string): Promise<number>;
  /** To go on writing behind that many bytes. */
  open(name: string, fromByte: number): Promise<OpenFile>;
}

/** `full`: there is no room; `away`: the folder, the stick or the right to write there is gone. */
export class FolderTrouble extends Error {
  readonly why: 'full' | 'away';
  constructor(cause: unknown) {
    const name = cause instanceof Error ? cause.name : '';
    super(name, { cause });
    this.why = name === 'QuotaExceededError' ? 'full' : 'away';
  }
}

/** Null when nobody chose one. */
export type PickFolder = (nameWithin: string) => Promise<Folder | null>;

type Picker = {
  showDirectoryPicker?(wish: { readonly mode: 'readwrite' }): Promise<FileSystemDirectoryHandle>;
};

/** Absent without HTTPS, and in browsers that write into no folder. */
export const canPickFolder = (): boolean => (globalThis as Picker).showDirectoryPicker !== undefined;

/** A folder of that name within the chosen one, which may also be that folder itself. */
export const pickFolder: PickFolder = async (nameWithin) => {
  let chosen: FileSystemDirectoryHandle | undefined;
  try {
    chosen = await (globalThis as Picker).showDirectoryPicker?.({ mode: 'readwrite' });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') return null;
    throw new FolderTrouble(cause);
  }
  if (chosen === undefined) return null;
  const within = chosen;
  return folderIn(
    chosen.name === nameWithin
      ? chosen
      : await told(() => within.getDirectoryHandle(nameWithin, { create: true })),
  );
};

export function folderIn(folder: FileSystemDirectoryHandle): Folder {
  const fileOf = (name: string): Promise<File | null> =>
    told(async () => {
      try {
        return await (await folder.getFileHandle(name)).getFile();
      } catch (cause) {
        if (cause instanceof DOMException && cause.name === 'NotFoundError') return null;
        throw cause;
      }
    });
  return {
    sizeOf: async (name) => (await fileOf(name))?.size ?? 0,
    async *read(name) {
      const reader = (await fileOf(name))?.stream().getReader();
      for (;;) {
        const portion = await told(async () => reader?.read());
        if (portion === undefined || portion.done) return;
        yield portion.value;
      }
    },
    open: (name, fromByte) =>
      told(async () => {
        const handle = await folder.getFileHandle(name, { create: true });
        const writable = await handle.createWritable({ keepExistingData: true });
        await writable.truncate(fromByte);
        await writable.seek(fromByte);
        return {
          write: (bytes) => told(() => writable.write(bytes)),
          close: () => told(() => writable.close()),
        };
      }),
  };
}

async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new FolderTrouble(cause);
  }
}
