import type { Page } from 'playwright-core';
import { afterEach, expect, it } from 'vitest';
import type { Diagnostics } from '../../client/live/diagnostics.ts';
import { ingestZhCn } from '../../shared/text/ingest.zh-CN.ts';
import { wrongInBothLanguages } from '../support/axe.ts';
import { startChromium } from '../support/chromium.ts';
import { withoutCodecs } from '../support/codecs.ts';
import { signIn, startLesson, untilReady } from '../support/console-page.ts';
import { untilVoiceAgain } from '../support/heard-voice.ts';
import { describeForReal } from '../support/needs.ts';
import { said } from '../support/office-page.ts';
import { picturesIn } from '../support/pictures.ts';
import { type CameraWish, startRtmpCamera, startRtspCamera } from '../support/rtsp-camera.ts';
import { screenPicture, untilPicture } from '../support/screen-page.ts';
import { connectAs } from '../support/sitter.ts';
import { type Morning, openMorning, type Screen, startLectureRoom } from '../support/stage.ts';

type WithDiagnostics = { readonly sanketang?: Diagnostics };
const pictures = picturesIn(process.env['SANKETANG_PICTURES'] ?? null);

/** Until two seconds of pictures more were seen. */
async function untilMore(page: Page, why: string): Promise<void> {
  const shown = () =>
    page
      .locator(screenPicture.camera)
      .evaluate((video: HTMLVideoElement) => video.getVideoPlaybackQuality().totalVideoFrames)
      .catch(() => 0);
  const before = await shown();
  // A picture that came anew is counted anew.
  const more = async () => {
    const now = await shown();
    return now < before ? now : now - before;
  };
  await expect.poll(more, { message: why }).toBeGreaterThan(50);
}

