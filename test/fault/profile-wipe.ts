import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeviceId } from '../../shared/kernel/ids.ts';
import { type Figure, report, worst } from '../support/figures.ts';
import { untilFrameAfter } from '../support/frame-times.ts';
import { launcherAddress } from '../support/launcher.ts';
import { startScreen } from '../support/stage.ts';
import { happenings, openConnections, type WrittenLog } from '../support/written-log.ts';
import { type Scene, settle, staysOf, steady, withScene } from './scene.ts';

const WIPES = 5;

type Wipe = {
  readonly diedAtMs: number;
  readonly startedAtMs: number;
  readonly pictureAtMs: number;
  readonly deviceIds: readonly DeviceId[];
  readonly doubted: boolean;
};

/** A PC that forgets everything starts again and again in mid-lesson: its launcher's key alone makes it the same screen in the same seat. */
export async function profileWipe(): Promise<boolean> {
  const profile = mkdtempSync(join(tmpdir(), 'sanketang-wiped-'));
  try {
    return await withScene(async (scene) => {
      const { county, product } = scene.stage;
      const address = await launcherAddress(county, scene.screen.point.roomId, product.url);
      const start = () => startAgain(scene, address, profile);
      await start();
      await steady(scene.screen);
      const [before] = await onlineDevices(scene);
      const wipes: Wipe[] = [];
      for (let wipe = 0; wipe < WIPES; wipe += 1) wipes.push(await strike(scene, { profile, start }));
      const { presences, stays } = await staysOf(scene);
      const ending = await settle(scene, product);
      const figures = [
        ...figuresOf(wipes, { scene, before: before?.deviceId, log: ending.log }),
        { name: 'presences of the room', value: presences, unit: 'entries', goal: { atMost: 1 } },
        ...ending.figures,
      ];
      const raw = wipes.map((wipe) => ({
        ...wipe,
        pictureMs: wipe.pictureAtMs - wipe.startedAtMs,
        log: happenings(ending.log.events, wipe.diedAtMs, wipe.pictureAtMs),
      }));
      return report('profile-wipe', figures, { wipes: raw, stays, ...ending.raw });
    });
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

type Launcher = { readonly profile: string; readonly start: () => Promise<void> };

async function strike(scene: Scene, { profile, start }: Launcher): Promise<Wipe> {
  await steady(scene.screen);
  const diedAtMs = Date.now();
  await scene.screen.browser.kill();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  const startedAtMs = Date.now();
  await start();
  const pictureAtMs = await untilFrameAfter(scene.screen.page, { source: 'camera', afterMs: startedAtMs });
  const online = await onlineDevices(scene);
  return {
    diedAtMs,
    startedAtMs,
    pictureAtMs,
    deviceIds: online.map(({ deviceId }) => deviceId),
    doubted: online.some(({ doubt }) => doubt !== null),
  };
}

async function startAgain({ screen }: Scene, address: string, profile: string): Promise<void> {
  await screen.browser.close();
  const { browser, page } = await startScreen(address, screen.point, { profile });
  Object.assign(screen, { browser, page });
}

async function onlineDevices({ stage }: Scene) {
  return (await stage.county.admin.call('device.list', {})).filter(({ online }) => online);
}

type Found = { readonly scene: Scene; readonly before: DeviceId | undefined; readonly log: WrittenLog };

function figuresOf(wipes: readonly Wipe[], { scene, before, log }: Found): Figure[] {
  const open = wipes.map((wipe) => openConnections(log.events, scene.seat, wipe.pictureAtMs).size);
  const same = wipes.filter(({ deviceIds }) => deviceIds.length === 1 && deviceIds[0] === before);
  return [
    {
      name: `wiped screen back, worst of ${WIPES}`,
      value: worst(wipes.map((wipe) => wipe.pictureAtMs - wipe.startedAtMs)),
      unit: 'ms',
      goal: { atMost: 15_000 },
    },
    { name: 'times it was the same device', value: same.length, unit: 'times', goal: { atLeast: WIPES } },
    {
      name: 'times it came in the same seat, by one connection',
      value: open.filter((count) => count === 1).length,
      unit: 'times',
      goal: { atLeast: WIPES },
    },
    {
      name: 'times its administrator was told of a second place',
      value: wipes.filter(({ doubted }) => doubted).length,
      unit: 'times',
      goal: { atMost: 0 },
    },
  ];
}
