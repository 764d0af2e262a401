import { startChromium } from '../support/chromium.ts';
import { startLesson } from '../support/console-page.ts';
import { report } from '../support/figures.ts';
import { untilPicture } from '../support/screen-page.ts';
import { openLiveStage, watchLink } from '../support/watch-page.ts';

type Loaded = { readonly path: string; readonly bytes: number };

/** What a phone fetches over HTTP, from opening a watch link until the first picture of a running lesson, as it went over the line. */
export async function benchWatchSize(): Promise<boolean> {
  const stage = await openLiveStage();
  try {
    const address = await watchLink(stage.lectureRoom.page);
    await startLesson(stage.lectureRoom.page);
    const browser = await startChromium({ camera: 'none', size: { width: 390, height: 844 } });
    try {
      const page = await browser.context.newPage();
      const line = await browser.context.newCDPSession(page);
      await line.send('Network.enable');
      const paths = new Map<string, string>();
      const loaded: Loaded[] = [];
      line.on('Network.responseReceived', ({ requestId, response }) =>
        paths.set(requestId, new URL(response.url).pathname),
      );
      line.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
        loaded.push({ path: paths.get(requestId) ?? '?', bytes: encodedDataLength });
      });
      await page.goto(address);
      await untilPicture(page, 'camera');
      // Live signalling is the lesson itself, not the page.
      const pageFiles = loaded.filter(({ path }) => !path.startsWith('/socket.io/'));
      const kilobytes = pageFiles.reduce((sum, each) => sum + each.bytes, 0) / 1000;
      return report(
        'watch-size',
        [{ name: 'watch page before its first frame', value: kilobytes, unit: 'KB', goal: { atMost: 120 } }],
        { loaded },
      );
    } finally {
      await browser.close();
    }
  } finally {
    await stage.close();
  }
}
