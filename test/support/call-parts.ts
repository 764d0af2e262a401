import type { Page } from 'playwright-core';

/** What happens on the way of a called room's voice, each as its page sees it; epoch ms. */
export type Moment = {
  readonly what: 'microphoneAsked' | 'microphoneOpen' | 'trackThere' | 'packetsCome';
  readonly atMs: number;
};
type WithMoments = { readonly testMoments: Moment[] };

/** To run in a page before its own: notes when it opens its microphone, and when sound of somebody else comes to it. */
export const momentsScript = `{
  const moments = [];
  window.testMoments = moments;
  const note = (what) => moments.push({ what, atMs: Date.now() });
  const devices = navigator.mediaDevices;
  if (devices !== undefined) {
    const open = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (wish) => {
      if (wish.audio) note('microphoneAsked');
      const stream = await open(wish);
      if (wish.audio) note('microphoneOpen');
      return stream;
    };
  }
  const Bare = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Bare {
    constructor(...args) {
      super(...args);
      this.addEventListener('track', ({ track }) => {
        if (track.kind !== 'audio') return;
        note('trackThere');
        track.addEventListener('unmute', () => note('packetsCome'), { once: true });
      });
    }
  };
}`;

export const forgetMoments = (page: Page): Promise<void> =>
  page.evaluate(() => {
    (window as unknown as WithMoments).testMoments.length = 0;
  });

export const momentsOf = (page: Page): Promise<readonly Moment[]> =>
  page.evaluate(() => (window as unknown as WithMoments).testMoments);
