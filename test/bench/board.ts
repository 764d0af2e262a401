import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { boardZhCn } from '../../shared/text/board.zh-CN.ts';
import { type Figure, median, percentile, report } from '../support/figures.ts';
import { watchForeignTime } from '../support/foreign-time.ts';
import { enterLightly, type LightRoom } from '../support/light-room.ts';
import { goFirst } from '../support/machine.ts';
import { picturesIn } from '../support/pictures.ts';
import { treeTicks } from '../support/process-tree.ts';
import { pairedScreen } from '../support/sitter.ts';
import { smallPicture } from '../support/small-picture.ts';
import { openStage, type Stage } from '../support/stage.ts';

const ROOMS = 30;
const SECONDS = Number(process.env['SANKETANG_BOARD_SECONDS'] ?? 30);
const GOAL = { framesPerSecond: 50, cores: 1.5 };
const TICKS_PER_SECOND = 100;
const UNTIL_SHOWN_MS = 60_000;
const pictures = picturesIn(process.env['SANKETANG_PICTURES'] ?? null);

/** The lecturer's console with thirty rooms on one page, each sending its small picture: how smooth the page is and what it costs. */
export async function benchBoard(): Promise<boolean> {
  const others = watchForeignTime();
  const stage = await openStage({ screens: 0, rooms: ROOMS, height: 360 });
  const { page, browser } = stage.lectureRoom;
  const stepBack = goFirst([process.pid, browser.pid]);
  const rooms: LightRoom[] = [];
  let sending: ReturnType<typeof sendAll> | null = null;
  try {
    await page.setViewportSize({ width: 1920, height: 1080 });
    await enterAll(stage, rooms);
    sending = sendAll(rooms);
    await widenUntilAllShown(page);
    await pictures(page, 'board-30');
    const ticksBefore = treeTicks(browser.pid);
    const startedAtMs = performance.now();
    const intervalsMs = await frameIntervals(page, SECONDS);
    const seconds = (performance.now() - startedAtMs) / 1000;
    const cores = (treeTicks(browser.pid) - ticksBefore) / TICKS_PER_SECOND / seconds;
    const framesPerSecond = intervalsMs.length / (intervalsMs.reduce((sum, each) => sum + each, 0) / 1000);
    const figures: Figure[] = [
      {
        name: `console with ${ROOMS} rooms, pictures of the page a second over ${SECONDS} s`,
        value: framesPerSecond,
        unit: '/s',
        goal: { atLeast: GOAL.framesPerSecond },
      },
      {
        name: `console with ${ROOMS} rooms, cores of the whole browser`,
        value: cores,
        unit: 'cores',
        goal: { atMost: GOAL.cores },
      },
    ];
    figures.push({
      name: 'small pictures that moved within a second',
      value: await movingCount(page),
      unit: `of ${ROOMS}`,
      goal: { atLeast: ROOMS },
    });
    const facts = { medianMs: median(intervalsMs), p95Ms: percentile(intervalsMs, 0.95) };
    return report('board', figures, { foreign: others(), ...facts, shown: await shownCount(page) });
  } finally {
    stepBack();
    sending?.stop();
    for (const room of rooms) room.close();
    await stage.close();
  }
}

async function enterAll({ product, county, lesson }: Stage, rooms: LightRoom[]): Promise<void> {
  for (const [index, point] of county.points.entries()) {
    const api = await pairedScreen(product, county, point);
    const wish = { name: point.name, api, url: product.url, sessionId: lesson.sessionId };
    rooms.push(await enterLightly({ ...wish, door: 'screen' }, 70_000 + index));
  }
}

/** Fifteen pictures a second from every room, the rooms one after another, as cameras are never in step. */
function sendAll(rooms: readonly LightRoom[]): { stop(): void } {
  const { frames, framesPerSecond } = smallPicture();
  const periodMs = 1000 / framesPerSecond;
  const startMs = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - startMs) / periodMs) * rooms.length);
    for (; sent < due; sent += 1) {
      const room = rooms[sent % rooms.length];
      const turn = Math.floor(sent / rooms.length);
      const frame = frames[(turn + (sent % rooms.length) * 7) % frames.length];
      if (frame !== undefined) room?.sendPicture(frame, Math.round((turn * 90_000) / framesPerSecond));
    }
  }, 5);
  return { stop: () => clearInterval(timer) };
}

/** All on one page, whatever the window was before. */
async function widenUntilAllShown(page: Page): Promise<void> {
  const wider = page.getByRole('button', { name: boardZhCn['board.wide'], exact: true });
  await page.locator('.wall-tile').first().waitFor();
  await pause(1_000);
  if ((await page.locator('.wall-tile').count()) < ROOMS) await wider.click();
  await page.waitForFunction(
    (count) => document.querySelectorAll('.wall-picture:not(.wall-picture-still) video').length >= count,
    ROOMS,
    { timeout: UNTIL_SHOWN_MS },
  );
}

const shownCount = (page: Page): Promise<number> =>
  page.locator('.wall-picture:not(.wall-picture-still) video').count();

/** How many of the rooms' pictures look other than they did a second before: a page is smooth where nothing moves. */
const movingCount = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const look = () =>
      [...document.querySelectorAll<HTMLCanvasElement>('.painted-video canvas')].map((canvas) =>
        canvas.toDataURL(),
      );
    const before = look();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    return look().filter((each, index) => each !== before[index]).length;
  });

function frameIntervals(page: Page, seconds: number): Promise<number[]> {
  return page.evaluate(
    (lastsMs) =>
      new Promise<number[]>((resolve) => {
        const intervals: number[] = [];
        let last: number | null = null;
        const until = performance.now() + lastsMs;
        const next = (nowMs: number) => {
          if (last !== null) intervals.push(nowMs - last);
          last = nowMs;
          if (nowMs >= until) resolve(intervals);
          else requestAnimationFrame(next);
        };
        requestAnimationFrame(next);
      }),
    seconds * 1000,
  );
}
