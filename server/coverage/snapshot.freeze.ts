import { createHash } from 'node:crypto';
import { indicators } from '../../shared/coverage/indicators.ts';
import { indicatorKey } from '../../shared/coverage/report.ts';
import type { SnapshotHead, SnapshotLine } from '../../shared/coverage/snapshot.ts';
import { canonicalJson } from '../../shared/kernel/canonical-json.ts';
import type { PersonId } from '../../shared/kernel/ids.ts';
import { indicatorsEn } from '../../shared/text/indicators.en.ts';
import { indicatorsZhCn } from '../../shared/text/indicators.zh-CN.ts';
import { createText } from '../../shared/text/text.ts';
import type { Database } from '../platform/ports.ts';
import { standing } from './report.page.ts';
import { nameOf } from './report.tree.rules.ts';
import type { Place, ReportDeps } from './report.types.ts';
import { type InputTables, readInputs } from './snapshot.inputs.ts';
import { placesOf, unservedOf } from './snapshot.lines.ts';
import type { SnapshotRow, SnapshotStore } from './snapshot.store.ts';

export type FreezeDeps = Pick<ReportDeps, 'rollups' | 'thresholdsOn'> & {
  readonly database: Database;
  readonly store: SnapshotStore;
  readonly inputTables: InputTables;
};

export type FreezeWish = {
  readonly id: string;
  readonly place: Omit<Place, 'actor' | 'tops'>;
  readonly madeBy: PersonId | null;
  readonly madeAtMs: number;
  readonly schedule: string | null;
  /** Told how many places are done. */
  readonly told: (doneCount: number) => void;
};

const LINES_A_PART = 200;

/** Writes a snapshot in pieces; it is there when the last one is, and then it never changes. @returns false when another server was first */
export async function freeze(deps: FreezeDeps, wish: FreezeWish): Promise<boolean> {
  const { store } = deps;
  const { scope, period, trees } = wish.place;
  const head = await headOf(deps, wish);
  const hash = createHash('sha256');
  let [seq, lineCount, doneCount] = [0, 0, 0];
  let waiting: string[] = [];
  const flush = async () => {
    if (waiting.length === 0) return;
    seq += 1;
    await store.addPart({ snapshot_id: wish.id, seq, lines: waiting.join('') });
    waiting = [];
  };
  const put = async (line: SnapshotLine) => {
    const text = `${canonicalJson(line)}\n`;
    hash.update(text);
    waiting.push(text);
    lineCount += 1;
    if (waiting.length >= LINES_A_PART) await flush();
  };
  const frozen = { rollups: deps.rollups, trees, scope, period };
  await put(head);
  for await (const place of placesOf(frozen)) {
    await put(place);
    doneCount += 1;
    wish.told(doneCount);
  }
  for await (const need of unservedOf(frozen)) await put(need);
  await flush();
  return store.freeze({ ...rowOf(head, wish), line_count: lineCount, sha256: hash.digest('hex') });
}

const rowOf = (head: SnapshotHead, { schedule }: FreezeWish): Omit<SnapshotRow, 'line_count' | 'sha256'> => ({
  id: head.id,
  scope_kind: head.scope.kind,
  scope_id: head.scope.id,
  name: head.name,
  period_kind: head.period.kind,
  period_from: head.period.from,
  period_to: head.period.to,
  provisional: head.provisional ? 1 : 0,
  made_at_ms: head.madeAtMs,
  made_by: head.madeBy,
  schedule,
});

async function headOf(deps: FreezeDeps, { id, place, madeBy, madeAtMs }: FreezeWish): Promise<SnapshotHead> {
  const { scope, period, trees, asOf } = place;
  return {
    ...{ line: 'head', format: 'sanketang-snapshot-1', id, scope, name: nameOf(trees, scope), period },
    ...(await standing(deps, place)),
    ...{ madeAtMs, madeBy },
    thresholds: await deps.thresholdsOn(asOf),
    definitions: definitions(),
    inputs: await readInputs(deps.database, period, deps.inputTables),
  };
}

/** As they are worded now: who reads the file in ten years has nothing else. */
function definitions(): SnapshotHead['definitions'] {
  const texts = { zh: createText(indicatorsZhCn), en: createText(indicatorsEn) };
  return indicatorKey.options.map((key) => {
    const words = (text: typeof texts.zh) => ({
      name: text(`indicator.${key}.name`),
      definition: text(`indicator.${key}.definition`),
      numerator: text(`indicator.${key}.numerator`),
      denominator: text(`indicator.${key}.denominator`),
    });
    const { number, target } = indicators[key];
    return { key, number, target, zh: words(texts.zh), en: words(texts.en) };
  });
}
