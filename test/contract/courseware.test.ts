import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMarkStore } from '../../server/courseware/courseware.marks.store.ts';
import { createCoursewareStore } from '../../server/courseware/courseware.store.ts';
import type { Content, Courseware } from '../../server/courseware/courseware.types.ts';
import { migrations } from '../../server/migrations.ts';
import { createNewId } from '../../server/platform/ids.ts';
import { migrate } from '../../server/platform/migrate.ts';
import type { Database } from '../../server/platform/ports.ts';
import type { WipedEvent } from '../../server/session/session.door.ts';
import type { Mark } from '../../shared/courseware.ts';
import { coursewareId, markId, personId, type SessionId, sessionId } from '../../shared/kernel/ids.ts';
import { type Backend, backends } from '../support/backends.ts';

const AT_MS = 1_800_000_000_000;
const newId = createNewId({ nowMs: () => AT_MS });
const session = () => sessionId.parse(newId());
const contentOf = (letter: string): Content => ({
  ...{ sha256: letter.repeat(64), type: 'application/pdf' },
  ...{ bytes: 5_000_000_000, pageCount: 7 },
});
const file = (of: SessionId, now: Courseware['now'] = { state: 'uploading' }): Courseware => ({
  id: coursewareId.parse(newId()),
  sessionId: of,
  name: '第三课 《小星星》.pptx',
  uploadedBy: personId.parse(newId()),
  uploadedAtMs: AT_MS,
  sourceType: 'pptx',
  sourceBytes: 200_000_000,
  serverId: 'here',
  now,
});
const stroke = (): Mark => ({
  markId: markId.parse(newId()),
  tool: 'highlighter',
  colour: 'yellow',
  width: 30,
  points: [
    [0, 1, 0.5],
    [0.33333, 0.66666, 1],
  ],
});

