import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../../shared/kernel/result.ts';
import type { RecordingCard, Replay } from '../../../shared/recording.ts';
import { FakeEnvironment, settle } from '../doubles.ts';
import { memoryFolder, rangedServer } from './package-doubles.ts';
import { FolderTrouble } from './package-folder.ts';
import { PackageTake, type TakeDeps, type TakeFacts } from './package-take.ts';

const vtt = 'WEBVTT\n\n00:00.000 --> 00:01.000\n同学们好';
const bytes = [new Uint8Array(4_000).fill(7), new TextEncoder().encode(vtt)];
const shaOf = (each: Uint8Array) => createHash('sha256').update(each).digest('hex');
const replay = {
  ...{ subject: '数学', grade: '三年级', lecturerName: '陈老师', schoolName: '实验小学', startedAtMs: 0 },
  captions: [{ language: 'zh-CN', label: '中文', path: '/1' }],
  ...{ chapters: [], slides: [] },
} as unknown as Replay;
const file = (path: string, n: number, name?: string) => ({
  ...{ path, bytes: bytes[n]?.length ?? 0, sha256: shaOf(bytes[n] ?? new Uint8Array()) },
  ...(name === undefined ? {} : { name }),
});
const address = { query: 'q', untilMs: 1 };
const listing = (files = [file('/0/lesson.mp4', 0), file('/1', 1, 'zh-CN.vtt')]) =>
  ok({ recordingId: 'x' as never, files, address });
const card = (state: RecordingCard['file']['state']) =>
  ok({ file: { state, doneRatio: 0.5 }, may: ['file'] } as unknown as RecordingCard);

function house(wish: Partial<TakeDeps> = {}) {
  const environment = new FakeEnvironment();
  const memory = memoryFolder();
  const take = new PackageTake({
    environment,
    replay: async () => ok(replay),
    listed: async () => listing(),
    address: async () => ok(address),
    card: async () => card('ready'),
    compose: async () => card('waiting'),
    pick: async () => memory.folder,
    fetch: rangedServer(bytes).fetch,
    words: () => ({
      ...{ lang: 'zh-CN', title: '数学', about: '', chapters: '', files: '', shown: '' },
      ...{ chapter: () => '', slide: () => '' },
    }),
    ...wish,
  });
  const until = <S extends TakeFacts['state']>(state: S) =>
    new Promise<Extract<TakeFacts, { readonly state: S }>>((resolve) => {
      const look = () => {
        const facts = take.facts.get();
        if (facts.state === state) resolve(facts as Extract<TakeFacts, { readonly state: S }>);
      };
      take.facts.subscribe(look);
      look();
    });
  return { take, environment, ...memory, until };
}

