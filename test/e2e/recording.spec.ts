import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, expect, it } from 'vitest';
import { scanPiece } from '../../server/recording/fmp4.rules.ts';
import type { SessionId } from '../../shared/kernel/ids.ts';
import { seatOfRoom } from '../../shared/session/session.events.ts';
import type { RecordingKey } from '../../shared/text/recording.en.ts';
import { recordingZhCn } from '../../shared/text/recording.zh-CN.ts';
import { recordingMissedZhCn } from '../../shared/text/recording-missed.zh-CN.ts';
import { screenZhCn } from '../../shared/text/screen.zh-CN.ts';
import { withoutCodecs } from '../support/codecs.ts';
import { openLesson, signIn, startLesson } from '../support/console-page.ts';
import { pairScreen } from '../support/county.ts';
import { describeForReal } from '../support/needs.ts';
import { said as consoleSaid } from '../support/office-page.ts';
import { picturesIn } from '../support/pictures.ts';
import { playedBy, probed } from '../support/played.ts';
import { startProduct } from '../support/product.ts';
import { readWritten, type Written } from '../support/recordings.ts';
import { untilPicture } from '../support/screen-page.ts';
import { MEMBERS, makeMasterLesson } from '../support/seminar.ts';
import { connectAs } from '../support/sitter.ts';
import { openStage, type Stage, startLectureRoom, startScreen } from '../support/stage.ts';

const pictures = picturesIn(process.env['SANKETANG_PICTURES'] ?? null);
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const sign = (page: Page) => page.getByText(recordingZhCn['recording.on'], { exact: true });

