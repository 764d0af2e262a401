import { setTimeout as pause } from 'node:timers/promises';
import { type Link, openLink } from './link-emulator.ts';
import { goFirst, watchStolenTime } from './machine.ts';
import { sentStreams } from './page-meter.ts';
import { freePort } from './product.ts';
import { type ReceptionLook, readReception, startReception } from './reception.ts';
import { untilPicture } from './screen-page.ts';
import { openStage, type Screen, type Stage, type StageWish } from './stage.ts';

/** A lesson whose screens sit at the far end of a line; the server and the lecturer are at its near end. */
export type FarStage = { readonly stage: Stage; readonly link: Link; close(): Promise<void> };

/** The line is without limits until it is changed, so that nobody waits for what is not measured. */
export async function openFarStage(wish: StageWish): Promise<FarStage> {
  const link = await openLink();
  try {
    const port = await freePort();
    // Cameras and microphones are given to pages of this machine or of a certificate; this stands for the certificate.
    const flags = [`--unsafely-treat-insecure-origin-as-secure=http://${link.nearAddress}:${port}`];
    const stage = await openStage({
      ...wish,
      product: {
        ...wish.product,
        port,
        env: { ...wish.product?.env, HOST: link.nearAddress, RTC_ANNOUNCED_ADDRESS: link.nearAddress },
      },
      lectureBrowser: { ...wish.lectureBrowser, flags },
      screenBrowser: { ...wish.screenBrowser, flags, namespace: link.namespace },
    });
    const browsers = [stage.lectureRoom, ...stage.screens].map(({ browser }) => browser.pid);
    const stepBack = goFirst([process.pid, ...browsers]);
    const close = async () => {
      stepBack();
      await stage.close();
      await link.close();
    };
    return { stage, link, close };
  } catch (cause) {
    await link.close();
    throw cause;
  }
}

export type FarMinute = {
  readonly looks: readonly ReceptionLook[];
  readonly firstPictureMs: number;
  /** Pictures a second that the lecturer's browser made of each size, on average: a slow sender is no weak line. */
  readonly sentPerSecond: number;
  /** Share of the processors' time that the machine's host gave to others, 0..1. */
  readonly stolenShare: number;
};

const SENDER_LOOKS = 6;

/** The screen is loaded anew, as after a power cut, and watched from its first picture on. */
export async function watchFromStart(
  { stage }: FarStage,
  screen: Screen,
  seconds: number,
): Promise<FarMinute> {
  const sinceMs = Date.now();
  await screen.page.reload();
  await untilPicture(screen.page, 'camera', 60_000);
  const firstPictureMs = Date.now() - sinceMs;
  await startReception(screen.page);
  const stolen = watchStolenTime();
  const sent: number[] = [];
  for (let look = 0; look < SENDER_LOOKS; look += 1) {
    await pause((seconds * 1000) / SENDER_LOOKS);
    for (const each of await sentStreams(stage.lectureRoom.page)) sent.push(each.framesPerSecond);
  }
  return {
    looks: await readReception(screen.page),
    firstPictureMs,
    sentPerSecond: sent.reduce((total, each) => total + each, 0) / Math.max(1, sent.length),
    stolenShare: stolen(),
  };
}