describe('taking a recording along', () => {
  it('says why there is nothing to take, and asks again where nobody answers', async () => {
    const refused = house({ listed: async () => fail('INVALID_STATE') });
    refused.take.start();
    expect((await refused.until('refused')).error.code).toBe('INVALID_STATE');
    let answers = false;
    const away = house({ replay: async () => (answers ? ok(replay) : fail('UNAVAILABLE')) });
    away.take.start();
    await away.until('unreachable');
    answers = true;
    await away.environment.advance(3_000);
    expect(away.take.facts.get().state).toBe('ready');
  });

  it('ends with a page that has the captions in it, and with hashes of everything', async () => {
    const { take, until, kept } = house();
    take.start();
    await until('ready');
    await take.choose();
    expect(take.facts.get()).toMatchObject({ state: 'whole', folder: expect.stringContaining('数学') });
    expect([...kept.keys()].toSorted()).toEqual(['SHA256SUMS', 'lesson.mp4', 'play.html', 'zh-CN.vtt']);
    const page = Buffer.from(kept.get('play.html') ?? []);
    expect(page.toString()).toContain(Buffer.from(vtt).toString('base64'));
    expect(Buffer.from(kept.get('SHA256SUMS') ?? []).toString()).toContain(`${shaOf(page)}  play.html`);
  });

  it('goes on by itself after a cut, from where it was', async () => {
    const [broken, mended] = [rangedServer(bytes, { limit: 1_500 }), rangedServer(bytes)];
    let line = broken;
    const { take, environment, until } = house({ fetch: (...asked) => line.fetch(...asked) });
    take.start();
    await until('ready');
    const taking = take.choose();
    await until('waiting');
    expect(take.facts.get()).toMatchObject({ doneBytes: 1_500 });
    line = rangedServer(bytes, { limit: 0 });
    const seen: string[] = [];
    take.facts.subscribe(() => seen.push(take.facts.get().state));
    await environment.advance(3_000);
    await until('waiting');
    expect(new Set(seen)).toEqual(new Set(['waiting']));
    line = mended;
    await environment.advance(3_000);
    await taking;
    expect([take.facts.get().state, mended.asked[0]]).toEqual(['whole', '/0/lesson.mp4?q bytes=1500-']);
  });

  it('stands still when it is paused, closed, refused or the stick is full, and goes on when told', async () => {
    const cut = rangedServer(bytes, { limit: 1_500 });
    const { take, environment, until, ...memory } = house({ fetch: cut.fetch });
    take.start();
    await until('ready');
    const paused = take.choose();
    await until('waiting');
    take.pause();
    expect(take.facts.get()).toMatchObject({ state: 'halted', why: 'asked', doneBytes: 1_500 });
    await environment.advance(10_000);
    await paused;
    expect(cut.asked).toHaveLength(1);
    memory.break('full');
    await take.goOn();
    expect(take.facts.get()).toMatchObject({ state: 'halted', why: 'full' });
    memory.break(null);
    const again = take.goOn();
    await until('waiting');
    take.close();
    await environment.advance(10_000);
    await again;
    expect(take.facts.get().state).toBe('waiting');
  });

  it('looks at the list anew when the server has another file than it listed', async () => {
    let listed = listing([file('/1', 1, 'lesson.mp4')].map((each) => ({ ...each, sha256: 'old' })));
    const { take, until } = house({ listed: async () => listed });
    take.start();
    await until('ready');
    await take.choose();
    expect(take.facts.get()).toMatchObject({ state: 'halted', why: 'changed' });
    listed = listing();
    await take.goOn();
    expect(take.facts.get().state).toBe('whole');
    const gone = house({ address: async () => fail('NOT_FOUND') });
    gone.take.start();
    await gone.until('ready');
    await gone.take.choose();
    expect(gone.take.facts.get().state).toBe('ready');
  });

  it('says that a folder cannot be written, and forgets that nobody chose one', async () => {
    const denied = async () => {
      throw new FolderTrouble(new DOMException('no', 'NotAllowedError'));
    };
    const locked = house({ pick: denied });
    locked.take.start();
    await locked.until('ready');
    await locked.take.choose();
    expect(locked.take.facts.get()).toMatchObject({ state: 'halted', why: 'away' });
    const nobody = house({ pick: async () => null });
    nobody.take.start();
    await nobody.until('ready');
    await nobody.take.choose();
    expect(nobody.take.facts.get().state).toBe('ready');
  });

  it('has the single file made and waits for it, when there is none', async () => {
    let state: RecordingCard['file']['state'] = 'none';
    let listed = listing([file('/recordings/x/pieces/0', 0)]);
    const compose = async () => {
      state = 'composing';
      return card(state);
    };
    const { take, environment, until } = house({
      ...{ compose, listed: async () => listed, card: async () => card(state) },
    });
    take.start();
    expect((await until('ready')).single).toMatchObject({ file: { state: 'none' }, mayAsk: true });
    expect((await take.compose()).ok).toBe(true);
    expect(take.facts.get()).toMatchObject({ single: { file: { state: 'composing' } } });
    listed = listing();
    await environment.advance(3_000);
    expect(take.facts.get()).toMatchObject({ state: 'ready', pack: { playsAlone: true }, single: null });
    const visitor = house({
      ...{ listed: async () => listing([file('/p/0', 0)]), card: async () => fail('UNAUTHENTICATED') },
    });
    visitor.take.start();
    expect((await visitor.until('ready')).single).toBeNull();
    await settle();
  });

  it('gives files one by one under their own names, with what the server has not', async () => {
    const { take, until } = house();
    take.start();
    const { pack } = await until('ready');
    const [first] = pack.files;
    if (first === undefined) throw new Error('nothing in it');
    expect(await take.addressOf(first)).toBe('/0/lesson.mp4?q&as=package');
    expect((await take.extras())?.map(({ name }) => name)).toEqual(['play.html', 'SHA256SUMS']);
    const lost = house({ address: async () => fail('UNAVAILABLE') });
    lost.take.start();
    await lost.until('ready');
    expect([await lost.take.addressOf(first), await lost.take.extras()]).toEqual([null, null]);
  });
});
