import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { io as connect } from 'socket.io-client';
import type { Diagnostics } from '../../client/live/diagnostics.ts';
import { routes } from '../../shared/wire/routes.ts';
import { WIRE_VERSION } from '../../shared/wire/version.ts';
import { createApi } from '../support/api.ts';
import type { Browser } from '../support/chromium.ts';
import { type Figure, report, worst } from '../support/figures.ts';
import { watchFrames } from '../support/frame-times.ts';
import { launcherAddress } from '../support/launcher.ts';
import { watchPeerConnections } from '../support/page-meter.ts';
import { startScreen } from '../support/stage.ts';
import { type Scene, settle, steady, withScene } from './scene.ts';

const REVOCATIONS = 3;
const CUT_OFF_MS = 2000;
/** How long is listened for packets after the time by which there must be none. */
const LISTEN_MS = 5000;

type Revocation = {
  readonly lineDownMs: number;
  readonly lastPacketMs: number;
  readonly packetsBefore: number;
  /** Null when the page has forgotten what it had received: then nothing was counted. */
  readonly packetsAfter: number | null;
  /** Ways in that were still open, by name. */
  readonly waysIn: readonly string[];
};

/**
 * Screens are revoked in mid-lesson. They are no obliging ones: what closes a page's own transports does nothing in them, so whatever ends
 * was ended by the server.
 */
export async function revokeDevice(): Promise<boolean> {
  return withScene(async (scene) => {
    const revocations: Revocation[] = [];
    for (let round = 0; round < REVOCATIONS; round += 1) revocations.push(await strike(scene));
    const ending = await settle(scene, scene.stage.product);
    return report('revoke-device', [...figuresOf(revocations), ...ending.figures], {
      revocations,
      ...ending.raw,
    });
  });
}

async function strike(scene: Scene): Promise<Revocation> {
  const { county, product } = scene.stage;
  const { screen } = scene;
  const address = await launcherAddress(county, screen.point.roomId, product.url);
  await screen.browser.close();
  const { browser } = await startScreen('about:blank', screen.point);
  const page = await openStubborn(browser, address);
  Object.assign(screen, { browser, page });
  await steady(screen);
  const cookies = await browser.context.cookies(product.url);
  const online = (await county.admin.call('device.list', {})).filter((device) => device.online);
  const [device] = online;
  if (device === undefined || online.length > 1) throw new Error(`${online.length} screens are connected`);
  const packetsBefore = (await received(page)).count;
  const down = untilDown(page);
  const atMs = Date.now();
  await county.admin.call('device.revoke', { deviceId: device.deviceId });
  const lineDownMs = (await down) - atMs;
  await pause(Math.max(0, atMs + CUT_OFF_MS - Date.now()));
  const cut = await received(page);
  await pause(LISTEN_MS);
  const later = await received(page);
  return {
    lineDownMs,
    lastPacketMs: later.lastAtMs - atMs,
    packetsBefore,
    packetsAfter: cut.count < packetsBefore ? null : later.count - cut.count,
    waysIn: await openWays(scene, { address, cookie: cookies.map((each) => `${each.name}=${each.value}`) }),
  };
}

/** A screen's page that never hangs up its media by itself. */
async function openStubborn(browser: Browser, address: string): Promise<Page> {
  const page = await browser.context.newPage();
  await watchPeerConnections(page);
  await page.addInitScript(() => {
    RTCPeerConnection.prototype.close = () => undefined;
  });
  await watchFrames(page);
  await page.goto(address);
  return page;
}

/** Media packets over all of the page's transports, and when the last one came (epoch ms). */
const received = (page: Page): Promise<{ count: number; lastAtMs: number }> =>
  page.evaluate(async () => {
    const { testPeerConnections } = window as unknown as { testPeerConnections: RTCPeerConnection[] };
    const sum = { count: 0, lastAtMs: 0 };
    for (const connection of testPeerConnections)
      for (const each of (await connection.getStats()).values()) {
        if (each.type !== 'inbound-rtp') continue;
        sum.count += each.packetsReceived ?? 0;
        sum.lastAtMs = Math.max(sum.lastAtMs, each.lastPacketReceivedTimestamp ?? 0);
      }
    return sum;
  });

/** @returns epoch ms of the moment when the page's line was found down */
async function untilDown(page: Page): Promise<number> {
  const found = await page.waitForFunction(
    () => {
      const { sanketang } = window as { sanketang?: Diagnostics };
      return sanketang?.link() === 'connected' ? false : performance.timeOrigin + performance.now();
    },
    undefined,
    { timeout: 30_000, polling: 20 },
  );
  return Number(await found.jsonValue());
}

/** Tries what the revoked screen still holds: its cookie over HTTP and on a socket, and the key in its address. */
async function openWays({ stage }: Scene, held: { address: string; cookie: string[] }): Promise<string[]> {
  const { url } = stage.product;
  const headers = { cookie: held.cookie.join('; '), origin: url };
  const known = await (await fetch(url + routes['device.read'].path, { headers })).json();
  const key = new URL(held.address).hash.slice('#key='.length);
  const exchanged = await createApi(url)
    .call('device.exchange', { key })
    .then(
      () => true,
      () => false,
    );
  return [
    ...((known as { state?: string }).state === 'unpaired' ? [] : ['cookie']),
    ...(exchanged ? ['key'] : []),
    ...((await socketOpens(url, headers)) ? ['socket'] : []),
  ];
}

function socketOpens(url: string, headers: Record<string, string>): Promise<boolean> {
  const socket = connect(url, {
    auth: { version: WIRE_VERSION, door: 'screen' },
    extraHeaders: headers,
    transports: ['websocket'],
    reconnection: false,
  });
  return new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('connect_error', () => resolve(false));
  }).finally(() => socket.disconnect());
}

function figuresOf(revocations: readonly Revocation[]): Figure[] {
  const cutOff = revocations.map(({ lineDownMs, lastPacketMs }) => Math.max(lineDownMs, lastPacketMs));
  const ways = revocations.flatMap(({ waysIn }) => waysIn);
  const packets = revocations.map(({ packetsAfter }) => packetsAfter);
  const counted = packets.filter((each) => each !== null);
  return [
    { name: 'revoked device cut off, worst', value: worst(cutOff), unit: 'ms', goal: { atMost: CUT_OFF_MS } },
    {
      name: `media packets in the ${LISTEN_MS / 1000} s after, worst`,
      value: counted.length < packets.length ? null : worst(counted),
      unit: 'packets',
      goal: { atMost: 0 },
    },
    {
      name: 'media packets before it, least',
      value: Math.min(...revocations.map(({ packetsBefore }) => packetsBefore)),
      unit: 'packets',
      goal: { atLeast: 100 },
    },
    {
      name: `ways in that cookie and key still open, of ${REVOCATIONS * 3}`,
      value: ways.length,
      unit: 'ways',
      goal: { atMost: 0 },
      ...(ways.length === 0 ? {} : { why: ways.join(', ') }),
    },
  ];
}
