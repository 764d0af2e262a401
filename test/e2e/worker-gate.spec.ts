import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createMediasoupEngine,
  type EngineEvent,
  type EngineLog,
  type MediaEngine,
  obtainWorker,
  type Participant,
  type PublishRequest,
  terminalText,
} from '../../sfu/index.ts';
import type { Result } from '../../shared/kernel/result.ts';
import type { ConsumerWish, RtpCapabilities } from '../../shared/media.ts';
import { granted, newId, newSpaceId, participant } from '../contract/media-engine.input.ts';
import { type Browser, chromiumPath, startChromium } from '../support/chromium.ts';
import { mediaFixtures } from '../support/media-fixtures.ts';
import { layerShown, negotiated, prepare, publishAll, receiveAll } from './worker-gate.page.ts';

/**
 * A worker may answer every call and still crash in the first handshake, or never change layers. So what proves a worker is a browser
 * that receives pictures through it.
 */
const worker = await obtainWorker({ env: process.env, mayBuild: false });
const missing = !worker.ok
  ? terminalText(process.env)(worker.problem.key, worker.problem.params)
  : chromiumPath() === null
    ? 'no Chromium'
    : null;
const inCi = (process.env['CI'] ?? '') !== '';
/** Layers that never switch, which is what this is about, would not in an hour. */
const SWITCH_MS = 20_000;
const quiet: EngineLog = {
  info: () => undefined,
  warn: () => undefined,
  error: (facts, said) => console.error(said, facts),
};

