import { afterEach, expect, it, vi } from 'vitest';
import { signIn, startLesson, untilReady } from '../support/console-page.ts';
import { type LossyRelay, startLossyRelay } from '../support/lossy-relay.ts';
import { describeForReal } from '../support/needs.ts';
import { patiently } from '../support/patience.ts';
import { type Morning, openMorning, startLectureRoom } from '../support/stage.ts';
import { play, received } from '../support/whep-page.ts';

/** A player by WHEP of what a lecturer's own browser sends in several sizes: nobody but the player takes it. */
describeForReal('a player by WHEP on a line that loses much', () => {
  let morning: Morning;
  let relay: LossyRelay | null = null;
  afterEach(async () => {
    relay?.close();
    await morning?.close();
  });

  it('WL-01 gets the largest picture, a smaller one while much is lost, and the largest again', async () => {
    morning = await openMorning({ screens: 0, rooms: 1 });
    const { county, product, lesson } = morning;
    const { key } = await county.admin.call('source.setPlayer', { roomId: county.lectureRoomId, on: true });
    const { page, browser } = await startLectureRoom(morning, { height: 360 });
    await signIn(page, 'chen');
    await page.goto(`${product.url}/lesson/${lesson.sessionId}`);
    await untilReady(page, 0, 1);
    await startLesson(page);
    const player = await browser.context.newPage();
    await player.goto(`${product.url}/watch`);
    const played = await play(player, key ?? '', async (server) => {
      relay = await startLossyRelay(server);
      return relay.port;
    });
    expect(played.status).toBe(201);
    const height = async () => (await received(player)).heightPx;
    await vi.waitFor(async () => expect(await height()).toBe(360), patiently);
    relay?.lose(3);
    await vi.waitFor(async () => expect(await height()).toBe(180), patiently);
    relay?.lose(0);
    await vi.waitFor(async () => expect(await height()).toBe(360), patiently);
  });
});
