import { startChromium } from '../support/chromium.ts';
import { report } from '../support/figures.ts';
import { untilPicture } from '../support/screen-page.ts';
import { openStage } from '../support/stage.ts';

type Loaded = { readonly path: string; readonly bytes: number };

/** What a new screen fetches over HTTP until the first picture of a running lesson is on its glass, as it went over the line. */
export async function benchScreenSize(): Promise<boolean> {
  const stage = await openStage({ screens: 1 });
  const [point] = stage.county.points;
  const [screen] = stage.screens;
  try {
    if (point === undefined || screen === undefined) throw new Error('the stage has no screen');
    await screen.browser.close();
    const browser = await startChromium({ kiosk: true, size: { width: 1920, height: 1080 } });
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
      await page.goto(screen.address);
      await untilPicture(page, 'camera');
      // Live signalling is the lesson itself, not the page.
      const pageFiles = loaded.filter(({ path }) => !path.startsWith('/socket.io/'));
      const kilobytes = pageFiles.reduce((sum, each) => sum + each.bytes, 0) / 1000;
      return report(
        'screen-size',
        [{ name: 'screen page before its first frame', value: kilobytes, unit: 'KB', goal: { atMost: 150 } }],
        { loaded },
      );
    } finally {
      await browser.close();
    }
  } finally {
    await stage.close();
  }
}
