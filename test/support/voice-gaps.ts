import type { Page } from 'playwright-core';

/** What was played of all voices between two looks; epoch ms of the page's own clock. */
export type VoiceLook = { readonly atMs: number; readonly played: number; readonly concealed: number };

const EVERY_MS = 50;
/** A look in which less than this share of the sound came from the line counts as a gap. */
const HEARD_RATIO = 0.2;

type Watched = { testVoice?: VoiceLook[]; readonly testPeerConnections?: readonly RTCPeerConnection[] };

/** Begins to look twenty times a second at how much of the voices comes from the line and how much is made up. */
export async function watchVoice(page: Page): Promise<void> {
  await page.evaluate((everyMs) => {
    const watched = window as unknown as Watched;
    const looks: VoiceLook[] = [];
    watched.testVoice = looks;
    let busy = false;
    const look = async () => {
      if (busy) return;
      busy = true;
      let [played, concealed] = [0, 0];
      for (const connection of watched.testPeerConnections ?? []) {
        for (const receiver of connection.getReceivers()) {
          if (receiver.track.kind !== 'audio') continue;
          for (const row of (await receiver.getStats()).values()) {
            if (row.type !== 'inbound-rtp') continue;
            played += row.totalSamplesReceived ?? 0;
            concealed += row.concealedSamples ?? 0;
          }
        }
      }
      looks.push({ atMs: performance.timeOrigin + performance.now(), played, concealed });
      busy = false;
    };
    setInterval(() => void look(), everyMs);
  }, EVERY_MS);
}

export const voiceLooks = (page: Page): Promise<readonly VoiceLook[]> =>
  page.evaluate(() => (window as unknown as Watched).testVoice ?? []);

/** The longest time in which nothing, or next to nothing, of the voices came from the line. */
export function longestVoiceGapMs(looks: readonly VoiceLook[], fromMs: number, toMs: number): number {
  const within = looks.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs);
  let [longest, gap] = [0, 0];
  for (const [index, look] of within.entries()) {
    const before = within[index - 1];
    if (before === undefined) continue;
    const played = look.played - before.played;
    const fromLine = played - (look.concealed - before.concealed);
    // Played anew from 0 after a new connection: what was lost between is a gap all the same.
    const isGap = played <= 0 || fromLine / played < HEARD_RATIO;
    gap = isGap ? gap + (look.atMs - before.atMs) : 0;
    longest = Math.max(longest, gap);
  }
  return longest;
}
