import type { Page } from 'playwright-core';
import { PATIENCE_MS } from './patience.ts';

/**
 * Waits until a page that has played sound of no sender for a while plays a tenth of a second of it again; what a receiver makes up for
 * lost packets does not count.
 * @returns epoch ms at which the first of it was played
 */
export async function untilVoiceAgain(page: Page, limitMs = PATIENCE_MS): Promise<number> {
  const found = await page.evaluate(async (limitMs) => {
    const { testPeerConnections } = window as unknown as { testPeerConnections: RTCPeerConnection[] };
    const real = async () => {
      const samples = new Map<string, number>();
      for (const [index, connection] of testPeerConnections.entries())
        for (const row of (await connection.getStats()).values())
          if (row.type === 'inbound-rtp' && row.kind === 'audio')
            samples.set(`${index} ${row.id}`, (row.totalSamplesReceived ?? 0) - (row.concealedSamples ?? 0));
      return samples;
    };
    const now = () => performance.timeOrigin + performance.now();
    const untilMs = now() + limitMs;
    const before = await real();
    while (now() < untilMs) {
      let grown = 0;
      for (const [id, samples] of await real()) grown += Math.max(0, samples - (before.get(id) ?? 0));
      if (grown >= 4_800) return now() - grown / 48;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return null;
  }, limitMs);
  if (found === null) throw new Error(`no voice within ${limitMs} ms`);
  return found;
}
