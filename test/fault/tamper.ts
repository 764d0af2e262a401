import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../../server/platform/ports.ts';
import { sealIn } from '../../server/seal/seal.files.ts';
import { readSealFile } from '../../server/seal/seal.key.ts';
import { type VerifyWish, verifySeal } from '../../server/seal/seal.verify.ts';
import { sealed } from '../../server/sealed.ts';
import { DAY_MS } from '../../shared/kernel/time.ts';
import type { SealFile } from '../../shared/seal.ts';
import { backends } from '../support/backends.ts';
import { type Figure, report } from '../support/figures.ts';
import { sealedHouse } from '../support/sealed-house.ts';
import { PLANNED_START_MS } from '../support/session-log.ts';
import { type Pick, type Tampering, tamperings } from '../support/tampering.ts';

const TIMES = 100;
const NOW_MS = PLANNED_START_MS + 4 * DAY_MS;
const HOUSE = { sessions: 6, days: 3 };

class TakenBack extends Error {
  override readonly name = 'TakenBack';
}

/** Every way to tamper with the records, at random places, against the last seal that was carried away; and records that nobody touched. */
export async function tamper(): Promise<boolean> {
  const figures: Figure[] = [];
  const raw: Record<string, unknown> = {};
  for (const { name, make } of backends) {
    const folder = mkdtempSync(join(tmpdir(), 'sanketang-tamper-'));
    const backend = await make(join(folder, 'tamper.db'));
    try {
      if (backend.state === 'missing') {
        const goal = { atLeast: TIMES };
        figures.push({ name: `on ${name}`, value: null, unit: 'databases', goal, why: backend.reason });
        continue;
      }
      const { database } = backend.open;
      const { heads, key } = await sealedHouse({ database, folder, ...HOUSE });
      const carried = sealIn(join(folder, 'seals'), heads[0]?.local_date ?? '');
      const file = carried === null ? 'notASeal' : readSealFile(JSON.stringify(carried), [key.publicKey]);
      if (typeof file === 'string') throw new Error(`the newest seal cannot be read: ${file}`);
      raw[name] = await measure({ database, name, file, folder }, figures);
    } finally {
      if (backend.state === 'open') await backend.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return report('tamper', figures, raw);
}

type Scene = {
  readonly database: Database;
  readonly name: string;
  readonly file: SealFile;
  readonly folder: string;
};

async function measure(scene: Scene, figures: Figure[]): Promise<object> {
  const raw: Record<string, object> = {};
  const whole = { unit: `of ${TIMES}`, goal: { atLeast: TIMES } };
  for (const [kind, act] of Object.entries(tamperings)) {
    const seeds = Array.from({ length: TIMES }, () => Math.floor(Math.random() * 2 ** 31));
    const missed: number[] = [];
    const misnamed: number[] = [];
    for (const seed of seeds) {
      const { isDetected, isNamed } = await tried(scene, act, seed);
      if (!isDetected) missed.push(seed);
      if (!isNamed) misnamed.push(seed);
    }
    figures.push({ name: `${scene.name}, ${kind}: detected`, value: TIMES - missed.length, ...whole });
    figures.push({ name: `${scene.name}, ${kind}: named rightly`, value: TIMES - misnamed.length, ...whole });
    raw[kind] = { missed, misnamed };
  }
  let accepted = 0;
  for (let time = 0; time < TIMES; time += 1)
    if ((await findingsOf(scene, scene.database)).length === 0) accepted += 1;
  figures.push({ name: `${scene.name}, untouched: accepted`, value: accepted, ...whole });
  return raw;
}

/** The last seal alone has to be enough to see that something was done; what it was, the seals before it may have to say. */
const findingsOf = async ({ file }: Scene, database: Database, kept: VerifyWish['kept'] = () => null) =>
  (await verifySeal({ database, sealed, file, kept, nowMs: NOW_MS })).findings;

/** Within a transaction that is taken back, so that the next begins with whole records. */
async function tried(scene: Scene, act: Tampering, seed: number) {
  let seen = { isDetected: false, isNamed: false };
  try {
    await scene.database.transaction().execute(async (within) => {
      const isIt = await act(within, pickBy(seed));
      const findings = await findingsOf(scene, within);
      const isNamed =
        findings.some(isIt) ||
        (await findingsOf(scene, within, (date) => sealIn(join(scene.folder, 'seals'), date))).some(isIt);
      seen = { isDetected: findings.length > 0, isNamed };
      throw new TakenBack();
    });
  } catch (cause) {
    if (!(cause instanceof TakenBack)) throw cause;
  }
  return seen;
}

/** The same choices again for the same seed: mulberry32. */
function pickBy(seed: number): Pick {
  let state = seed;
  return (count) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * count);
  };
}
