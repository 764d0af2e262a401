import { type Folder, FolderTrouble } from './package-folder.ts';

/** A folder in memory for tests: what was not closed is gone. */
export function memoryFolder() {
  const kept = new Map<string, Uint8Array<ArrayBuffer>>();
  const now = { trouble: null as FolderTrouble['why'] | null };
  const guard = () => {
    if (now.trouble === 'full') throw new FolderTrouble(new DOMException('no room', 'QuotaExceededError'));
    if (now.trouble === 'away') throw new FolderTrouble(new DOMException('gone', 'NotFoundError'));
  };
  const folder: Folder = {
    async sizeOf(name) {
      guard();
      return kept.get(name)?.length ?? 0;
    },
    async *read(name) {
      guard();
      const bytes = kept.get(name);
      if (bytes !== undefined) yield bytes;
    },
    async open(name, fromByte) {
      guard();
      const written = [(kept.get(name) ?? new Uint8Array()).slice(0, fromByte)];
      return {
        async write(bytes) {
          guard();
          written.push(bytes.slice());
        },
        async close() {
          kept.set(name, joined(written));
        },
      };
    },
  };
  const breakBy = (trouble: FolderTrouble['why'] | null) => {
    now.trouble = trouble;
  };
  return { kept, folder, break: breakBy };
}

function joined(portions: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(portions.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const portion of portions) {
    all.set(portion, at);
    at += portion.length;
  }
  return all;
}

export type ServedWish = {
  /** The line breaks after so many bytes of all. */
  readonly limit?: number;
  /** Instead of breaking it says nothing any more. */
  readonly silent?: boolean;
  readonly change?: (body: Uint8Array) => Uint8Array;
  readonly status?: number;
};

/** Serves files at `/0`, `/1` … by range; `asked` lists what was wanted of which. */
export function rangedServer(files: readonly Uint8Array[], wish: ServedWish = {}) {
  const { limit = Number.POSITIVE_INFINITY, change = (body: Uint8Array) => body } = wish;
  let left = limit;
  const asked: string[] = [];
  const fetch: typeof globalThis.fetch = async (address, init) => {
    const range = new Headers(init?.headers).get('range') ?? '';
    asked.push(`${String(address)} ${range}`);
    const from = Number(/bytes=(\d+)-/.exec(range)?.[1]);
    const body = change((files[Number(String(address)[1])] ?? new Uint8Array()).subarray(from));
    const sent = body.subarray(0, left);
    left -= sent.length;
    const stream = new ReadableStream({
      start(controller) {
        for (let at = 0; at < sent.length; at += 700)
          controller.enqueue(new Uint8Array(sent.subarray(at, at + 700)));
        if (sent.length === body.length) controller.close();
        init?.signal?.addEventListener('abort', () =>
          controller.error(new DOMException('given up', 'AbortError')),
        );
      },
      pull(controller) {
        if (wish.silent !== true) controller.error(new TypeError('network error'));
      },
    });
    return new Response(stream, { status: wish.status ?? 206 });
  };
  return { fetch, asked };
}
