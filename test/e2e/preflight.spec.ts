import type { Page } from 'playwright-core';
import { afterEach, expect, it } from 'vitest';
import type { Diagnostics } from '../../client/live/diagnostics.ts';
import { openLesson, signIn, startLesson, untilReady } from '../support/console-page.ts';
import { describeForReal } from '../support/needs.ts';
import { button, said } from '../support/office-page.ts';
import { receivedTotals } from '../support/page-meter.ts';
import { picturesIn } from '../support/pictures.ts';
import { untilPicture, untilSession } from '../support/screen-page.ts';
import { type Morning, openMorning, startLectureRoom } from '../support/stage.ts';

type WithDiagnostics = { readonly sanketang?: Diagnostics };
const pictures = picturesIn(process.env['SANKETANG_PICTURES'] ?? null);
/** A machine that many programs share encodes the large size late; whoever sits there presses the button, too. */
const CHECKS = 4;
const CHECK_MS = 60_000;

const switching = (codec: string) =>
  said['preflight.sizes.ok'].replace('{sizes}', '180p · 360p · 720p').replace('{codec}', codec);

describeForReal('before a lesson', () => {
  let morning: Morning;
  afterEach(() => morning?.close());

  it('the console proves that picture sizes switch while the screens show nobody; the start shows that same stream', async () => {
    morning = await openMorning({ screens: 1 });
    const { product, lesson, screens } = morning;
    const screen = screens[0]?.page;
    if (screen === undefined) throw new Error('no screen');
    const { page } = await startLectureRoom(morning, { height: 720 });
    await signIn(page, 'chen');
    await openLesson(page, product.url, lesson);
    await untilReady(page, 1);
    await untilSizesSwitch(page);
    await pictures(page, 'preflight-sizes');
    const [sent] = await cameras(page);
    expect(sent?.own).toBe(true);
    expect(await sources(page), 'nobody is heard before the start').toEqual(['camera']);

    await untilSession(screen, 'joined:waiting');
    await pictures(screen, 'waiting-screen');
    const [known] = await cameras(screen);
    expect(known, 'the screen is ready for the picture').toMatchObject({ streamId: sent?.streamId });
    expect(await screen.locator('video, audio').count()).toBe(0);
    expect((await receivedTotals(screen)).framesDecoded).toBe(0);

    await startLesson(page);
    await untilPicture(screen, 'camera', CHECK_MS);
    expect((await cameras(screen)).map((each) => each.streamId)).toEqual([sent?.streamId]);
    await page.waitForFunction(
      () => (window as WithDiagnostics).sanketang?.streams().some((each) => each.source === 'voice'),
      undefined,
      { timeout: CHECK_MS },
    );
  });
});

async function untilSizesSwitch(page: Page): Promise<void> {
  const fine = page.getByText(switching('H.264')).or(page.getByText(switching('VP8')));
  const again = button(page, 'preflight.sizes.again');
  for (let check = 1; check <= CHECKS; check += 1) {
    await fine.or(again).first().waitFor({ timeout: CHECK_MS });
    if ((await fine.count()) > 0) return;
    expect(await button(page, 'preflight.start').isEnabled(), 'starting is possible at any time').toBe(true);
    if (check < CHECKS) await again.click();
  }
  throw new Error(`sizes do not switch: ${await page.locator('.check-trouble').textContent()}`);
}

/** The lecturer's streams as a page knows them. */
const streams = (page: Page): Promise<ReturnType<Diagnostics['streams']>> =>
  page.evaluate(() => (window as WithDiagnostics).sanketang?.streams() ?? []);

const cameras = async (page: Page) =>
  (await streams(page)).filter((each) => each.part === 'lecturer' && each.source === 'camera');

const sources = async (page: Page) =>
  (await streams(page)).filter((each) => each.part === 'lecturer').map((each) => each.source);
