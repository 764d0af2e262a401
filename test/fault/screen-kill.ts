import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Figure, report, worst } from '../support/figures.ts';
import { untilFrameAfter } from '../support/frame-times.ts';
import { startScreen } from '../support/stage.ts';
import { ghostMs, happenings, openConnections, type WrittenLog } from '../support/written-log.ts';
import { type Scene, settle, staysOf, steady, withScene } from './scene.ts';

/**
 * `kept` and `wiped`: the process is killed, and started again with its profile or with an empty one. `frozen`: it stands still with its
 * connection open, as a PC that loses its line, and is started again when its place has been written off.
 */
type Way = 'kept' | 'wiped' | 'frozen';
const WAYS: readonly Way[] = ['kept', 'kept', 'kept', 'wiped', 'wiped', 'wiped', 'frozen'];
const FROZEN_MS = 15_000;

type Death = {
  readonly way: Way;
  readonly diedAtMs: number;
  readonly startedAtMs: number;
  readonly pictureAtMs: number;
};

/** A screen's browser dies again and again in mid-lesson and is started again by its launcher. */
export async function screenKill(): Promise<boolean> {
  const profile = mkdtempSync(join(tmpdir(), 'sanketang-screen-'));
  try {
    return await withScene(async (scene) => {
      await restart(scene, profile);
      const deaths: Death[] = [];
      for (const way of WAYS) deaths.push(await strike(scene, way, profile));
      const { presences, stays } = await staysOf(scene);
      const ending = await settle(scene, scene.stage.product);
      const figures = [...figuresOf(deaths, { scene, presences, log: ending.log }), ...ending.figures];
      const raw = deaths.map((death) => ({
        ...death,
        pictureMs: death.pictureAtMs - death.startedAtMs,
        ghostMs: ghostMs(ending.log.events, scene.seat, death.diedAtMs),
        log: happenings(ending.log.events, death.diedAtMs, death.pictureAtMs),
      }));
      return report('screen-kill', figures, { deaths: raw, stays, ...ending.raw });
    });
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function strike(scene: Scene, way: Way, profile: string): Promise<Death> {
  const { browser } = scene.screen;
  await steady(scene.screen);
  const diedAtMs = Date.now();
  if (way === 'frozen') {
    process.kill(-browser.pid, 'SIGSTOP');
    await pause(FROZEN_MS);
  }
  await browser.kill();
  if (way === 'wiped') rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  const startedAtMs = Date.now();
  await restart(scene, profile);
  const pictureAtMs = await untilFrameAfter(scene.screen.page, { source: 'camera', afterMs: startedAtMs });
  return { way, diedAtMs, startedAtMs, pictureAtMs };
}

/** The launcher's start: always the same address, which holds the device's key. */
async function restart({ screen }: Scene, profile: string): Promise<void> {
  await screen.browser.close();
  const { browser, page } = await startScreen(screen.address, screen.point, { profile });
  Object.assign(screen, { browser, page });
}

function figuresOf(
  deaths: readonly Death[],
  { scene, presences, log }: { scene: Scene; presences: number; log: WrittenLog },
): Figure[] {
  const pictureMs = (way: Way) =>
    worst(deaths.filter((death) => death.way === way).map((death) => death.pictureAtMs - death.startedAtMs));
  const ghosts = deaths.map((death) => ghostMs(log.events, scene.seat, death.diedAtMs));
  const connected = deaths.map((death) => openConnections(log.events, scene.seat, death.pictureAtMs).size);
  const counts = (way: Way) => deaths.filter((death) => death.way === way).length;
  return [
    {
      name: `browser start to picture, profile kept, worst of ${counts('kept')}`,
      value: pictureMs('kept'),
      unit: 'ms',
      goal: { atMost: 10_000 },
    },
    {
      name: `browser start to picture, profile wiped, worst of ${counts('wiped')}`,
      value: pictureMs('wiped'),
      unit: 'ms',
      goal: { atMost: 10_000 },
    },
    {
      name: 'browser start to picture, frozen before',
      value: pictureMs('frozen'),
      unit: 'ms',
      goal: { atMost: 10_000 },
    },
    {
      name: 'times the picture came in the same seat, by one connection',
      value: connected.filter((count) => count === 1).length,
      unit: 'times',
      goal: { atLeast: deaths.length },
    },
    { name: 'presences of the room', value: presences, unit: 'entries', goal: { atMost: 1 } },
    {
      name: 'dead screen counted as connected, worst',
      value: ghosts.includes(null) ? null : worst(ghosts.filter((ghost) => ghost !== null)),
      unit: 'ms',
      goal: { atMost: 15_000 },
    },
  ];
}
