import type { Page } from 'playwright-core';
import type { Diagnostics } from '../../client/live/diagnostics.ts';
import { screenPicture } from './screen-page.ts';

/** One look at what a screen receives, by WebRTC's own counters, which run on. Epoch ms of the page's own clock. */
export type ReceptionLook = {
  readonly atMs: number;
  readonly roundTripMs: number | null;
  /** Of all streams. */
  readonly receivedBytes: number;
  readonly camera: Counters;
  readonly voice: Counters;
};
/** Fields of `RTCInboundRtpStreamStats`; what a browser does not count is missing. */
export type Counters = Readonly<Record<string, number>>;

type Watched = {
  readonly sanketang?: Diagnostics;
  testReception?: { looks: ReceptionLook[]; timer: number };
};

const EVERY_MS = 1000;

/** Begins to look once a second at the teacher's camera and voice. */
export async function startReception(page: Page): Promise<void> {
  await page.evaluate(
    async ({ selector, everyMs }) => {
      const watched = window as Watched;
      const looks: ReceptionLook[] = [];
      const countersOf = (row: Readonly<Record<string, unknown>> | undefined): Counters =>
        Object.fromEntries(
          Object.entries(row ?? {}).filter(
            (entry): entry is [string, number] => typeof entry[1] === 'number',
          ),
        );
      const look = async () => {
        const shown = document.querySelector<HTMLVideoElement>(selector)?.srcObject;
        const trackId = shown instanceof MediaStream ? shown.getVideoTracks()[0]?.id : undefined;
        const rows = (await watched.sanketang?.stats())?.receive ?? [];
        const inbound = rows.filter((row) => row['type'] === 'inbound-rtp');
        const pair = rows.find((row) => row['type'] === 'candidate-pair' && row['nominated'] === true);
        const roundTripS = pair?.['currentRoundTripTime'];
        looks.push({
          atMs: performance.timeOrigin + performance.now(),
          receivedBytes: inbound.reduce((sum, row) => sum + Number(row['bytesReceived'] ?? 0), 0),
          roundTripMs: typeof roundTripS === 'number' ? roundTripS * 1000 : null,
          camera: countersOf(inbound.find((row) => row['trackIdentifier'] === trackId)),
          voice: countersOf(inbound.find((row) => row['kind'] === 'audio')),
        });
      };
      clearInterval(watched.testReception?.timer);
      await look();
      watched.testReception = { looks, timer: window.setInterval(() => void look(), everyMs) };
    },
    { selector: screenPicture.camera, everyMs: EVERY_MS },
  );
}

export const readReception = (page: Page): Promise<readonly ReceptionLook[]> =>
  page.evaluate(() => (window as Watched).testReception?.looks ?? []);