describeForReal('recording', () => {
  let stage: Stage | null = null;
  const closers: (() => Promise<void> | void)[] = [];
  const also = (close: () => Promise<void> | void) => void closers.push(close);
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
    await stage?.close();
    stage = null;
  });

  it('shows its sign to everybody and writes the lecturer, and never a room, whoever is on stage', async () => {
    stage = await openStage({ screens: 1, height: 360 });
    const [screen] = stage.screens;
    if (screen === undefined) throw new Error('a screen is needed');
    const { lectureRoom, lesson, county, product } = stage;
    await untilPicture(screen.page, 'camera');
    expect(await sign(screen.page).count()).toBe(0);
    await button(lectureRoom.page, recordingZhCn['recording.start']).click();
    await sign(screen.page).waitFor();
    await sign(lectureRoom.page).waitFor();
    await pictures(screen.page, 'recording-screen');
    await pictures(lectureRoom.page, 'recording-console');

    const { sessionId } = lesson;
    const lecturer = await connectAs({ api: county.lecturer, url: product.url });
    const seat = seatOfRoom(screen.point.roomId);
    expect(await lecturer.ask('stage.call', { sessionId, seat })).toBeNull();
    await screen.page.getByText(screenZhCn['screen.stage.heard'], { exact: true }).waitFor();
    await until(
      product.dataDir,
      sessionId,
      ({ pieces, fileOf }) => pieces.length === 2 && pieces.every((piece) => fragmentsIn(fileOf(piece)) > 7),
    );
    await button(lectureRoom.page, recordingZhCn['recording.stop']).click();
    await sign(screen.page).waitFor({ state: 'hidden' });

    const written = await until(product.dataDir, sessionId, ({ recording }) => recording.endedAtMs !== null);
    const { pieces, recording, gaps, fileOf } = written;
    expect(gaps).toEqual([]);
    expect(pieces.map(({ source }) => source).toSorted()).toEqual(['camera', 'voice']);
    expect(pieces.filter((piece) => !piece.seat.startsWith('person:'))).toEqual([]);
    expect(filesBeside(written), 'and no file that no row speaks of').toEqual(
      pieces.map(({ id }) => id).toSorted(),
    );
    for (const piece of pieces) {
      expect(await probed(fileOf(piece)), piece.source).toBe(true);
      expect(piece.startedAtMs - recording.startedAtMs, piece.source).toBeLessThan(5_000);
      if (piece.source === 'camera')
        expect(
          await playedBy(lectureRoom.page, readFileSync(fileOf(piece)), piece.closed?.codec ?? ''),
        ).toBeGreaterThan(3);
    }
    lecturer.leave();
  });

  it('writes a room of a master lesson that is on stage when that was asked for, and tells the room', async () => {
    const product = await startProduct();
    also(() => product.stop());
    const { county, lesson } = await makeMasterLesson(product, { mode: 'observation', points: 2 });
    const [called, other] = county.points;
    if (called === undefined || other === undefined) throw new Error('two teaching points are needed');
    const screen = await startScreen(await pairScreen(product, county, called), called);
    also(() => screen.browser.close());
    const { page: chen } = await startLectureRoom({ product, also }, { height: 360 });
    await signIn(chen, 'chen');
    await openLesson(chen, product.url, lesson);
    await startLesson(chen);
    await untilPicture(screen.page, 'camera');

    await button(chen, recordingZhCn['recording.start']).click();
    const choice = chen.getByRole('menuitem', { name: recordingZhCn['recording.start.stage'] });
    await choice.waitFor();
    await pictures(chen, 'recording-choice');
    await choice.click();
    const said = (page: Page, key: RecordingKey) => page.getByText(recordingZhCn[key], { exact: true });
    await said(screen.page, 'recording.on.stage').waitFor();
    await said(chen, 'recording.on.stage').waitFor();
    const { sessionId } = lesson;
    const lecturer = await connectAs({ api: county.lecturer, url: product.url });
    const seat = seatOfRoom(called.roomId);
    expect(await lecturer.ask('stage.call', { sessionId, seat })).toBeNull();
    await said(screen.page, 'recording.on.room').waitFor();
    await pictures(screen.page, 'recording-stage-screen');
    await until(product.dataDir, sessionId, ({ pieces, fileOf }) => {
      const ofRoom = pieces.filter((piece) => piece.seat === seat);
      return ofRoom.length === 2 && ofRoom.every((piece) => fragmentsIn(fileOf(piece)) > 7);
    });
    expect(await lecturer.ask('stage.release', { sessionId, seat })).toBeNull();
    await said(screen.page, 'recording.on.stage').waitFor();
    await until(product.dataDir, sessionId, ({ pieces }) =>
      pieces.filter((piece) => piece.seat === seat).every(({ closed }) => closed !== null),
    );
    const stoppedAtMs = Date.now();
    await button(chen, recordingZhCn['recording.stop']).click();
    const written = await until(product.dataDir, sessionId, ({ recording }) => recording.endedAtMs !== null);
    const { pieces, recording, gaps, fileOf } = written;
    expect(gaps).toEqual([]);
    const whose = (leads: boolean) =>
      pieces.filter((piece) => (piece.seat === seat) !== leads).map(({ source }) => source);
    expect([whose(true).toSorted(), whose(false).toSorted()]).toEqual([
      ['camera', 'voice'],
      ['camera', 'voice'],
    ]);
    expect(filesBeside(written)).toEqual(pieces.map(({ id }) => id).toSorted());
    for (const piece of pieces) {
      expect(await probed(fileOf(piece)), `${piece.seat} ${piece.source}`).toBe(true);
      const endMs = piece.startedAtMs + (piece.closed?.durationMs ?? 0);
      if (piece.seat !== seat)
        expect((recording.endedAtMs ?? 0) - endMs, 'its end is written').toBeLessThan(1_000);
      else expect(endMs, 'nothing after it left the stage').toBeLessThan(stoppedAtMs);
      // A browser's own test picture is green; what the lecture room sends is not.
      if (piece.source === 'camera') expect(isGreen(fileOf(piece)), piece.seat).toBe(piece.seat === seat);
    }
    lecturer.leave();

    await chen.goto(`${product.url}/replay/${recording.id}`);
    const beside = chen.locator('.called figure', { hasText: called.name });
    await beside.waitFor();
    await chen.waitForFunction(() => {
      const [video] = document.querySelectorAll<HTMLVideoElement>('.called video');
      const voices = [...document.querySelectorAll('audio')].filter(({ currentTime }) => currentTime > 0);
      return video !== undefined && video.currentTime > 0.5 && video.videoWidth > 0 && voices.length === 2;
    });
    await pictures(chen, 'recording-stage-replay');
    await beside.waitFor({ state: 'detached' });
  });

  it('writes members of a seminar whose plan says so, and says of a picture that cannot be recorded that it is not', async () => {
    const product = await startProduct();
    also(() => product.stop());
    const { lesson } = await makeMasterLesson(product, {
      ...{ mode: 'seminar', points: 0, members: MEMBERS.slice(0, 1) },
      recording: { on: true, licence: 'parties', stage: true },
    });
    const enter = async (loginName: string, missing: readonly string[]): Promise<Page> => {
      const { browser, page } = await startLectureRoom({ product, also }, { height: 360 });
      await withoutCodecs(browser.context, missing);
      await signIn(page, loginName);
      await page.goto(`${product.url}/lesson/${lesson.sessionId}`);
      await page.locator('video').first().waitFor();
      return page;
    };
    const chen = await enter('chen', ['H264']);
    const song = await enter(MEMBERS[0].loginName, []);
    await button(chen, consoleSaid['seminar.start']).click();
    await song.getByText(recordingZhCn['recording.on.person'], { exact: true }).waitFor();
    await chen.getByText(recordingZhCn['recording.on.stage'], { exact: true }).waitFor();
    await chen.getByRole('alert').getByText(recordingMissedZhCn['recording.missed.camera']).waitFor();
    expect(await song.getByText(recordingMissedZhCn['recording.missed.camera']).count()).toBe(0);
    const alert = await chen.locator('.ant-alert').boundingBox();
    expect(alert?.height, 'it leaves the place to the pictures').toBeLessThan(80);
    await pictures(chen, 'recording-missed');
    await pictures(song, 'recording-member');
    await until(
      product.dataDir,
      lesson.sessionId,
      ({ pieces, fileOf }) => pieces.length === 3 && pieces.every((piece) => fragmentsIn(fileOf(piece)) > 3),
    );
    await button(chen, recordingZhCn['recording.stop']).click();
    const written = await until(
      product.dataDir,
      lesson.sessionId,
      ({ recording }) => recording.endedAtMs !== null,
    );
    const seats = Map.groupBy(written.pieces, ({ seat }) => seat).values();
    expect([...seats].map((of) => of.map(({ source }) => source).toSorted()).toSorted()).toEqual([
      ['camera', 'voice'],
      ['voice'],
    ]);
    for (const piece of written.pieces) expect(await probed(written.fileOf(piece)), piece.source).toBe(true);
    await chen.goto(`${product.url}/recordings`);
    const sources = recordingMissedZhCn['asset.missed.camera'];
    await chen.getByText(recordingMissedZhCn['asset.missed'].replace('{sources}', sources)).waitFor();
    await pictures(chen, 'recording-missed-list');
  });
});

