import { cpus, loadavg } from 'node:os';
import type { Page } from 'playwright-core';
import { afterEach, expect, it } from 'vitest';
import type { Diagnostics } from '../../client/live/diagnostics.ts';
import { seatOfRoom } from '../../shared/session/session.events.ts';
import { screenZhCn } from '../../shared/text/screen.zh-CN.ts';
import { wrongOn } from '../support/axe.ts';
import { shareContent } from '../support/console-page.ts';
import { describeForReal } from '../support/needs.ts';
import { picturesIn } from '../support/pictures.ts';
import { untilPicture } from '../support/screen-page.ts';
import { connectAs, type Sitter } from '../support/sitter.ts';
import { openStage, type Screen, type Stage } from '../support/stage.ts';
import { readLog } from '../support/written-log.ts';

const pictures = picturesIn(process.env['SANKETANG_PICTURES'] ?? null);
/** A machine that is busy with more than it has cores for shows nothing about the product's speed. */
const PICTURE_MS = (loadavg()[0] ?? 0) > cpus().length ? 4_000 : 1_000;
/** A browser that is gone without a word is noticed by its silence. */
const LOSS_MS = 10_000;
const says = (page: Page, key: keyof typeof screenZhCn) => page.getByText(screenZhCn[key], { exact: true });

describeForReal('calling on a room', () => {
  let stage: Stage;
  const callers: Sitter[] = [];
  afterEach(async () => {
    for (const each of callers.splice(0)) each.leave();
    await stage?.close();
  });
  const open = async (wish: Partial<Parameters<typeof openStage>[0]> = {}) => {
    stage = await openStage({ screens: 2, height: 360, ...wish });
    const [one, two] = stage.screens;
    if (one === undefined || two === undefined) throw new Error('two screens are needed');
    for (const { page } of [one, two]) await untilPicture(page, 'camera');
    const lecturer = await connectAs({ api: stage.county.lecturer, url: stage.product.url });
    callers.push(lecturer);
    const about = (screen: Screen) => ({
      sessionId: stage.lesson.sessionId,
      seat: seatOfRoom(screen.point.roomId),
    });
    const call = async (screen: Screen) => expect(await lecturer.ask('stage.call', about(screen))).toBeNull();
    const release = async (screen: Screen) =>
      expect(await lecturer.ask('stage.release', about(screen))).toBeNull();
    return { one, two, call, release };
  };

  it('puts its picture on the other wall within a second, its voice for as long as it is called, and all in the log', async () => {
    const { one, two, call, release } = await open();
    await shareContent(stage.lectureRoom.page);
    await untilPicture(two.page, 'content');
    const ears = await lecturersEars(two.page);
    const own = await lecturersEars(one.page);
    await secondOfVoice(two.page, ears);
    expect(await heardBeside(two.page, ears), 'nothing of the room before it is called').toBe(0);

    const delaysMs: number[] = [];
    for (const round of [1, 2, 3]) {
      const calledAtMs = Date.now();
      await call(one);
      delaysMs.push((await untilRoomShown(two.page)) - calledAtMs);
      await says(one.page, 'screen.stage.heard').waitFor();
      await untilHeardMore(two.page, ears);
      if (round < 3) await release(one);
      if (round < 3) await untilNobodyIsCalled(one, two);
    }
    expect(Math.min(...delaysMs), `ms until its picture: ${delaysMs}`).toBeLessThan(PICTURE_MS);
    expect(await two.page.locator('.called-name').textContent()).toContain(one.point.name);
    expect(await heardBeside(one.page, own), 'a room never hears itself').toBe(0);
    await pictures(two.page, 'stage-other');
    await pictures(one.page, 'stage-own');
    expect([...(await wrongOn(one.page, 'own')), ...(await wrongOn(two.page, 'other'))]).toEqual([]);

    await release(one);
    await untilNobodyIsCalled(one, two);
    await secondOfVoice(two.page, ears);
    const after = await voicesBeside(two.page, ears);
    await secondOfVoice(two.page, ears);
    expect(growth(after, await voicesBeside(two.page, ears)), 'packets after the call').toBe(0);

    await call(one);
    await says(one.page, 'screen.stage.heard').waitFor();
    await untilHeardMore(two.page, ears);
    await one.browser.kill();
    await two.page.locator('.called').waitFor({ state: 'detached', timeout: LOSS_MS });
    await expectWritten(stage, one);
  });

  it('without a microphone is said to its pupils, and nobody hears it', async () => {
    const { one, two, call } = await open({ screenBrowser: { camera: 'none' } });
    const ears = await lecturersEars(two.page);
    await call(one);
    await says(one.page, 'screen.stage.none').waitFor();
    await says(two.page, 'screen.stage.nothingYet').waitFor();
    await secondOfVoice(two.page, ears);
    expect(await heardBeside(two.page, ears)).toBe(0);
    await pictures(one.page, 'stage-no-microphone');
    await pictures(two.page, 'stage-no-picture');
  });
});

