import { createHash } from 'node:crypto';
import { z } from 'zod';
import type {
  SnapshotDifference,
  SnapshotHead,
  SnapshotNeed,
  SnapshotPlace,
} from '../../shared/coverage/snapshot.ts';
import { schoolsIn } from '../coverage/report.tree.rules.ts';
import { changesSince } from '../coverage/snapshot.changes.ts';
import { linesIn, needDifferences, placeDifferences } from '../coverage/snapshot.compare.ts';
import { placesOf, treesOf, unservedOf } from '../coverage/snapshot.lines.ts';
import { frozenHashOf } from '../coverage/snapshot.module.ts';
import type { Side } from '../database/database.tables.ts';
import type { Config } from '../platform/config.ts';
import { VerifyProblem } from './verify.problem.ts';
import { inRebuilt } from './verify.rebuild.ts';
import type { KeptFile, Say } from './verify.types.ts';

export type VerifySnapshotWish = {
  readonly file: KeptFile;
  readonly config: Config;
  readonly source: Side;
  readonly say: Say;
};

type Frozen = {
  readonly head: SnapshotHead;
  readonly places: readonly SnapshotPlace[];
  readonly needs: readonly SnapshotNeed[];
  readonly sha256: string;
};

const SHOWN_MAX = 200;
const lastLine = z.strictObject({ sha256: z.string() });

export const isSnapshot = (text: string): boolean => text.includes('"format":"sanketang-snapshot-1"');

/** @returns whether every figure is as it was frozen. Throws a `VerifyProblem` when the file itself is not whole. */
export async function verifySnapshotFile(wish: VerifySnapshotWish): Promise<boolean> {
  const { file, config, source, say } = wish;
  const frozen = readFrozen(file);
  const { scope, period, name, madeAtMs, provisional } = frozen.head;
  const date = new Date(madeAtMs).toISOString().slice(0, 10);
  say('verify.snapshot', { name, from: period.from, to: period.to, date, sha256: frozen.sha256 });
  if (provisional) say('verify.snapshot.provisional');
  const kept = await frozenHashOf(source.database, frozen.head.id);
  const isKept = kept === frozen.sha256;
  if (!isKept) say(kept === null ? 'verify.snapshot.unknown' : 'verify.snapshot.other');
  say('verify.snapshot.counting');
  const done = await inRebuilt({ source, config, period }, async ({ directory, rollups }) => {
    const today = await directory.reader.today();
    const trees = await treesOf(directory.reader, period, today);
    const now = { trees, scope, period, rollups: rollups.reader };
    const places = new Map<string, SnapshotPlace>();
    for await (const place of placesOf(now)) places.set(place.scope.id, place);
    const needs: SnapshotNeed[] = [];
    for await (const need of unservedOf(now)) needs.push(need);
    const changes = await changesSince(source.database, {
      ...{ period, sinceMs: madeAtMs },
      schoolIds: new Set<string>(schoolsIn(trees, scope)),
      names: await directory.reader.names(today),
    });
    const figures = frozen.places.flatMap((place) => placeDifferences(place, places.get(place.scope.id)));
    return { figures, needs: needDifferences(frozen.needs, needs), changes };
  });
  const isSame = done.figures.length === 0 && done.needs.length === 0;
  if (isSame) say('verify.snapshot.same', { places: frozen.places.length, needs: frozen.needs.length });
  else tell(done, say);
  return isSame && isKept;
}

/** Its last line says what the others hash to. */
function readFrozen({ path, text }: KeptFile): Frozen {
  const end = text.trimEnd().lastIndexOf('\n') + 1;
  const body = text.slice(0, end);
  const sha256 = createHash('sha256').update(body).digest('hex');
  try {
    const said = lastLine.parse(JSON.parse(text.slice(end)));
    if (said.sha256 !== sha256) throw new VerifyProblem('verify.snapshot.altered', { file: path });
    const lines = linesIn(body);
    const head = lines.find((line) => line.line === 'head');
    if (head === undefined) throw new VerifyProblem('verify.notKept', { file: path });
    return {
      ...{ head, sha256 },
      places: lines.filter((line) => line.line === 'place'),
      needs: lines.filter((line) => line.line === 'need'),
    };
  } catch (cause) {
    if (cause instanceof SyntaxError || cause instanceof z.ZodError)
      throw new VerifyProblem('verify.notKept', { file: path });
    throw cause;
  }
}

type Done = {
  readonly figures: readonly SnapshotDifference[];
  readonly needs: ReturnType<typeof needDifferences>;
  readonly changes: Awaited<ReturnType<typeof changesSince>>;
};

function tell({ figures, needs, changes }: Done, say: Say): void {
  const share = (of: SnapshotDifference['was']) => (of === null ? '–' : `${of.numerator}/${of.denominator}`);
  say('verify.snapshot.differs', { count: figures.length + needs.length });
  for (const { name, key, was, is } of figures.slice(0, SHOWN_MAX))
    say('verify.snapshot.figure', { name, key, was: share(was), is: share(is) });
  for (const { schoolName, subject, grade, was, is } of needs.slice(0, SHOWN_MAX))
    say('verify.snapshot.need', { school: schoolName, subject, grade, was: was ?? '–', is: is ?? '–' });
  const left = Math.max(0, figures.length - SHOWN_MAX) + Math.max(0, needs.length - SHOWN_MAX);
  if (left > 0) say('verify.more', { count: left });
  say(changes.length === 0 ? 'verify.snapshot.unexplained' : 'verify.snapshot.changes', {
    count: changes.length,
  });
  for (const { atMs, kind, byName, reason, schoolName } of changes.slice(0, SHOWN_MAX))
    say('verify.snapshot.change', {
      ...{ at: new Date(atMs).toISOString(), kind, by: byName },
      ...{ reason: reason === '' ? '–' : reason, school: schoolName === '' ? '–' : schoolName },
    });
}