describe.skipIf(missing !== null && !inCi)(`worker gate${missing === null ? '' : `: ${missing}`}`, () => {
  let engine: MediaEngine;
  let server: Server;
  let browser: Browser;
  const events: EngineEvent[] = [];

  beforeAll(async () => {
    if (!worker.ok) throw new Error(missing ?? 'no worker');
    engine = granted(
      await createMediasoupEngine({
        workerBin: worker.path,
        workerCount: 1,
        listen: { addresses: [{ ip: '127.0.0.1' }], port: 0 },
        newId,
        log: quiet,
      }),
    );
    engine.listen((event) => events.push(event));
    server = await servePage();
    const { lectureVideo, lectureVoice } = await mediaFixtures(720);
    browser = await startChromium({ camera: { video: lectureVideo, voice: lectureVoice }, kiosk: true });
  });
  afterAll(async () => {
    await browser?.close();
    await engine?.close();
    server?.close();
  });

  it.each(['video/h264', 'video/vp8'])(
    'R-00 %s: a browser gets pictures, and every layer it asks for',
    async (mimeType) => {
      const spaceId = newSpaceId();
      const router = granted(await engine.openSpace(spaceId)).rtpCapabilities;
      const join = async (who: Participant) => {
        const options = granted(await engine.admit(spaceId, who));
        const page = await browser.open(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
        await page.exposeFunction('ask', (method: string, input: unknown) =>
          ask(engine, { spaceId, who, router }, method, input),
        );
        await page.evaluate(prepare, router);
        return { page, options };
      };
      const lecturer = participant('camera', 'voice');
      const room = participant();
      const [sender, receiver] = [await join(lecturer), await join(room)];
      await sender.page.evaluate(publishAll, { options: sender.options.send, mimeType });
      const request = {
        participantId: room.participantId,
        rtpCapabilities: router,
        streamIds: published.splice(0),
      };
      const { consumers, refused } = granted(await engine.receive(spaceId, request));
      expect(refused).toEqual([]);
      await receiver.page.bringToFront();
      const firstPictureMs = await receiver.page.evaluate(receiveAll, {
        options: receiver.options.receive,
        consumers: [...consumers],
      });
      // Before a layer's first sender report the worker cannot switch to it: what follows measures a stream that is established.
      const rampMs = await show(receiver.page, null, 1280, 30_000);
      expect(rampMs, 'the top layer comes by itself').not.toBeNull();
      for (const [maxLayer, width] of [
        [0, 320],
        [1, 640],
        [2, 1280],
      ] as const) {
        expect(await show(receiver.page, maxLayer, width, SWITCH_MS), `warm-up to ${width}`).not.toBeNull();
      }
      const switches: [string, number | null][] = [];
      for (const [maxLayer, width] of [
        [0, 320],
        [1, 640],
        [2, 1280],
        [0, 320],
        [2, 1280],
      ] as const) {
        switches.push([`to ${width}`, await show(receiver.page, maxLayer, width, SWITCH_MS)]);
      }
      const samples = await engine.sample(spaceId);
      const [out, into] = [
        await sender.page.evaluate(negotiated, 'outbound-rtp' as const),
        await receiver.page.evaluate(negotiated, 'inbound-rtp' as const),
      ];
      report(mimeType, { firstPictureMs, rampMs, switches, out, into, samples });
      for (const [name, tookMs] of switches) {
        expect(tookMs, `${mimeType} ${name}`).not.toBeNull();
      }
      for (const end of [out, into]) {
        // A browser does not write NACK for Opus into its own description; what it does follows the engine's.
        expect(end.remote, 'Opus, the engine').toEqual({ nack: true, fec: true });
        expect(end.local.fec, 'Opus, the browser').toBe(true);
        expect(end.opusFormat).toContain('useinbandfec=1');
        expect(end.videoCodec.toLowerCase()).toContain(mimeType);
      }
      const picture = samples.find(
        ({ streamId }) => consumers.find((each) => each.streamId === streamId)?.kind === 'video',
      );
      expect(picture).toMatchObject({ paused: false, currentLayer: 2 });
      expect(picture?.bitrateBps).toBeGreaterThan(100_000);
      expect(picture?.lossRatio).not.toBeNull();
      const up = events.flatMap((event) =>
        event.type === 'transport.changed' && event.connected ? [event.participantId] : [],
      );
      expect(up).toEqual(expect.arrayContaining([lecturer.participantId, room.participantId]));
      await Promise.all([sender.page.close(), receiver.page.close()]);
      await engine.closeSpace(spaceId, 'requested');
    },
  );
});

const published: Parameters<MediaEngine['receive']>[1]['streamIds'][number][] = [];

type Where = {
  readonly spaceId: ReturnType<typeof newSpaceId>;
  readonly who: Participant;
  readonly router: RtpCapabilities;
};

/** What a page asks of the engine, for its own participant alone. */
async function ask(
  engine: MediaEngine,
  { spaceId, who }: Where,
  method: string,
  input: unknown,
): Promise<unknown> {
  const { participantId } = who;
  switch (method) {
    case 'connect':
      return granted(
        await engine.connect(spaceId, participantId, input as Parameters<MediaEngine['connect']>[2]),
      );
    case 'publish': {
      const request = { participantId, ...(input as Omit<PublishRequest, 'participantId'>) };
      const answer: Result<(typeof published)[number]> = await engine.publish(spaceId, request);
      published.push(granted(answer));
      return granted(answer);
    }
    case 'steer':
      return granted(await engine.steer(spaceId, participantId, input as ConsumerWish[]));
    default:
      throw new Error(`the page asked for ${method}`);
  }
}

const show = (page: Page, maxLayer: number | null, width: number, limitMs: number): Promise<number | null> =>
  page.evaluate(layerShown, { maxLayer, width, limitMs });

function report(mimeType: string, facts: object): void {
  console.log(
    `worker gate ${mimeType} ${JSON.stringify(facts, (_, value) => (typeof value === 'number' ? Math.round(value * 1000) / 1000 : value))}`,
  );
}

/** An empty page with mediasoup-client in it; on loopback, so that a camera may be asked for. */
async function servePage(): Promise<Server> {
  const entry = createRequire(import.meta.url).resolve('mediasoup-client');
  const bundled = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, minify: false, lib: { entry, formats: ['iife'], name: 'mediasoupClient' } },
  });
  const [output] = [bundled].flat();
  if (output === undefined || !('output' in output)) throw new Error('nothing was bundled');
  const script = output.output[0].code;
  const server = createServer((request, response) => {
    const isScript = request.url === '/client.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html; charset=utf-8');
    response.end(
      isScript ? script : '<!doctype html><title>gate</title><body><script src="/client.js"></script>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
