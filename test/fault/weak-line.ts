import { cpus, loadavg } from 'node:os';
import { type FarMinute, openFarStage, watchFromStart } from '../support/far-room.ts';
import { type Figure, report, worst } from '../support/figures.ts';
import { whyNoLink } from '../support/link-emulator.ts';
import { type Reception, receptionOf } from '../support/reception.rules.ts';

/** 2 Mbit/s, every twentieth packet lost in each direction, 200 ms there and back. */
export const WEAK_LINE = { downBps: 2_000_000, upBps: 2_000_000, delayMs: 100, lossRatio: 0.05 } as const;

const RUNS = 5;
const RUN_S = 60;
/** Below this the lecturer's browser was too slow for what a screen shows to say much about the line. */
const LEAST_SENT_PER_S = 20;

type Run = Omit<FarMinute, 'looks'> & { readonly reception: Reception };

/** A large screen behind a weak line: five times switched on, each time watched for a minute from its first picture on. */
export async function weakLine(): Promise<boolean> {
  const why = whyNoLink();
  if (why !== null) return report('weak-line', figuresOf([], why), { why });
  const load = { cores: cpus().length, loadAverage: loadavg()[0] ?? 0 };
  const far = await openFarStage({ screens: 1 });
  try {
    const [screen] = far.stage.screens;
    if (screen === undefined) throw new Error('the stage has no screen');
    far.link.change(WEAK_LINE);
    const runs: Run[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      const { looks, ...minute } = await watchFromStart(far, screen, RUN_S);
      const reception = receptionOf(looks);
      if (reception === null) throw new Error('nothing was received');
      runs.push({ ...minute, reception });
    }
    return report('weak-line', figuresOf(runs, null), { line: WEAK_LINE, load, runs });
  } finally {
    await far.close();
  }
}

const percent = (ratios: readonly number[]): number[] => ratios.map((ratio) => ratio * 100);

function figuresOf(runs: readonly Run[], why: string | null): Figure[] {
  const sentPerSecond = Math.min(...runs.map((run) => run.sentPerSecond));
  const isSlow = runs.length > 0 && sentPerSecond < LEAST_SENT_PER_S;
  const reason = isSlow ? `the lecturer’s browser made ${Math.round(sentPerSecond)} pictures a second` : why;
  const rest = reason === null ? {} : { machineShort: true, why: reason };
  const of = (pick: (reception: Reception) => number) =>
    percent(runs.map(({ reception }) => pick(reception)));
  const seen = of((each) => each.seenRatio);
  const unit = '%';
  return [
    {
      name: `time frozen, worst of ${RUNS} minutes`,
      value: worst(of((each) => each.frozenRatio)),
      unit,
      goal: { atMost: 5 },
      ...rest,
    },
    {
      name: `sound invented, worst of ${RUNS} minutes`,
      value: worst(of((each) => each.concealedRatio)),
      unit,
      goal: { atMost: 1 },
      ...rest,
    },
    {
      name: `seconds of ≥15 pictures of ≥360 lines, worst of ${RUNS} minutes`,
      value: seen.length === 0 ? null : Math.min(...seen),
      unit,
      goal: { atLeast: 95 },
      ...rest,
    },
  ];
}