/** What lies in the recording's folder, by the ids of its pieces. */
const filesBeside = ({ pieces, fileOf }: Written): string[] =>
  pieces
    .slice(0, 1)
    .flatMap((piece) => readdirSync(dirname(fileOf(piece))))
    .filter((name) => name.endsWith('.mp4'))
    .map((name) => name.slice(0, -'.mp4'.length))
    .toSorted();

/** Whether a picture is green on the whole, by its first frame made one pixel. */
function isGreen(path: string): boolean {
  const one = [
    '-frames:v',
    '1',
    '-vf',
    'scale=1:1:flags=area',
    '-pix_fmt',
    'rgb24',
    '-f',
    'rawvideo',
    'pipe:1',
  ];
  const [red = 0, green = 0, blue = 0] = execFileSync('ffmpeg', ['-v', 'error', '-i', path, ...one]);
  return green > 2.5 * Math.max(red, blue);
}

/** A piece is in the records before its file has begun. */
const fragmentsIn = (path: string): number =>
  existsSync(path) ? (scanPiece(readFileSync(path))?.fragments.length ?? 0) : 0;

/** The test's own limit ends the wait. */
async function until(
  dataDir: string,
  sessionId: SessionId,
  holds: (written: Written) => boolean,
): Promise<Written> {
  for (;;) {
    const written = await readWritten(dataDir, sessionId);
    if (holds(written)) return written;
  }
}
