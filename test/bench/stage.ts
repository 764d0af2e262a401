import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { seatOfRoom } from '../../shared/session/session.events.ts';
import { babbleFixture } from '../support/beat-fixtures.ts';
import { forgetMoments, type Moment, momentsOf, momentsScript } from '../support/call-parts.ts';
import { type Figure, median, percentile, report } from '../support/figures.ts';
import { watchForeignTime } from '../support/foreign-time.ts';
import { joinLightly } from '../support/light-client.ts';
import { enterLightly, type LightRoom } from '../support/light-room.ts';
import { goFirst } from '../support/machine.ts';
import { mediaFixtures } from '../support/media-fixtures.ts';
import { prickEar, startRoomEar, untilRoomHeard } from '../support/room-ear.ts';
import { joinByPhone } from '../support/room-phone.ts';
import { frameFacts, untilPicture } from '../support/screen-page.ts';
import { connectAs, pairedScreen } from '../support/sitter.ts';
import { openStage, type Screen, type Stage } from '../support/stage.ts';

const CALLS = 20;
const HANDS = 20;
const JOINS = 20;
const ROOMS = 30;
/** A room is called anew after as long as its microphone has been closed for good. */
const REST_MS = 500;

/** Calling on a room, raising a hand, and joining a lesson of thirty rooms, as those see it who wait for it. */
export async function benchStage(): Promise<boolean> {
  const others = watchForeignTime();
  const { calls, hands } = await onStage();
  const [heard, sent] = [calls.map(({ heardMs }) => heardMs), calls.map(({ sentMs }) => sentMs)];
  const { joins, packets } = await amongThirty();
  const figures: Figure[] = [
    row(`call on a room to its voice at another one's loudspeaker, p95 of ${heard.length}`, heard, 700),
    row(`hand raised at a phone to seen by the lecturer, p95 of ${hands.length}`, hands, 300),
    row(`joining a lesson of ${ROOMS} rooms to its first picture, p95 of ${joins.length}`, joins, 1500),
  ];
  const medians = { sent: median(sent), heard: median(heard), hands: median(hands), joins: median(joins) };
  return report('stage', figures, { foreign: others(), medians, calls, hands, joins, packets });
}

const row = (name: string, sample: readonly number[], atMost: number): Figure => ({
  name,
  value: percentile(sample, 0.95),
  unit: 'ms',
  goal: { atMost },
});

/** What is measured goes before whatever else the machine does. */
const first = ({ lectureRoom, screens }: Stage) =>
  goFirst([process.pid, ...[lectureRoom, ...screens].map(({ browser }) => browser.pid)]);

async function onStage() {
  const { lectureVideo: video } = await mediaFixtures(360);
  const screenBrowser = { camera: { video, voice: babbleFixture() }, script: momentsScript };
  const stage = await openStage({ screens: 2, height: 360, screenBrowser });
  const stepBack = first(stage);
  try {
    const [one, two] = stage.screens;
    if (one === undefined || two === undefined) throw new Error('two screens are needed');
    for (const { page } of [one, two]) await untilPicture(page, 'camera');
    const calls = await callOn(stage, one, two);
    return { calls, hands: await raiseHands(stage, one) };
  } finally {
    stepBack();
    await stage.close();
  }
}

type Call = {
  /** From the lecturer's request until the room's microphone is on the line, and until it is heard, ms. */
  readonly sentMs: number;
  readonly heardMs: number;
  /** In the room: until its microphone is asked for and open; at the other one: until the voice's track and its first packets are there, ms. */
  readonly parts: Readonly<Record<Moment['what'], number | null>>;
};

