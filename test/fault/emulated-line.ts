import { execFileSync, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { type Figure, percentile, report } from '../support/figures.ts';
import { openLink, whyNoLink } from '../support/link-emulator.ts';

const PORT = 4000;
const BYTES = 500;
const FRAME_BYTES = BYTES + 28;
const ONE_WAY_MS = 40;
const LOSS = 0.2;
const WIDE_BPS = 400_000;
/** Sends everything back. */
const echo = `require('dgram').createSocket('udp4').on('message', function (message, from) {
  this.send(message, from.port, from.address);
}).bind(${PORT}, () => console.log('ready'))`;

/** Whether the line behind which rooms are tried is as slow, lossy and narrow as it says: figures behind it are worth as much. */
export async function emulatedLine(): Promise<boolean> {
  const why = whyNoLink();
  if (why !== null) {
    const figure = { name: 'line', value: null, unit: '', goal: { atMost: 0 }, why };
    return report('emulated-line', [figure], {});
  }
  const link = await openLink({ delayMs: ONE_WAY_MS });
  const room = spawn('ip', ['netns', 'exec', link.namespace, process.execPath, '-e', echo]);
  const socket = createSocket('udp4');
  const heardAtMs = new Map<number, number>();
  try {
    await once(room.stdout, 'data');
    socket.on('message', (message) => heardAtMs.set(message.readUInt32BE(0), performance.now()));
    socket.bind(0, link.nearAddress);
    await once(socket, 'listening');
    /** Round trips in ms of those that came back. */
    const trips = async (count: number, gapMs: number): Promise<number[]> => {
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
    };
    const calm = await trips(50, 2);
    link.change({ lossRatio: LOSS });
    const lossy = await trips(1_000, 2);
    link.change({ lossRatio: 0, downBps: WIDE_BPS, queueMs: 100 });
    const narrow = await trips(600, 1);
    const spanMs = Math.max(...heardAtMs.values()) - Math.min(...heardAtMs.values());
    const passedBps = ((narrow.length - 1) * FRAME_BYTES * 8 * 1000) / spanMs;
    link.change({ downBps: 0 });
    link.cut();
    const cut = await trips(5, 2);
    link.mend();
    const mended = await trips(5, 2);
    const figures: Figure[] = [
      {
        name: 'quickest round trip over its delay',
        value: (percentile(calm, 0) ?? 0) / (2 * ONE_WAY_MS),
        unit: '×',
        goal: { atLeast: 1 },
      },
      { name: 'lost by itself', value: 50 - calm.length, unit: 'packets', goal: { atMost: 0 } },
      {
        // Both ways: 0.8² come back.
        name: 'share that came back, off by',
        value: Math.abs(lossy.length / 1_000 - (1 - LOSS) ** 2),
        unit: '',
        goal: { atMost: 0.06 },
      },
      {
        name: 'let through, over its width',
        value: passedBps / WIDE_BPS,
        unit: '×',
        goal: { atMost: 1.1 },
      },
      { name: 'through a cut line', value: cut.length, unit: 'packets', goal: { atMost: 0 } },
      { name: 'after it was mended', value: mended.length, unit: 'packets of 5', goal: { atLeast: 5 } },
    ];
    return report('emulated-line', figures, { calm, narrow });
  } finally {
    socket.close();
    await link.close();
    const left = execFileSync('ip', ['netns', 'list']).toString().includes(link.namespace);
    if (left) console.error('the line left its namespace behind');
  }
}
