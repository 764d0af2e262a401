import { setTimeout as pause } from 'node:timers/promises';
import type { Stay } from '../../shared/attendance.ts';
import { type Figure, report, worst } from '../support/figures.ts';
import { untilFrameAfter } from '../support/frame-times.ts';
import { freePorts, type Product, startProduct } from '../support/product.ts';
import { sessionOf, untilLinked } from '../support/screen-page.ts';
import { gapErrorsMs } from '../support/stays.ts';
import { happenings, openConnections } from '../support/written-log.ts';
import { type Scene, settle, staysOf, steady, withScene } from './scene.ts';

/** How long the server stays away before it is started again: at once, as by a supervisor, and as after a reboot. */
const AWAY_MS = [0, 5000, 20_000];
/** mediasoup takes a port for each worker and one for the standby, UDP and TCP. */
const MEDIA_PORTS = 80;

type Outage = {
  readonly awayMs: number;
  readonly killedAtMs: number;
  readonly readyAtMs: number;
  readonly rejoinedAtMs: number;
  readonly pictureAtMs: number;
  readonly session: string;
};

/** The server dies in mid-lesson three times and comes back with the same data and ports. */
export async function serverKill(): Promise<boolean> {
  const env = { RTC_PORT: String(await freePorts(MEDIA_PORTS)) };
  return withScene(
    async (scene) => {
      let product = scene.stage.product;
      const outages: Outage[] = [];
      try {
        for (const awayMs of AWAY_MS) {
          await steady(scene.screen);
          const restart = () => startProduct({ dataDir: scene.dataDir, port: product.port, env });
          const { outage, next } = await strike(scene, { product, awayMs, restart });
          product = next;
          outages.push(outage);
        }
        await steady(scene.screen);
        const { presences, stays } = await staysOf(scene);
        const ending = await settle(scene, product);
        const open = outages.map(
          ({ pictureAtMs }) => openConnections(ending.log.events, scene.seat, pictureAtMs).size,
        );
        const figures = [...figuresOf(outages, { presences, stays, open }), ...ending.figures];
        const raw = outages.map((outage) => ({
          ...outage,
          log: happenings(ending.log.events, outage.killedAtMs - 2000, outage.pictureAtMs + 1000),
        }));
        return report('server-kill', figures, { outages: raw, stays, open, ...ending.raw });
      } finally {
        await product.stop();
      }
    },
    { env },
  );
}

async function strike(
  { screen }: Scene,
  { product, awayMs, restart }: { product: Product; awayMs: number; restart: () => Promise<Product> },
): Promise<{ outage: Outage; next: Product }> {
  const killedAtMs = Date.now();
  await product.kill('SIGKILL');
  const rejoined = untilLinked(screen.page, killedAtMs);
  // Whoever starts the server again may fail first; then this promise is nobody's business any more.
  rejoined.catch(() => undefined);
  await pause(awayMs);
  const next = await restart();
  const readyAtMs = Date.now();
  const rejoinedAtMs = await rejoined;
  const pictureAtMs = await untilFrameAfter(screen.page, { source: 'camera', afterMs: rejoinedAtMs });
  const session = await sessionOf(screen.page);
  return { outage: { awayMs, killedAtMs, readyAtMs, rejoinedAtMs, pictureAtMs, session }, next };
}

type Room = {
  readonly presences: number;
  readonly stays: readonly Stay[];
  readonly open: readonly number[];
};

function figuresOf(outages: readonly Outage[], { presences, stays, open }: Room): Figure[] {
  const pictures = outages.map((outage) => outage.pictureAtMs - outage.readyAtMs);
  const errors = gapErrorsMs(
    stays,
    outages.map((outage) => outage.rejoinedAtMs - outage.killedAtMs),
  );
  return [
    {
      name: `restarts after which the same lesson went on, of ${AWAY_MS.length}`,
      value: outages.filter((outage) => outage.session === 'joined:live').length,
      unit: 'restarts',
      goal: { atLeast: AWAY_MS.length },
    },
    { name: 'server up to picture, worst', value: worst(pictures), unit: 'ms', goal: { atMost: 5000 } },
    {
      name: 'attendance gap against the true one, worst difference',
      value: errors === null ? null : worst(errors),
      unit: 'ms',
      goal: { atMost: 6000 },
      ...(errors === null ? { why: `${stays.length} stays for ${outages.length} outages` } : {}),
    },
    { name: 'presences of the room', value: presences, unit: 'entries', goal: { atMost: 1 } },
    { name: 'connections of the room at once', value: worst(open), unit: 'connections', goal: { atMost: 1 } },
  ];
}
