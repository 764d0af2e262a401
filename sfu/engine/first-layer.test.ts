import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { type LayerSource, layerSends } from './first-layer.ts';

class Source extends EventEmitter implements LayerSource {
  closed = false;
  score: LayerSource['score'] = [];
  hear(...layers: { readonly layer: number; readonly score: number }[]): void {
    this.score = layers.map(({ layer, score }) => ({ encodingIdx: layer, ssrc: layer, score }));
    this.emit('score');
  }
}

/** Whether it has resolved by now, after all that is due has run. */
async function resolved(promise: Promise<void>): Promise<boolean> {
  let is = false;
  promise.then(() => {
    is = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  return is;
}

test('a layer that sends already is not waited for', async () => {
  const source = new Source();
  source.hear({ layer: 0, score: 10 });
  expect(await resolved(layerSends(source, 1, 60_000))).toBe(true);
});

test('a higher layer, and a lower one that is silent, do not count', async () => {
  const source = new Source();
  const waiting = layerSends(source, 1, 60_000);
  source.hear({ layer: 2, score: 10 });
  expect(await resolved(waiting)).toBe(false);
  source.hear({ layer: 2, score: 10 }, { layer: 0, score: 0 });
  expect(await resolved(waiting)).toBe(false);
  source.hear({ layer: 2, score: 10 }, { layer: 1, score: 7 });
  expect(await resolved(waiting)).toBe(true);
  expect(source.listenerCount('score')).toBe(0);
});

test('a sender without low layers is shown all the same, after a while', async () => {
  const source = new Source();
  source.hear({ layer: 2, score: 10 });
  await layerSends(source, 0, 5);
  expect(source.listenerCount('score')).toBe(0);
});
