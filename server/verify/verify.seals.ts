import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { SealFile } from '../../shared/seal.ts';
import type { TextParams } from '../../shared/text/text.ts';
import type { VerifyTextKey } from '../../shared/text/verify.en.ts';
import type { Config } from '../platform/config.ts';
import type { Database } from '../platform/ports.ts';
import { keysIn, sealIn } from '../seal/seal.files.ts';
import type { Finding } from '../seal/seal.findings.ts';
import { keyPrintOf, parseSealFile, publicKeyOf, readSealFile } from '../seal/seal.key.ts';
import { sealFolder } from '../seal/seal.module.ts';
import { verifySeal } from '../seal/seal.verify.ts';
import { sealed } from '../sealed.ts';
import { VerifyProblem } from './verify.problem.ts';
import type { KeptFile, Say } from './verify.types.ts';

export type VerifySealWish = {
  readonly file: KeptFile;
  readonly config: Pick<Config, 'dataDir'>;
  readonly database: Database;
  readonly say: Say;
};

const SHOWN_MAX = 200;

export const isSeal = (text: string): boolean => parseSealFile(text) !== null;

/** @returns whether the records are as they were sealed. Throws a `VerifyProblem` when the file itself cannot be believed. */
export async function verifySealFile({ file, config, database, say }: VerifySealWish): Promise<boolean> {
  const signed = believed(file, config);
  const { number, localDate, publicKey } = signed.seal;
  const folder = dirname(file.path);
  const done = await verifySeal({
    ...{ database, sealed, file: signed, nowMs: Date.now() },
    kept: (date) => sealIn(folder, date) ?? sealIn(sealFolder(config.dataDir), date),
    told: ({ sealCount, sessionCount }) =>
      say('verify.sealed', {
        ...{ number, date: localDate, print: keyPrintOf(publicKey) },
        ...{ seals: sealCount, sessions: sessionCount },
      }),
  });
  if (done.findings.length === 0) {
    const { sealCount: seals, sessionCount: sessions, eventCount: events, rowCount: rows } = done;
    say('verify.accepted', { seals, sessions, events, rows });
    return true;
  }
  say('verify.found', { count: done.findings.length });
  for (const finding of done.findings.slice(0, SHOWN_MAX)) say(...lineOf(finding));
  if (done.findings.length > SHOWN_MAX) say('verify.more', { count: done.findings.length - SHOWN_MAX });
  if (done.sealCount < number) say('verify.incomplete', { file: file.path });
  return false;
}

/** The key is one that whoever asks has kept; what lies in the database is never asked for it. */
function believed(file: KeptFile, config: Pick<Config, 'dataDir'>): SealFile {
  const trusted = trustedKeys(file, config);
  if (trusted.length === 0) throw new VerifyProblem('verify.keyMissing', { file: file.path });
  const signed = readSealFile(file.text, trusted);
  switch (signed) {
    case 'notASeal':
      throw new VerifyProblem('verify.notKept', { file: file.path });
    case 'otherKey': {
      const print = keyPrintOf(parseSealFile(file.text)?.seal.publicKey ?? '');
      throw new VerifyProblem('verify.otherKey', { file: file.path, print });
    }
    case 'altered':
      throw new VerifyProblem('verify.altered', { file: file.path });
    default:
      return signed;
  }
}

function trustedKeys({ path, keyFile }: KeptFile, { dataDir }: Pick<Config, 'dataDir'>): readonly string[] {
  if (keyFile === null) {
    const beside = keysIn(dirname(path));
    return beside.length > 0 ? beside : keysIn(sealFolder(dataDir));
  }
  try {
    return [publicKeyOf(readFileSync(keyFile, 'utf8'))];
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    throw new VerifyProblem('verify.keyWrong', { file: keyFile });
  }
}

function lineOf(finding: Finding): readonly [key: VerifyTextKey, params: TextParams] {
  switch (finding.kind) {
    case 'log':
      return [`verify.log.${finding.how}`, { session: finding.sessionId, seq: finding.seq }];
    case 'register':
    case 'row': {
      const { table, localDate: date, missingCount: missing } = finding;
      return [`verify.row.${finding.how}`, { table, date, missing, ids: finding.ids.join(', ') }];
    }
    case 'quality': {
      const { table, sessionId: session, foundCount: found, sealedCount } = finding;
      return ['verify.quality', { table, session, found, sealed: sealedCount }];
    }
    case 'seal':
      return [`verify.seal.${finding.how}`, { number: finding.number }];
  }
}
