import { afterEach, expect, it } from 'vitest';
import { ingestZhCn } from '../../shared/text/ingest.zh-CN.ts';
import { signIn, startLesson, untilReady } from '../support/console-page.ts';
import { describeForReal } from '../support/needs.ts';
import { said } from '../support/office-page.ts';
import { picturesIn } from '../support/pictures.ts';
import { startRtmpCamera } from '../support/rtsp-camera.ts';
import { untilPicture } from '../support/screen-page.ts';
import { type Morning, openMorning, startLectureRoom } from '../support/stage.ts';

const pictures = picturesIn(process.env['SANKETANG_PICTURES'] ?? null);

/** A recording host 录播主机 stands in for a lecture PC that has no camera. */
describeForReal('equipment of the lecture room', () => {
  let morning: Morning;
  afterEach(() => morning?.close());

  it('E-01 is what the large screen shows, and what the lecturer sees', async () => {
    morning = await openMorning({ screens: 1, product: { env: { RTMP_PORT: '0' } } });
    const { county, product, lesson } = morning;
    const [screen] = morning.screens;
    if (screen === undefined) throw new Error('a screen is needed');
    const { admin, lectureRoomId: roomId } = county;
    const wish = {
      place: 'camera',
      kind: 'rtmp',
      address: '',
      username: '',
      password: null,
      on: true,
    } as const;
    const { key } = await admin.call('source.set', { roomId, ...wish });
    const { rtmpPort } = await admin.call('source.list', { roomId });
    const encoder = startRtmpCamera(`rtmp://127.0.0.1:${rtmpPort}/live/${key}`);
    morning.also(() => encoder.close());

    const { page } = await startLectureRoom(morning, { height: 360, camera: 'none' });
    await signIn(page, 'chen');
    await page.goto(`${product.url}/lesson/${lesson.sessionId}`);
    await untilReady(page, 1);
    await startLesson(page);
    await untilPicture(screen.page, 'camera');
    const shown = page.getByLabel(ingestZhCn['source.shownCamera']).locator('video').last();
    await expect
      .poll(() => shown.evaluate((video: HTMLVideoElement) => video.videoWidth), { timeout: 15_000 })
      .toBe(640);
    const trouble = (device: 'camera' | 'microphone') =>
      page.getByText(said[`capture.missing.${device}`]).count();
    expect(await trouble('camera'), 'nothing is missing').toBe(0);
    expect(await trouble('microphone'), 'this encoder has no sound').toBe(1);
    await pictures(page, 'equipment-console');
    await pictures(screen.page, 'equipment-screen');
    const { sources } = await admin.call('source.list', { roomId });
    expect(sources[0]?.standing).toEqual({ state: 'on', picture: 'passed', voice: false });
  });
});
