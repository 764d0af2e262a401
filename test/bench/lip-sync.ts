import { setTimeout as pause } from 'node:timers/promises';
import { BEAT_MS, beatFixtures } from '../support/beat-fixtures.ts';
import { jitterTargets, readBeats, startBeats } from '../support/beat-meter.ts';
import { delaysOfBeats } from '../support/beats.ts';
import { ownPicture } from '../support/console-page.ts';
import { type Figure, median, percentile, report } from '../support/figures.ts';
import { watchForeignTime } from '../support/foreign-time.ts';
import { untilSteady } from '../support/frame-times.ts';
import { goFirst } from '../support/machine.ts';
import { screenPicture, untilPicture } from '../support/screen-page.ts';
import { openStage } from '../support/stage.ts';

const BEATS_AT_LEAST = 30;
/** Some beats are not noted by both ends. */
const BEATS_PLAYED = 45;
const STEADY_MS = 5_000;
/** What viewers do not notice, by ITU-R BT.1359: sound first by so much, or behind by so much. */
const SOUND_FIRST_MS = 45;
const SOUND_BEHIND_MS = 125;

/**
 * How far a screen's sound is ahead of its picture. A beat's picture and its sound are both noted where they are captured and where they
 * are shown; of sound that is when the loudspeakers' device plays it, by its own word.
 */
export async function benchLipSync(): Promise<boolean> {
  const { lectureVideo, lectureVoice } = beatFixtures();
  const stage = await openStage({
    screens: 1,
    height: 360,
    lectureBrowser: { camera: { video: lectureVideo, voice: lectureVoice } },
  });
  const browsers = [stage.lectureRoom, ...stage.screens].map(({ browser }) => browser.pid);
  const stepBack = goFirst([process.pid, ...browsers]);
  try {
    const [screen] = stage.screens;
    if (screen === undefined) throw new Error('the stage has no screen');
    const { page } = stage.lectureRoom;
    await untilPicture(screen.page, 'camera');
    await untilSteady(screen.page, 'camera', STEADY_MS);
    const others = watchForeignTime();
    await startBeats(page, { video: ownPicture.camera, voice: 'sent' });
    await startBeats(screen.page, { video: screenPicture.camera, voice: 'received' });
    const targets: number[] = [];
    for (let look = 0; look < BEATS_PLAYED; look += 1) {
      await pause(BEAT_MS);
      targets.push(Math.max(0, ...(await jitterTargets(screen.page)).map((each) => each ?? 0)));
    }
    const [sent, received] = [await readBeats(page), await readBeats(screen.page)];
    const foreign = others();
    const delays = delaysOfBeats(sent, received, BEAT_MS);
    const aheadMs = delays.map(({ pictureMs, soundMs }) => pictureMs - soundMs);
    const raw = {
      targets,
      foreign,
      median: {
        ahead: median(aheadMs),
        picture: median(delays.map(({ pictureMs }) => pictureMs)),
        sound: median(delays.map(({ soundMs }) => soundMs)),
      },
      noted: { sent: countsOf(sent), received: countsOf(received) },
      delays,
    };
    return report('lip-sync', figuresOf(aheadMs, targets), raw);
  } finally {
    stepBack();
    await stage.close();
  }
}

const countsOf = ({ flashAtMs, toneAtMs }: Awaited<ReturnType<typeof readBeats>>) => ({
  flashes: flashAtMs.length,
  tones: toneAtMs.length,
});

function figuresOf(aheadMs: readonly number[], targets: readonly number[]): Figure[] {
  const target = Math.max(...targets);
  const of = `of ${aheadMs.length} beats at jitter targets up to ${target} ms`;
  return [
    {
      name: 'beats noted at both ends',
      value: aheadMs.length,
      unit: 'beats',
      goal: { atLeast: BEATS_AT_LEAST },
    },
    {
      name: `sound ahead of the picture, p5 ${of}`,
      value: percentile(aheadMs, 0.05),
      unit: 'ms',
      goal: { atLeast: -SOUND_BEHIND_MS },
    },
    {
      name: `sound ahead of the picture, median ${of}`,
      value: median(aheadMs),
      unit: 'ms',
      goal: { atMost: SOUND_FIRST_MS },
    },
    {
      name: `sound ahead of the picture, p95 ${of}`,
      value: percentile(aheadMs, 0.95),
      unit: 'ms',
      goal: { atMost: SOUND_FIRST_MS },
    },
  ];
}