async function callOn({ product, county, lesson }: Stage, one: Screen, two: Screen): Promise<Call[]> {
  const { url } = product;
  const { sessionId } = lesson;
  const lecturer = await connectAs({ api: county.lecturer, url });
  const inspector = { name: 'inspector', api: county.admin, url, sessionId, part: 'observer' } as const;
  const observer = await joinLightly(inspector, 'observer');
  let sentAtMs = 0;
  observer.sitter.on('session.changed', ({ messages }) => {
    for (const each of messages)
      if (each.type === 'stream.published' && each.stream.source === 'voice') sentAtMs = Date.now();
  });
  const seat = { sessionId: lesson.sessionId, seat: seatOfRoom(one.point.roomId) };
  try {
    await pause(2_000);
    await startRoomEar(two.page);
    const calls: Call[] = [];
    for (let call = 0; call < CALLS; call += 1) {
      await prickEar(two.page);
      await Promise.all([one, two].map(({ page }) => forgetMoments(page)));
      const calledAtMs = Date.now();
      await lecturer.get('stage.call', seat);
      const heardAtMs = await untilRoomHeard(two.page);
      const parts = partsOf([...(await momentsOf(one.page)), ...(await momentsOf(two.page))], calledAtMs);
      calls.push({ sentMs: sentAtMs - calledAtMs, heardMs: heardAtMs - calledAtMs, parts });
      await lecturer.get('stage.release', seat);
      await two.page.locator('.called').waitFor({ state: 'detached' });
      await pause(REST_MS);
    }
    return calls;
  } finally {
    lecturer.leave();
    observer.sitter.leave();
  }
}

function partsOf(moments: readonly Moment[], sinceMs: number): Call['parts'] {
  const first = (wanted: Moment['what']) => {
    const found = moments.find(({ what }) => what === wanted);
    return found === undefined ? null : found.atMs - sinceMs;
  };
  return {
    microphoneAsked: first('microphoneAsked'),
    microphoneOpen: first('microphoneOpen'),
    trackThere: first('trackThere'),
    packetsCome: first('packetsCome'),
  };
}

async function raiseHands(stage: Stage, { point }: Screen): Promise<number[]> {
  const { page } = stage.lectureRoom;
  const phone = await joinByPhone({ ...stage, point });
  const room = { sessionId: stage.lesson.sessionId, roomId: point.roomId };
  try {
    const hands: number[] = [];
    for (let hand = 0; hand < HANDS; hand += 1) {
      const seen = await watchForHand(page);
      const raisedAtMs = Date.now();
      await phone.get('hand.raise', room);
      hands.push((await seen()) - raisedAtMs);
      await phone.get('hand.lower', room);
      await page.locator('.hands li').waitFor({ state: 'detached' });
    }
    return hands;
  } finally {
    phone.leave();
  }
}

/** @returns a function that waits for a hand in the queue and tells when it was drawn, epoch ms */
async function watchForHand(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const hand: { seenAtMs: number | null } = { seenAtMs: null };
    Object.assign(window, { testHand: hand });
    const observer = new MutationObserver(() => {
      if (document.querySelector('.hands li') === null) return;
      observer.disconnect();
      requestAnimationFrame(() => {
        hand.seenAtMs = Date.now();
      });
    });
    observer.observe(document.body, { childList: true, subtree: true });
  });
  return async () => {
    type WithHand = { readonly testHand: { readonly seenAtMs: number | null } };
    const found = await page.waitForFunction(
      () => (window as unknown as WithHand).testHand.seenAtMs ?? false,
      null,
      { timeout: 15_000, polling: 20 },
    );
    return Number(await found.jsonValue());
  };
}

/** One room has a browser, which joins again and again; the others take pictures and voice all the time. */
async function amongThirty() {
  const stage = await openStage({ screens: 1, rooms: ROOMS, height: 360 });
  const stepBack = first(stage);
  const rooms: LightRoom[] = [];
  try {
    const { product, county, lesson } = stage;
    const [screen] = stage.screens;
    if (screen === undefined) throw new Error('a screen is needed');
    await untilPicture(screen.page, 'camera');
    for (const [index, point] of county.points.slice(1).entries()) {
      const api = await pairedScreen(product, county, point);
      const wish = { name: point.name, api, url: product.url, sessionId: lesson.sessionId };
      rooms.push(await enterLightly({ ...wish, door: 'screen' }, 70_000 + index));
    }
    const joins: number[] = [];
    for (let join = 0; join < JOINS; join += 1) {
      await screen.page.reload();
      await untilPicture(screen.page, 'camera');
      joins.push((await frameFacts(screen.page))['camera']?.firstAfterJoinMs ?? Number.NaN);
    }
    return { joins, packets: rooms.map((room) => room.packets()) };
  } finally {
    stepBack();
    for (const room of rooms) room.close();
    await stage.close();
  }
}
