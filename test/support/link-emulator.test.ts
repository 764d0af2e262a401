import { execFileSync, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Link, openLink, whyNoLink } from './link-emulator.ts';

const why = whyNoLink();
const PORT = 4000;
const BYTES = 500;
/** Sends everything back. */
const echo = `require('dgram').createSocket('udp4').on('message', function (message, from) {
  this.send(message, from.port, from.address);
}).bind(${PORT}, () => console.log('ready'))`;

describe.skipIf(why !== null)(why === null ? 'a line' : `a line: ${why}`, () => {
  let link: Link;
  const socket = createSocket('udp4');
  const heardAtMs = new Map<number, number>();

  beforeAll(async () => {
    link = await openLink({ delayMs: 40 });
    const room = spawn('ip', ['netns', 'exec', link.namespace, process.execPath, '-e', echo]);
    await once(room.stdout, 'data');
    socket.on('message', (message) => heardAtMs.set(message.readUInt32BE(0), performance.now()));
    socket.bind(0, link.nearAddress);
    await once(socket, 'listening');
  });
  afterAll(() => void socket.close());

  /** Round trips in ms of those that came back. */
  async function trips(count: number, gapMs = 2): Promise<number[]> {
    heardAtMs.clear();
    const sentAtMs: number[] = [];
    for (let number = 0; number < count; number += 1) {
      const message = Buffer.alloc(BYTES);
      message.writeUInt32BE(number);
      sentAtMs.push(performance.now());
      socket.send(message, PORT, link.farAddress);
      await pause(gapMs);
    }
    await pause(800);
    return [...heardAtMs].map(([number, atMs]) => atMs - (sentAtMs[number] ?? atMs));
  }

  it('delays both ways and loses nothing by itself', async () => {
    const found = (await trips(50)).sort((a, b) => a - b);
    expect(found).toHaveLength(50);
    expect(found[0]).toBeGreaterThanOrEqual(80);
    expect(found[25]).toBeLessThan(120);
  });

  it('loses its share both ways', async () => {
    link.change({ lossRatio: 0.2 });
    const found = await trips(400);
    // 0.8² of them come back: 256, with a standard deviation of 10.
    expect(found.length).toBeGreaterThan(206);
    expect(found.length).toBeLessThan(306);
  });

  it('lets no more through than it is wide, and drops what would wait too long', async () => {
    link.change({ lossRatio: 0, downBps: 400_000, queueMs: 100 });
    const found = await trips(400, 1);
    const spanMs = Math.max(...heardAtMs.values()) - Math.min(...heardAtMs.values());
    const bitsPerSecond = ((found.length - 1) * (BYTES + 28) * 8 * 1000) / spanMs;
    expect(bitsPerSecond).toBeLessThan(440_000);
    expect(bitsPerSecond).toBeGreaterThan(330_000);
    expect(Math.max(...found)).toBeLessThan(300);
  });

  it('can be cut and mended', async () => {
    link.change({ downBps: 0 });
    link.cut();
    expect(await trips(5)).toEqual([]);
    link.mend();
    expect(await trips(5)).toHaveLength(5);
  });

  it('leaves nothing behind', async () => {
    const counters = await link.close();
    expect(counters.down.in).toBeGreaterThanOrEqual(860);
    expect(counters.down.queue_full).toBeGreaterThan(0);
    expect(counters.up.out).toBeLessThan(counters.down.out);
    expect(execFileSync('ip', ['netns', 'list']).toString()).not.toContain(link.namespace);
  });
});
