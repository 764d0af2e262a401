import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CoursewareFile } from '../../../shared/courseware-file.ts';
import { coursewareId, uuidV7 } from '../../../shared/kernel/ids.ts';
import { FakeEnvironment } from '../doubles.ts';
import { CoursewareFiles } from './courseware-files.ts';
import { MemoryKeep } from './file-keep.ts';

const sha256 = async (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** A server of files whose line may be cut, and what it was asked. */
class FakeServer {
  readonly asked: string[] = [];
  readonly files = new Map<string, Uint8Array<ArrayBuffer>>();
  /** Bytes after which the line is cut, once. */
  cutAfter: number | null = null;
  /** Holds back what follows the first bytes, until the signal ends it. */
  stalls = false;

  fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const range = new Headers(init.headers).get('range');
    const from = Number(/bytes=(\d+)-/.exec(range ?? '')?.[1] ?? 0);
    const [path = ''] = url.split('?');
    this.asked.push(`${path.split('/').at(-2)?.slice(0, 13)} ${from}`);
    const bytes = this.files.get(path);
    if (bytes === undefined) return Response.json({ code: 'NOT_FOUND' }, { status: 404 });
    const cutAfter = this.cutAfter;
    this.cutAfter = null;
    const rest = bytes.slice(from, cutAfter === null ? undefined : from + cutAfter);
    const { signal } = init;
    const stalls = this.stalls;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(rest.slice(0, stalls ? 10 : undefined));
        if (stalls)
          signal?.addEventListener('abort', () => controller.error(new DOMException('', 'AbortError')));
        else if (cutAfter === null) controller.close();
      },
      pull(controller) {
        if (cutAfter !== null) controller.error(new TypeError('cut'));
      },
    });
    return new Response(body, { status: from > 0 ? 206 : 200 });
  };
}

let server: FakeServer;
let environment: FakeEnvironment;
let keep: MemoryKeep;
let files: CoursewareFiles;

async function fileOf(n: number, bytes: number): Promise<CoursewareFile> {
  const content = new Uint8Array(bytes).map((_, index) => (index * n) % 251);
  const id = coursewareId.parse(uuidV7(n * 0x1_0000, new Uint8Array(10).fill(n)));
  server.files.set(`/api/courseware/${id}/file`, content);
  const sum = await sha256(content);
  return { coursewareId: id, name: `${n}.pdf`, type: 'application/pdf', bytes, sha256: sum, pageCount: 1 };
}

const stateOf = (file: CoursewareFile) => files.states.get().get(file.coursewareId)?.state;
/** Streams take real turns of the event loop. */
async function until(done: () => boolean): Promise<void> {
  for (let turn = 0; turn < 500 && !done(); turn += 1) await new Promise((resolve) => setImmediate(resolve));
  expect(done()).toBe(true);
}

beforeEach(() => {
  server = new FakeServer();
  environment = new FakeEnvironment();
  keep = new MemoryKeep();
  files = new CoursewareFiles(environment, { keep, fetch: server.fetch, digest: sha256, door: 'screen' });
});

describe('files of a lesson', () => {
  it('say why they cannot be had, and are asked for again, not in a tight circle', async () => {
    const file = await fileOf(1, 100);
    server.files.clear();
    files.want([file], null, false);
    await until(() => stateOf(file) === 'failed');
    await environment.advance(29_000);
    expect(server.asked).toHaveLength(1);
    await environment.advance(2_000);
    await until(() => server.asked.length === 2);
  });

  it('that are not what was promised are thrown away', async () => {
    const file = { ...(await fileOf(1, 100)), sha256: 'f'.repeat(64) };
    files.want([file], null, false);
    await until(() => stateOf(file) === 'failed');
    expect(await keep.pieces(file.sha256)).toEqual([]);
    expect(await files.bytesOf(file.coursewareId)).toBeNull();
  });

  it('go on after a cut from where they were', async () => {
    const file = await fileOf(1, 700_000);
    server.cutAfter = 300_000;
    files.want([file], null, false);
    await until(() => server.asked.length === 1 && stateOf(file) === 'fetching');
    await until(() => files.states.get().get(file.coursewareId)?.state === 'fetching');
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    await environment.advance(4_000);
    await until(() => stateOf(file) === 'ready');
    expect(server.asked.at(-1)).toMatch(/ 300000$/);
    expect(await files.bytesOf(file.coursewareId)).toEqual(
      server.files.get(`/api/courseware/${file.coursewareId}/file`),
    );
  });

  it('come one after the other, and are not fetched again by the next page', async () => {
    const [one, two] = [await fileOf(1, 100), await fileOf(2, 100)];
    files.want([one, two], null, false);
    await until(() => stateOf(two) === 'ready');
    expect(server.asked).toHaveLength(2);
    const next = new CoursewareFiles(environment, {
      keep,
      fetch: server.fetch,
      digest: sha256,
      door: 'screen',
    });
    next.want([one, two], null, false);
    await until(() => next.states.get().get(two.coursewareId)?.state === 'ready');
    expect(server.asked).toHaveLength(2);
  });

  it('leave the line to the lesson while it runs, but for the one on the walls', async () => {
    const [one, two] = [await fileOf(1, 100), await fileOf(2, 100)];
    files.want([one, two], null, true);
    expect(server.asked).toEqual([]);
    files.want([one, two], two.coursewareId, true);
    await environment.advance(5_000);
    await until(() => stateOf(two) === 'ready');
    expect(stateOf(one)).toBeUndefined();
  });

  it('give way at once to the one that is opened', async () => {
    const [one, two] = [await fileOf(1, 100), await fileOf(2, 100)];
    server.stalls = true;
    files.want([one, two], null, false);
    await until(() => stateOf(one) === 'fetching');
    server.stalls = false;
    files.want([one, two], two.coursewareId, false);
    await until(() => stateOf(two) === 'ready' && stateOf(one) === 'ready');
    expect(server.asked.map((each) => each.split(' ')[1])).toEqual(['0', '0', '10']);
  });
});
