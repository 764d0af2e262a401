import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SeatKey, seatOfRoom } from '../../shared/session/session.events.ts';
import { type Clerk, startClerk } from '../support/clerk.ts';
import { signIn } from '../support/county.ts';
import type { Figure } from '../support/figures.ts';
import { untilSteady } from '../support/frame-times.ts';
import type { Product, ProductWish } from '../support/product.ts';
import { openStage, type Screen, type Stage, type StageWish } from '../support/stage.ts';
import { readLog, tally, type WrittenLog } from '../support/written-log.ts';

/** A lesson that runs on one screen, with somebody who counts its pupils all the time. */
export type Scene = {
  readonly stage: Stage;
  readonly screen: Screen;
  readonly seat: SeatKey;
  readonly dataDir: string;
  readonly clerk: Clerk;
  /** Processes waiting for a core, at the beginning: what else the machine has to do lengthens every figure. */
  readonly load: { readonly cores: number; readonly loadAverage: number };
};

const STEADY_MS = 3000;

export const steady = (screen: Screen): Promise<void> => untilSteady(screen.page, 'camera', STEADY_MS);

/** Sets the scene, plays it and clears it away, whatever happens. */
export async function withScene<T>(
  play: (scene: Scene) => Promise<T>,
  wish: ProductWish = {},
  open: (wish: StageWish) => Promise<Stage> = openStage,
): Promise<T> {
  const dataDir = mkdtempSync(join(tmpdir(), 'sanketang-fault-'));
  let stage: Stage | null = null;
  try {
    stage = await open({ screens: 1, product: { ...wish, dataDir } });
    const { product, lesson } = stage;
    const [screen] = stage.screens;
    if (screen === undefined) throw new Error('the stage has no screen');
    const clerk = startClerk({
      api: await signIn(product.url, 'he'),
      url: product.url,
      sessionId: lesson.sessionId,
      roomId: screen.point.roomId,
    });
    const load = { cores: cpus().length, loadAverage: loadavg()[0] ?? 0 };
    try {
      await steady(screen);
      const seat = seatOfRoom(screen.point.roomId);
      return await play({ stage, screen, seat, dataDir, clerk, load });
    } finally {
      await clerk.stop();
    }
  } finally {
    await stage?.close();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  }
}

export type Ending = { readonly log: WrittenLog; readonly figures: readonly Figure[]; readonly raw: object };

/** Lets the clerk finish, stops the server and holds what was acknowledged against the log on the disk. */
export async function settle({ stage, clerk, dataDir, load }: Scene, product: Product): Promise<Ending> {
  await clerk.stop();
  const refusal = clerk.refusal();
  if (refusal !== null) throw new Error(`a head-count was refused: ${refusal}`);
  await product.stop();
  const log = await readLog(dataDir, stage.lesson.sessionId);
  const acknowledged = clerk.acknowledged.map((each) => each.commandId);
  const { lost, doubled } = tally(acknowledged, log.commandIds);
  const name = `of ${acknowledged.length} head-counts acknowledged`;
  return {
    log,
    figures: [
      { name: `${name}, lost`, value: lost, unit: 'commands', goal: { atMost: 0 } },
      { name: `${name}, written twice`, value: doubled, unit: 'commands', goal: { atMost: 0 } },
    ],
    raw: { load, acknowledged: acknowledged.length, lost, doubled, events: log.events.length },
  };
}

/** The stays of the screen's room as attendance tells them; a room has one entry, whatever happened to its screen. */
export async function staysOf({ stage, screen }: Scene) {
  const { county, lesson } = stage;
  const attendance = await county.admin.call('attendance.read', { sessionId: lesson.sessionId });
  const rooms = attendance.rooms.filter((room) => room.roomId === screen.point.roomId);
  return {
    presences: rooms.length,
    stays: rooms.flatMap((room) => room.attendance.stays),
    headCount: rooms[0]?.headCount ?? null,
  };
}
