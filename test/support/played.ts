import { execFile } from 'node:child_process';
import type { Page } from 'playwright-core';

/** Whether ffprobe finds a stream and every packet of it without a complaint. */
export const probed = (path: string): Promise<boolean> =>
  new Promise((resolve) =>
    execFile(
      'ffprobe',
      ['-v', 'error', '-count_packets', '-show_entries', 'stream=nb_read_packets', '-of', 'csv=p=0', path],
      (error, output, complaint) =>
        resolve(error === null && complaint === '' && Number.parseInt(output, 10) > 0),
    ),
  );

/** Seconds of a picture that a browser takes in by Media Source Extensions, and shows from their middle. */
export function playedBy(page: Page, bytes: Uint8Array, codec: string): Promise<number> {
  const base64 = Buffer.from(bytes).toString('base64');
  return page.evaluate(
    async ({ base64: given, type }) => {
      const data = Uint8Array.from(atob(given), (each) => each.charCodeAt(0));
      const video = document.createElement('video');
      const media = new MediaSource();
      const happens = (target: EventTarget, name: string) =>
        new Promise((resolve) => target.addEventListener(name, resolve, { once: true }));
      video.muted = true;
      video.src = URL.createObjectURL(media);
      await happens(media, 'sourceopen');
      const buffer = media.addSourceBuffer(type);
      buffer.appendBuffer(data);
      await happens(buffer, 'updateend');
      const { buffered } = buffer;
      if (buffered.length === 0) return 0;
      const [from, to] = [buffered.start(0), buffered.end(buffered.length - 1)];
      const shown = happens(video, 'seeked');
      video.currentTime = (from + to) / 2;
      await shown;
      return video.videoWidth > 0 && video.readyState >= 2 ? to - from : 0;
    },
    { base64, type: `video/mp4; codecs="${codec}"` },
  );
}
