import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, platform, release } from 'node:os';
import { join } from 'node:path';

/** What a figure must reach: at most, or at least. */
export type Goal = { readonly atMost: number } | { readonly atLeast: number };

/**
 * A measured value against its goal. `null` was not measured and `why` says so. `machineShort` marks a row whose conditions this
 * machine cannot provide: neither ok nor short.
 */
export type Figure = {
  readonly name: string;
  readonly value: number | null;
  readonly unit: string;
  readonly goal: Goal;
  readonly machineShort?: boolean;
  readonly why?: string;
};

export type Verdict = 'ok' | 'short' | 'machine short' | 'not measured';

export function verdictOf(figure: Figure): Verdict {
  if (figure.machineShort === true) return 'machine short';
  if (figure.value === null || !Number.isFinite(figure.value)) return 'not measured';
  const reached =
    'atMost' in figure.goal ? figure.value <= figure.goal.atMost : figure.value >= figure.goal.atLeast;
  return reached ? 'ok' : 'short';
}

/** `ID: name = value unit (goal G) ok|short`, the one line of a figure. */
export function lineOf(id: string, figure: Figure): string {
  const goal = 'atMost' in figure.goal ? `≤${figure.goal.atMost}` : `≥${figure.goal.atLeast}`;
  const value = figure.value === null ? '–' : String(Math.round(figure.value * 1000) / 1000);
  const why = figure.why === undefined ? '' : ` — ${figure.why}`;
  return `${id}: ${figure.name} = ${value} ${figure.unit} (goal ${goal}) ${verdictOf(figure)}${why}`;
}

/**
 * Prints one line per figure and writes `reports/ID.json` with the figures and the raw facts they come from.
 * @returns whether every figure was reached; a figure that was not measured counts as not reached, and so does a run without any
 */
export function report(id: string, figures: readonly Figure[], raw: unknown): boolean {
  for (const figure of figures) console.log(lineOf(id, figure));
  if (figures.length === 0) console.log(`${id}: nothing was measured`);
  const folder = process.env['SANKETANG_REPORTS'] ?? 'reports';
  mkdirSync(folder, { recursive: true });
  const verdicts = figures.map((figure) => ({ ...figure, verdict: verdictOf(figure) }));
  const machine = {
    cores: cpus().length,
    model: cpus()[0]?.model ?? 'unknown',
    system: `${platform()} ${release()}`,
    node: process.version,
  };
  const file = { id, at: new Date().toISOString(), machine, figures: verdicts, raw };
  writeFileSync(join(folder, `${id}.json`), `${JSON.stringify(file, null, 2)}\n`);
  return (
    verdicts.length > 0 && verdicts.every(({ verdict }) => verdict === 'ok' || verdict === 'machine short')
  );
}

/** The value below which `share` of the sample lies (nearest rank); null for an empty sample. */
export function percentile(sample: readonly number[], share: number): number | null {
  const sorted = [...sample].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}

export const median = (sample: readonly number[]): number | null => percentile(sample, 0.5);
export const worst = (sample: readonly number[]): number | null => percentile(sample, 1);
