import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { phoneAddress } from '../../client/screen/phone-code.rules.ts';
import { openLine } from '../support/cut-line.ts';
import { report } from '../support/figures.ts';
import {
  addHelper,
  codeShownBy,
  enterAsHelper,
  phoneButton,
  phoneSays,
  scanCode,
} from '../support/phone-page.ts';
import { freePort } from '../support/product.ts';
import { openMorning } from '../support/stage.ts';
import { readLog } from '../support/written-log.ts';

const CUT_MS = 60_000;
const COUNT = 17;

/** The phone's line is cut for a minute while its holder types a head-count and puts the phone away. */
export async function phoneLine(): Promise<boolean> {
  const dataDir = mkdtempSync(join(tmpdir(), 'sanketang-fault-'));
  const [port, linePort] = [await freePort(), await freePort()];
  const line = await openLine(linePort, port);
  const morning = await openMorning({
    screens: 1,
    startsIn: 2,
    product: { dataDir, port, env: { ALLOWED_ORIGINS: line.url } },
  });
  try {
    const [screen] = morning.screens;
    const [point] = morning.county.points;
    if (screen === undefined || point === undefined) throw new Error('no screen');
    await addHelper(morning.county, point);
    await screen.page.locator('.phone-code svg').waitFor({ timeout: 30_000 });
    const { code } = await codeShownBy(screen, morning.lesson.sessionId);
    const { browser, page } = await scanCode(phoneAddress(line.url, code));
    morning.also(() => browser.close());
    await enterAsHelper(page);

    const cutAtMs = Date.now();
    line.cut();
    await phoneButton(page, 'phone.count.other').click();
    for (const digit of String(COUNT)) await page.getByRole('button', { name: digit, exact: true }).click();
    const typedAtMs = Date.now();
    await phoneButton(page, 'phone.count.save').click();
    const shown = page.getByText(`${COUNT} / `);
    await shown.waitFor();
    const feltMs = Date.now() - typedAtMs;
    const unsaved = page.getByText(phoneSays['phone.unsaved']);
    await unsaved.waitFor({ timeout: 10_000 });
    await pause(CUT_MS - (Date.now() - cutAtMs) - 500);
    const saidToTheEnd = (await unsaved.isVisible()) ? 1 : 0;
    await pause(CUT_MS - (Date.now() - cutAtMs));
    line.mend();
    const mendedAtMs = Date.now();
    await page.locator('.figure[data-saved="true"]').waitFor({ timeout: 60_000 });
    const arrivedMs = Date.now() - mendedAtMs;
    await morning.product.stop();
    const { events } = await readLog(dataDir, morning.lesson.sessionId);
    const counts = events.filter((event) => event.type === 'headCount.set');
    return report(
      'phone-line',
      [
        {
          name: 'head-counts in the log, at least',
          value: counts.length,
          unit: 'events',
          goal: { atLeast: 1 },
        },
        {
          name: 'head-counts in the log, at most',
          value: counts.length,
          unit: 'events',
          goal: { atMost: 1 },
        },
        {
          name: 'right and from a phone by name',
          value: counts.filter(({ body }) => body.presentCount === COUNT && body.source === 'phoneNamed')
            .length,
          unit: 'events',
          goal: { atLeast: 1 },
        },
        { name: 'arrived after the line came back', value: arrivedMs, unit: 'ms', goal: { atMost: 15_000 } },
        {
          name: '“not saved yet” stood to the end of the cut',
          value: saidToTheEnd,
          unit: '',
          goal: { atLeast: 1 },
        },
      ],
      {
        feltMs,
        arrivedMs,
        counts: counts.map(({ seq, recordedAtMs, body }) => ({ seq, recordedAtMs, body })),
      },
    );
  } finally {
    await morning.close();
    await line.close();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  }
}