/** A recording host 录播主机 stands in for a lecture PC that has no camera. */
describeForReal('equipment of the lecture room', () => {
  let morning: Morning;
  afterEach(() => morning?.close());
  /** A lecture room whose camera this server fetches its picture from. */
  const filmed = async (wish: CameraWish) => {
    morning = await openMorning({ screens: 1, product: { env: { CAMERA_NETWORKS: '127.0.0.1' } } });
    const { county, product, lesson } = morning;
    const [screen] = morning.screens;
    if (screen === undefined) throw new Error('a screen is needed');
    const { admin, lectureRoomId: roomId } = county;
    const film = async (each: CameraWish) => {
      const made = await startRtspCamera(each);
      morning.also(() => made.close());
      return made;
    };
    const camera = await film(wish);
    const source = { place: 'camera', kind: 'rtsp', username: '', password: null, on: true } as const;
    await admin.call('source.set', { roomId, ...source, address: camera.address });
    return { screen, camera, film, admin, roomId, product, lesson };
  };
  /** Begins the lesson, and waits until the screen has the camera's picture. */
  const lead = async (screen: Screen) => {
    const { county, product, lesson } = morning;
    const lecturer = await connectAs({ api: county.lecturer, url: product.url });
    morning.also(() => lecturer.leave());
    await lecturer.get('session.join', { sessionId: lesson.sessionId });
    await lecturer.get('session.start', { sessionId: lesson.sessionId });
    await untilPicture(screen.page, 'camera');
  };

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
    const before = page.getByLabel(ingestZhCn['source.shownCamera']).locator('video').last();
    await expect.poll(() => before.evaluate((video: HTMLVideoElement) => video.videoWidth)).toBe(640);
    await page.getByText(ingestZhCn['source.standsIn.camera']).waitFor();
    await pictures(page, 'equipment-preflight');
    await startLesson(page);
    await untilPicture(screen.page, 'camera');
    const shown = page.getByLabel(ingestZhCn['source.shownCamera']).locator('video').last();
    await expect.poll(() => shown.evaluate((video: HTMLVideoElement) => video.videoWidth)).toBe(640);
    const trouble = (device: 'camera' | 'microphone') =>
      page.getByText(said[`capture.missing.${device}`]).count();
    expect(await trouble('camera'), 'nothing is missing').toBe(0);
    expect(await trouble('microphone'), 'this encoder has no sound').toBe(1);
    await page.getByRole('button', { name: ingestZhCn['source.sends.camera'] }).waitFor();
    await pictures(page, 'equipment-console');
    await page.getByRole('button', { name: 'English' }).click();
    await pictures(page, 'equipment-console-en');
    await pictures(screen.page, 'equipment-screen');
    const { sources } = await admin.call('source.list', { roomId });
    expect(sources[0]?.standing).toEqual({ state: 'on', picture: 'passed', voice: false });
  });

  it('E-02 a screen without H.264 sees what a camera sends too, beside a screen that has it', async () => {
    const { screen, camera, admin, roomId } = await filmed({ profile: 'baseline' });
    await lead(screen);
    const settled = async () => (await admin.call('source.list', { roomId })).sources[0];
    expect(await settled()).toMatchObject({
      standing: { state: 'on', picture: 'passed' },
      compatible: null,
    });

    // The same room again, on an older machine.
    await screen.browser.close();
    const older = await startChromium({ kiosk: true, size: { width: 1920, height: 1080 }, camera: 'none' });
    morning.also(() => older.close());
    await withoutCodecs(older.context, ['h264']);
    const page = await older.context.newPage();
    await page.goto(screen.address);
    await untilPicture(page, 'camera');
    const taken = () =>
      page.evaluate(() =>
        ((window as WithDiagnostics).sanketang?.streams() ?? [])
          .filter(({ source, flowing }) => source === 'camera' && flowing)
          .map(({ codec }) => codec),
      );
    await expect.poll(taken).toEqual(['video/VP8']);
    expect((await settled())?.compatible).toBe('sent');
    const size = await page
      .locator(screenPicture.camera)
      .evaluate((video: HTMLVideoElement) => [video.videoWidth, video.videoHeight]);
    expect(size).toEqual([640, 360]);
    await pictures(page, 'equipment-without-h264');
    camera.setClock(-3_600_000);
    await untilMore(page, 'the camera’s clock was set back by an hour');
  });

  it('E-04 brings the sound too: a lecture PC that has nothing lacks nothing', async () => {
    const { screen, product, lesson } = await filmed({ profile: 'baseline', voice: true });
    const { page } = await startLectureRoom(morning, { height: 360, camera: 'none' });
    await signIn(page, 'chen');
    await page.goto(`${product.url}/lesson/${lesson.sessionId}`);
    await page.getByText(ingestZhCn['source.mayBring']).waitFor();
    await page.getByText(ingestZhCn['source.standsIn.camera']).waitFor();
    const troubles = () => page.getByText(said['capture.missing.microphone']).count();
    expect(await troubles(), 'before the lesson').toBe(0);
    expect(await wrongInBothLanguages(page, 'a room with equipment')).toEqual([]);
    await pictures(page, 'equipment-sound-preflight');
    await untilReady(page, 1);
    await startLesson(page);
    await untilPicture(screen.page, 'camera');
    await page.getByRole('button', { name: ingestZhCn['source.sends.voice'] }).waitFor();
    expect(await troubles(), 'in the lesson').toBe(0);
    await untilVoiceAgain(screen.page);
  });

  it.each(['baseline', 'high'] as const)(
    'E-03 a %s camera whose clock is set, or that starts again, is soon seen again',
    async (profile) => {
      const { screen, camera, film } = await filmed({ profile });
      await lead(screen);
      await untilMore(screen.page, 'at first');
      camera.setClock(3_600_000);
      await untilMore(screen.page, 'an hour ahead');
      camera.setClock(-60_000);
      await untilMore(screen.page, 'an hour and a minute back');
      const { port } = camera.server;
      await camera.close();
      await film({ profile, port });
      await untilMore(screen.page, 'started again');
    },
  );
});
