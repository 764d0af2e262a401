import type { types } from 'mediasoup';

/** The part of a producer that says which of its layers send: lowest is 0, a score of 0 is silence. */
export type LayerSource = Pick<types.Producer, 'closed' | 'score'> & {
  on(event: 'score', listener: () => void): unknown;
  off(event: 'score', listener: () => void): unknown;
};

/** A sender that lost its low layers altogether is still better seen too large than not at all. */
const LONGEST_WAIT_MS = 500;

/**
 * Resolves once a layer at or below the wanted one sends. The worker forwards the first layer that sends, the wanted one or not, and leaves
 * it again as soon as the wanted one comes; right after a publication that switch costs seconds, because neither layer has told its clock
 * yet and senders do not answer a second request for a key frame so soon.
 */
export function layerSends(source: LayerSource, maxLayer: number, limitMs = LONGEST_WAIT_MS): Promise<void> {
  const sends = () =>
    source.closed || source.score.some((each) => each.encodingIdx <= maxLayer && each.score > 0);
  if (sends()) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(limit);
      source.off('score', look);
      resolve();
    };
    const look = () => {
      if (sends()) done();
    };
    const limit = setTimeout(done, limitMs);
    source.on('score', look);
  });
}