describe.each(backends)('courseware on $name', ({ make }) => {
  const folder = mkdtempSync(join(tmpdir(), 'sanketang-courseware-'));
  let backend: Backend;
  beforeAll(async () => {
    backend = await make(join(folder, 'stores.db'));
    if (backend.state === 'open') await migrate(backend.open.database, migrations, AT_MS);
  });
  afterAll(async () => {
    if (backend.state === 'open') await backend.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const on = (skip: (reason: string) => never): Database =>
    backend.state === 'open' ? backend.open.database : skip(backend.reason);
  const nothing = async () => undefined;

  test('a content goes when the last file that has it goes, whoever takes it at the same time', async ({
    skip,
  }) => {
    const store = createCoursewareStore(on(skip));
    const [here, there] = [session(), session()];
    const one = file(here);
    const content = contentOf('a');
    const gone: string[] = [];
    const unplace = async (sha256: string) => void gone.push(sha256);
    await store.add(one);
    expect(await store.received(one.id)).toBe(true);
    expect(await store.received(one.id)).toBe(false);
    expect(await store.ready(one.id, { content, sourceSha256: 's' }, nothing)).toBe(true);
    expect(await store.byId(one.id)).toEqual({ ...one, now: { state: 'ready', content } });
    expect(await store.contentOfSource('s')).toEqual(content);
    const two = file(there, { state: 'ready', content });
    expect(await store.addReady(two, content.sha256)).toBe(true);
    await store.remove(one.id, unplace);
    expect([gone, (await store.contents()).has(content.sha256)]).toEqual([[], true]);
    const racing = Array.from({ length: 4 }, () => file(there, { state: 'ready', content }));
    const [, ...taken] = await Promise.all([
      store.remove(two.id, unplace),
      ...racing.map((each) => store.addReady(each, content.sha256)),
    ]);
    const has = (await store.contents()).has(content.sha256);
    expect([has, gone.length]).toEqual(taken.some(Boolean) ? [true, 0] : [false, 1]);
    expect(await store.ofSessions([there])).toHaveLength(taken.filter(Boolean).length);
    for (const [index, each] of racing.entries()) if (taken[index]) await store.remove(each.id, unplace);
    expect(gone).toEqual([content.sha256]);
    expect(await store.addReady(file(here, { state: 'ready', content }), content.sha256)).toBe(false);
  });

  test('what cannot be put in its place, or has been removed meanwhile, leaves nothing behind', async ({
    skip,
  }) => {
    const store = createCoursewareStore(on(skip));
    const here = session();
    const [broken, removed] = [file(here), file(here)];
    for (const each of [broken, removed]) {
      await store.add(each);
      await store.received(each.id);
    }
    const wish = { content: contentOf('b'), sourceSha256: 'b' };
    const failing = async () => {
      throw new Error('disk full');
    };
    await expect(store.ready(broken.id, wish, failing)).rejects.toThrow('disk full');
    expect(await store.byId(broken.id)).toMatchObject({ now: { state: 'converting' } });
    await store.remove(removed.id, nothing);
    expect(await store.ready(removed.id, wish, failing)).toBe(false);
    expect((await store.contents()).has(wish.content.sha256)).toBe(false);
    await store.fail(broken.id, 'encrypted');
    expect((await store.unfinished()).map(({ id }) => id)).not.toContain(broken.id);
    expect(await store.ofSessions([here])).toMatchObject([{ now: { state: 'failed', reason: 'encrypted' } }]);
    expect(await store.ofSessions([])).toEqual([]);
  });

  test('strokes count each change of a page once, and each wiping is applied once', async ({ skip }) => {
    const marks = createMarkStore(on(skip));
    const page = { sessionId: session(), coursewareId: coursewareId.parse(newId()), page: 1 };
    const [early, kept, late] = [stroke(), stroke(), stroke()];
    expect(await marks.draw(page, early, { afterSeq: 4, atMs: 1_000 * 4 })).toEqual({
      kind: 'drawn',
      seq: 1,
    });
    expect(await marks.draw(page, early, { afterSeq: 9, atMs: 1_000 * 9 })).toEqual({
      kind: 'known',
      seq: 1,
    });
    expect(await marks.draw({ ...page, page: 2 }, kept, { afterSeq: 4, atMs: 1_000 * 4 })).toEqual({
      kind: 'drawn',
      seq: 1,
    });
    expect(await marks.draw(page, late, { afterSeq: 6, atMs: 1_000 * 6 })).toEqual({ kind: 'drawn', seq: 2 });
    const place = {
      sessionId: page.sessionId,
      recordedAtMs: 0,
      occurredAtMs: 0,
      actorKind: 'person',
      actorId: 'x',
    } as const;
    const { coursewareId: id } = page;
    const wipings: WipedEvent[] = [
      { ...place, seq: 6, type: 'marks.cleared', body: { coursewareId: id, page: 1 } },
      {
        ...place,
        seq: 7,
        type: 'marks.erased',
        body: { coursewareId: id, page: 2, markIds: [early.markId], undo: true },
      },
    ];
    expect(await marks.appliedSeq(page.sessionId)).toBe(0);
    const all = await Promise.all([1, 2, 3].map(() => marks.apply(page.sessionId, wipings)));
    expect(all.flat()).toEqual([{ coursewareId: id, page: 1, seq: 3, change: { kind: 'cleared' } }]);
    expect(await marks.appliedSeq(page.sessionId)).toBe(7);
    expect(await marks.list(page)).toEqual({
      ...{ coursewareId: id, page: 1, seq: 3 },
      marks: [
        {
          ...late,
          points: [
            [0, 1, 0.5],
            [0.3333, 0.6667, 1],
          ],
        },
      ],
    });
    expect((await marks.list({ ...page, page: 2 })).marks.map((each) => each.markId)).toEqual([kept.markId]);
    const placed = await marks.ofSession(page.sessionId);
    expect(
      placed.map((each) => [each.mark.markId, each.drawnAtMs, each.drawnAfterSeq, each.erasedSeq]),
    ).toEqual([
      [early.markId, 4_000, 4, 6],
      [late.markId, 6_000, 6, null],
      [kept.markId, 4_000, 4, null],
    ]);
    expect([await marks.has(page.sessionId), await marks.has(session())]).toEqual([true, false]);
    const twice = stroke();
    const seqs = await Promise.all(
      [stroke(), stroke(), twice].map((each) => marks.draw(page, each, { afterSeq: 8, atMs: 1_000 * 8 })),
    );
    expect(seqs.map((each) => (each.kind === 'drawn' ? each.seq : 0)).toSorted()).toEqual([4, 5, 6]);
  });
});