type Ears = readonly string[];
type Packets = Readonly<Record<string, number>>;
type WithDiagnostics = { readonly sanketang?: Diagnostics };

/** Voice packets by the receiver's place in the transport. */
const voicePackets = (page: Page): Promise<Record<string, number>> =>
  page.evaluate(async () => {
    const { receive } = (await (window as WithDiagnostics).sanketang?.stats()) ?? { receive: [] };
    const rows = receive.filter((row) => row['type'] === 'inbound-rtp' && row['kind'] === 'audio');
    return Object.fromEntries(rows.map((row) => [String(row['mid']), Number(row['packetsReceived'])]));
  });

/** The receivers of the lecturer's voice: those that are there before anybody was called. */
async function lecturersEars(page: Page): Promise<Ears> {
  const all = async () => Object.values(await voicePackets(page)).reduce((sum, count) => sum + count, 0);
  // The voice comes after the start, by a way of its own: the picture may be there before it.
  await expect.poll(all, { interval: 50 }).toBeGreaterThan(0);
  return Object.keys(await voicePackets(page));
}

const voicesBeside = async (page: Page, ears: Ears): Promise<Packets> =>
  Object.fromEntries(Object.entries(await voicePackets(page)).filter(([mid]) => !ears.includes(mid)));

const heardBeside = async (page: Page, ears: Ears): Promise<number> =>
  growth({}, await voicesBeside(page, ears));

/** What came in between. A place that was given to another receiver counts from nothing again. */
const growth = (before: Packets, after: Packets): number =>
  Object.entries(after).reduce((sum, [mid, count]) => sum + Math.max(0, count - (before[mid] ?? 0)), 0);

async function untilHeardMore(page: Page, ears: Ears): Promise<void> {
  let last = await voicesBeside(page, ears);
  let heard = 0;
  const more = async () => {
    const now = await voicesBeside(page, ears);
    heard += growth(last, now);
    last = now;
    return heard;
  };
  await expect.poll(more, { interval: 50 }).toBeGreaterThan(50);
}

async function untilNobodyIsCalled(...screens: readonly Screen[]): Promise<void> {
  for (const { page } of screens) await page.locator('.called').waitFor({ state: 'detached' });
}

/** The lecturer's voice is the clock: fifty packets a second. */
async function secondOfVoice(page: Page, ears: Ears): Promise<void> {
  const count = async () => {
    const packets = await voicePackets(page);
    return ears.reduce((sum, mid) => sum + (packets[mid] ?? 0), 0);
  };
  const before = await count();
  await expect.poll(count, { interval: 50 }).toBeGreaterThan(before + 50);
}

/** @returns epoch ms at which a picture of the called room stood on the glass */
async function untilRoomShown(page: Page): Promise<number> {
  const shown = await page.waitForFunction(
    () => {
      const video = document.querySelector<HTMLVideoElement>('video[data-source="room"]');
      const isShown = video !== null && video.style.visibility === 'visible' && video.videoWidth > 0;
      return isShown ? performance.timeOrigin + performance.now() : false;
    },
    undefined,
    { polling: 'raf' },
  );
  return Number(await shown.jsonValue());
}

async function expectWritten({ product, lesson }: Stage, { point }: Screen): Promise<void> {
  const { events } = await readLog(product.dataDir, lesson.sessionId);
  const seat = seatOfRoom(point.roomId);
  const stageOf = events.flatMap((event) =>
    event.type === 'stage.called' || event.type === 'stage.released' ? [[event.type, event.body.seat]] : [],
  );
  const round = [
    ['stage.called', seat],
    ['stage.released', seat],
  ];
  expect(stageOf).toEqual([...round, ...round, ...round, ['stage.called', seat]]);
  const joins = events.filter((event) => event.type === 'presence.joined' && event.body.seat === seat);
  const connectionIds = joins.flatMap((event) =>
    event.type === 'presence.joined' ? [event.body.connectionId] : [],
  );
  const voices = events.flatMap((event) =>
    event.type === 'stream.published' &&
    event.body.source === 'voice' &&
    connectionIds.includes(event.body.connectionId)
      ? [event.body.streamId]
      : [],
  );
  expect(voices, 'opened once for each call').toHaveLength(4);
  const closed = events.flatMap((event) => (event.type === 'stream.closed' ? [event.body.streamId] : []));
  for (const each of voices.slice(0, 3)) expect(closed).toContain(each);
  expect(events.some((event) => event.type === 'presence.lost')).toBe(true);
}
