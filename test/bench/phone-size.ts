import { phoneAddress } from '../../client/screen/phone-code.rules.ts';
import { startChromium } from '../support/chromium.ts';
import { report } from '../support/figures.ts';
import { addHelper, codeShownBy, HELPER } from '../support/phone-page.ts';
import { openMorning } from '../support/stage.ts';

type Loaded = { readonly path: string; readonly bytes: number };

/** What a phone that has never been here fetches until its holder can say who they are, as it went over the line. */
export async function benchPhoneSize(): Promise<boolean> {
  const morning = await openMorning({ screens: 1, startsIn: 2 });
  try {
    const [screen] = morning.screens;
    const [point] = morning.county.points;
    if (screen === undefined || point === undefined) throw new Error('no screen');
    await addHelper(morning.county, point);
    await screen.page.locator('.phone-code svg').waitFor({ timeout: 30_000 });
    const { code } = await codeShownBy(screen, morning.lesson.sessionId);
    const browser = await startChromium({ size: { width: 390, height: 844 }, camera: 'none' });
    morning.also(() => browser.close());
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
    await page.goto(phoneAddress(morning.product.url, code));
    await page.getByRole('button', { name: HELPER.name }).waitFor();
    const kilobytes = loaded.reduce((sum, each) => sum + each.bytes, 0) / 1000;
    return report(
      'phone-size',
      [
        {
          name: 'phone page before its first usable screen',
          value: kilobytes,
          unit: 'KB',
          goal: { atMost: 100 },
        },
      ],
      { loaded },
    );
  } finally {
    await morning.close();
  }
}
