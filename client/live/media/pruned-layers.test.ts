import { expect, it } from 'vitest';
import { streamId, uuidV7 } from '../../../shared/kernel/ids.ts';
import { FakeTransports, fakeTrack } from '../doubles.ts';
import { createStore } from '../store.ts';
import type { PictureCodec } from './encodings.ts';
import { OwnStreams } from './own-streams.ts';

const idOf = (n: number) => streamId.parse(uuidV7(n, new Uint8Array(10)));

it('sends no layer that nobody takes, and everything again over a new path until it is told anew', async () => {
  let count = 0;
  const path = () => new FakeTransports({ connect: () => undefined, publish: async () => idOf(++count) });
  const own = new OwnStreams('lecture', createStore<PictureCodec>('video/H264'));
  const [first, second] = [path(), path()];
  own.use(first, ['camera']);
  await own.publish('camera', fakeTrack());
  own.limitLayers(idOf(1), 0);
  own.limitLayers(idOf(9), 1);
  own.limitLayers(idOf(1), 2);
  expect(first.limited).toEqual([0, 2]);
  own.use(second, ['camera']);
  await own.sendWaiting();
  // What was said of the stream before does not reach the one in its place.
  own.limitLayers(idOf(1), 0);
  expect(second.limited).toEqual([]);
});
