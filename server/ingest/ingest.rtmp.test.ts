import { afterEach, expect, test, vi } from 'vitest';
import type { SourceWish } from '../../shared/ingest.ts';
import { ingestHouses, sourceRoomId } from '../../test/support/ingest-house.ts';
import { startRtmpEncoder } from '../../test/support/rtmp-encoder.ts';
import { actors, joinLesson } from '../../test/support/session-house.ts';

const rtmp: SourceWish = {
  ...{ place: 'camera', kind: 'rtmp', address: '', username: '', password: null, on: true },
};
const { openIngest, closers, clear } = ingestHouses();
afterEach(clear);

async function openRtmp() {
  const opened = await openIngest();
  const port = (await opened.list())?.rtmpPort ?? 0;
  const encoder = async (key: string) => {
    const made = await startRtmpEncoder(port, key);
    closers.push(async () => made.close());
    return made;
  };
  return { ...opened, encoder };
}

test('the key alone lets in, and a wrong one disturbs nobody', async () => {
  const { set, standing, encoder } = await openRtmp();
  const key = await set(rtmp);
  const first = await encoder(key);
  expect(first.answer).toBe('NetStream.Publish.Start');
  for (const wrong of ['x'.repeat(43), '', key.slice(1), `${key}x`])
    expect((await encoder(wrong)).answer, wrong).toBe('NetStream.Publish.BadName');
  expect(await standing()).toEqual({ state: 'ready' });
  expect(first.closed()).toBe(false);
});

test('what is switched off, removed or has another key now sends no more', async () => {
  const { ingest, admin, set, standing, encoder, look } = await openRtmp();
  const key = await set(rtmp);
  const first = await encoder(key);
  const renewed = await ingest.routes['source.renewKey'](admin, { roomId: sourceRoomId, place: 'camera' });
  await vi.waitFor(() => expect(first.closed()).toBe(true));
  expect((await encoder(key)).answer).toBe('NetStream.Publish.BadName');
  const second = await encoder(renewed.ok ? renewed.value.key : '');
  expect(second.answer).toBe('NetStream.Publish.Start');
  await set({ ...rtmp, on: false });
  await look();
  await vi.waitFor(() => expect(second.closed()).toBe(true));
  expect(await standing()).toEqual({ state: 'off' });
});

test('a second encoder waits until the first is silent; then it has its place', async () => {
  const { house, set, encoder } = await openRtmp();
  const key = await set(rtmp);
  const first = await encoder(key);
  expect((await encoder(key)).answer).toBe('NetStream.Publish.BadName');
  house.clock.pass(5_000);
  const second = await encoder(key);
  expect(second.answer).toBe('NetStream.Publish.Start');
  await vi.waitFor(() => expect(first.closed()).toBe(true));
  expect(second.closed()).toBe(false);
});

test('it may send before the lesson and after it, and is in the lesson meanwhile', async () => {
  const { house, set, standing, encoder, look } = await openRtmp();
  const sender = await encoder(await set(rtmp));
  sender.film();
  const lecturer = house.connect(actors.teacher(1));
  await joinLesson(lecturer);
  await look();
  await vi.waitFor(async () =>
    expect(await standing()).toEqual({ state: 'on', picture: 'passed', voice: false }),
  );
  sender.close();
  await vi.waitFor(async () => expect(await standing()).toEqual({ state: 'waiting' }));
});
