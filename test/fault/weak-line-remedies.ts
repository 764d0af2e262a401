import { cpus, loadavg } from 'node:os';
import { type FarStage, openFarStage, watchFromStart } from '../support/far-room.ts';
import { median, report, worst } from '../support/figures.ts';
import { chooseRemedies, type Remedies, remediesScript } from '../support/line-remedies.ts';
import { whyNoLink } from '../support/link-emulator.ts';
import { type Reception, receptionOf } from '../support/reception.rules.ts';
import { WEAK_LINE } from './weak-line.ts';

const wish = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise);

type Way = { readonly name: string; readonly remedies: Remedies };
type Run = { readonly way: string; readonly firstPictureMs: number; readonly sentPerSecond: number } & Pick<
  Reception,
  'frozenRatio' | 'concealedRatio' | 'seenRatio' | 'freezeCount' | 'camera' | 'voice' | 'heights'
>;

const targets = [0, 200, 600] as const;

/** Each remedy alone and together; pictures are always asked for again. The last is what the product does by itself. */
const waysOf = (voiceFec: boolean): readonly Way[] => [
  ...[false, true].flatMap((voiceNack) =>
    targets.map((jitterTargetMs) => ({
      name: `FEC ${voiceFec ? 'on' : 'off'}, NACK ${voiceNack ? 'on' : 'off'}, target ${jitterTargetMs}`,
      remedies: { voiceFec, voiceNack, jitterTargetMs },
    })),
  ),
  ...(voiceFec ? [{ name: 'as the product does it', remedies: {} }] : []),
];

const chosenOf = (voiceFec: boolean): readonly Way[] =>
  waysOf(voiceFec).filter(({ name }) => new RegExp(process.env['WAYS'] ?? '').test(name));

/**
 * What each remedy against loss does for a large screen, for the decision that stands in docs/adr. Takes long, so it runs only by its own
 * name. RUNS, RUN_S, LOSS (0..1), RTT_MS and BPS change what is tried, WAYS (a regular expression) which of the ways.
 */
export async function weakLineRemedies(): Promise<boolean> {
  const why = whyNoLink();
  if (why !== null) throw new Error(why);
  const line = {
    downBps: wish('BPS', WEAK_LINE.downBps),
    upBps: wish('BPS', WEAK_LINE.upBps),
    delayMs: wish('RTT_MS', 2 * WEAK_LINE.delayMs) / 2,
    lossRatio: wish('LOSS', WEAK_LINE.lossRatio),
  };
  const runs: Run[] = [];
  for (const voiceFec of [true, false]) {
    if (chosenOf(voiceFec).length === 0) continue;
    // Whether a voice carries itself twice is settled when its sender connects.
    const far = await openFarStage({
      screens: 1,
      lectureBrowser: { script: remediesScript({ voiceFec }) },
      screenBrowser: { script: remediesScript() },
    });
    try {
      far.link.change(line);
      // Each way in turn, so that what else the machine has to do falls on all alike.
      for (let run = 0; run < wish('RUNS', 5); run += 1)
        for (const way of chosenOf(voiceFec)) runs.push(await tried(far, way));
    } finally {
      await far.close();
    }
  }
  print(runs);
  return report('weak-line-remedies', [], { line, runs, cores: cpus().length });
}

async function tried(far: FarStage, { name, remedies }: Way): Promise<Run> {
  const [screen] = far.stage.screens;
  if (screen === undefined) throw new Error('the stage has no screen');
  await chooseRemedies(screen.page, remedies);
  const { looks, firstPictureMs, sentPerSecond } = await watchFromStart(far, screen, wish('RUN_S', 60));
  const reception = receptionOf(looks);
  if (reception === null) throw new Error('nothing was received');
  const { frozenRatio, concealedRatio, seenRatio, freezeCount, camera, voice, heights } = reception;
  const run = { frozenRatio, concealedRatio, seenRatio, freezeCount, camera, voice, heights };
  console.log(
    `${name}: ${text([run])}; load ${loadavg()[0]?.toFixed(1)}, sent ${sentPerSecond.toFixed(0)}/s`,
  );
  return { way: name, firstPictureMs, sentPerSecond, ...run };
}

function print(runs: readonly Run[]): void {
  for (const name of new Set(runs.map(({ way }) => way)))
    console.log(`${name}: ${text(runs.filter(({ way }) => way === name))}`);
}

/** Medians, with the worst in brackets. */
function text(runs: readonly Pick<Run, 'frozenRatio' | 'concealedRatio' | 'seenRatio' | 'voice'>[]): string {
  const shares = (pick: (run: (typeof runs)[number]) => number, worstOf: typeof worst) => {
    const found = runs.map((run) => pick(run) * 100);
    return `${median(found)?.toFixed(1)} % (${worstOf(found)?.toFixed(1)})`;
  };
  const least = (found: readonly number[]) => Math.min(...found);
  const corrected = runs.reduce((sum, { voice }) => sum + voice.forwardErrorCorrected, 0);
  return [
    `frozen ${shares((run) => run.frozenRatio, worst)}`,
    `invented ${shares((run) => run.concealedRatio, worst)}`,
    `seen ${shares((run) => run.seenRatio, least)}`,
    `${corrected} packets by FEC, ${runs.length} runs`,
  ].join(', ');
}
