import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { FakeEnvironment, settle } from '../doubles.ts';
import { memoryFolder, rangedServer, type ServedWish } from './package-doubles.ts';
import { fetchPackage, type PackDeps } from './package-download.ts';
import type { Folder } from './package-folder.ts';

const bytes = [5_000, 3_000].map((count) => new Uint8Array(randomBytes(count)));
const files = bytes.map((each, n) => ({
  ...{ name: `${n}.mp4`, path: `/${n}`, bytes: each.length },
  sha256: createHash('sha256').update(each).digest('hex'),
}));
const environment = new FakeEnvironment();
const deps = (folder: Folder, wish: ServedWish = {}, more: Partial<PackDeps> = {}) => {
  const { fetch, asked } = rangedServer(bytes, wish);
  const again: string[] = [];
  return {
    ...{ folder, fetch, asked, again, after: environment.after, checked: new Set<string>() },
    query: async () => ({ query: 'q' }),
    signal: new AbortController().signal,
    onProgress: () => undefined,
    onAgain: (name: string) => void again.push(name),
    ...more,
  };
};

describe('a download', () => {
  it('is cut when nobody gives an address, over when it is refused, and says what is wrong with the folder', async () => {
    const memory = memoryFolder();
    const { folder } = memory;
    expect(await fetchPackage(files, deps(folder, {}, { query: async () => 'cut' }))).toBe('cut');
    expect(await fetchPackage(files, deps(folder, {}, { query: async () => 'gone' }))).toBe('gone');
    expect(await fetchPackage(files, deps(folder, { status: 404 }))).toBe('cut');
    expect(await fetchPackage(files, deps(folder, { status: 200 }))).toBe('changed');
    memory.break('full');
    expect(await fetchPackage(files, deps(folder))).toBe('full');
    memory.break('away');
    expect(await fetchPackage(files, deps(folder))).toBe('away');
    memory.break(null);
    // The stick is pulled out in mid-file.
    const onProgress = (done: number) => {
      if (done > 1_000) memory.break('away');
    };
    expect(await fetchPackage(files, deps(folder, {}, { onProgress }))).toBe('away');
  });

  it('goes on where it was cut, and reads what it has checked only once', async () => {
    const { kept, folder } = memoryFolder();
    const first = deps(folder, { limit: 6_100 });
    expect(await fetchPackage(files, first)).toBe('cut');
    expect([kept.get('0.mp4')?.length, kept.get('1.mp4')?.length]).toEqual([5_000, 1_100]);
    const told: number[] = [];
    const onProgress = (done: number) => void told.push(done);
    const rest = deps(folder, {}, { onProgress, checked: first.checked });
    expect(await fetchPackage(files, rest)).toBe('whole');
    expect([rest.asked, told[0], told.at(-1)]).toEqual([['/1?q bytes=1100-'], 5_000, 8_000]);
    expect([kept.get('0.mp4'), kept.get('1.mp4')]).toEqual(bytes);
    const again = deps(folder);
    expect(await fetchPackage(files, again)).toBe('whole');
    expect([again.asked, again.again]).toEqual([[], []]);
  });

  it('gives a line up that says nothing any more, and keeps what has come', async () => {
    const { kept, folder } = memoryFolder();
    const silent = deps(folder, { limit: 2_100, silent: true });
    let done = 0;
    const onProgress = (bytes: number) => {
      done = bytes;
    };
    const end = fetchPackage(files, { ...silent, onProgress });
    while (done < 2_100) await settle();
    await environment.advance(19_000);
    expect(kept.size).toBe(0);
    await environment.advance(1_001);
    expect([await end, kept.get('0.mp4')?.length]).toEqual(['cut', 2_100]);
  });

  it('is stopped by whoever began it', async () => {
    const { kept, folder } = memoryFolder();
    const stop = new AbortController();
    const onProgress = (done: number) => {
      if (done >= 1_400) stop.abort();
    };
    const stopped = deps(folder, { limit: 4_000, silent: true }, { signal: stop.signal, onProgress });
    expect(await fetchPackage(files, stopped)).toBe('cut');
    expect(kept.get('0.mp4')?.length).toBeGreaterThanOrEqual(1_400);
  });

  it('takes away what is not what it should be, and asks for it once more', async () => {
    const { kept, folder } = memoryFolder();
    kept.set('0.mp4', new Uint8Array(5_000));
    kept.set('1.mp4', new Uint8Array(9_000));
    const mended = deps(folder);
    expect(await fetchPackage(files, mended)).toBe('whole');
    expect(mended.again).toEqual(['0.mp4']);
    expect([kept.get('0.mp4'), kept.get('1.mp4')]).toEqual(bytes);
    const other = memoryFolder();
    const changed = deps(other.folder, { change: (body) => body.map((byte) => byte ^ 1) });
    expect(await fetchPackage(files, changed)).toBe('changed');
    expect([other.kept.get('0.mp4')?.length, changed.asked.length]).toEqual([0, 2]);
  });
});
