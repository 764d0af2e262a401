import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createText, terminalLocale } from '../../shared/text/text.ts';
import { verifyEn } from '../../shared/text/verify.en.ts';
import { verifyZhCN } from '../../shared/text/verify.zh-CN.ts';
import { inSnapshot } from '../database/database.transfer.ts';
import { type Config, readStart } from '../platform/config.ts';
import type { Environment } from '../platform/config-arguments.ts';
import { openDatabase } from '../platform/database.ts';
import { isUnavailable } from '../platform/failures.ts';
import { readVerifyArguments } from './verify.arguments.ts';
import { VerifyProblem } from './verify.problem.ts';
import { isSeal, verifySealFile } from './verify.seals.ts';
import { isSnapshot, verifySnapshotFile } from './verify.snapshots.ts';
import type { KeptFile, Say } from './verify.types.ts';

export type Terminal = {
  readonly environment: Environment;
  readonly out: (line: string) => void;
  readonly complain: (line: string) => void;
};

const NOT_VERIFIED = 2;

/** npm run report. @returns 0 when all is as it was kept, 1 when something is not, 2 when it could not be verified */
export async function runVerify(argv: readonly string[], terminal: Terminal): Promise<number> {
  const { environment, out, complain } = terminal;
  const text = createText(terminalLocale(environment) === 'en' ? verifyEn : verifyZhCN);
  const say: Say = (key, params) => out(text(key, params));
  try {
    const { wish, settings } = readVerifyArguments(argv);
    if (wish.command === 'help') {
      say('verify.help');
      return 0;
    }
    const start = readStart(settings, environment);
    if (start.kind !== 'run') {
      for (const line of start.kind === 'refused' ? start.lines : [start.text]) complain(line);
      return NOT_VERIFIED;
    }
    const path = resolve(wish.file);
    const file = { path, text: readText(path), keyFile: wish.keyFile };
    return (await verify(file, start.config, say)) ? 0 : 1;
  } catch (cause) {
    const problem = problemOf(cause);
    complain(text(problem.key, problem.params));
    if (problem.key === 'verify.failed' && environment['DEBUG'] && cause instanceof Error)
      complain(String(cause.stack));
    return NOT_VERIFIED;
  }
}

/** Only reads; a server may go on meanwhile. */
async function verify(file: KeptFile, config: Config, say: Say): Promise<boolean> {
  if (!isSeal(file.text) && !isSnapshot(file.text))
    throw new VerifyProblem('verify.notKept', { file: file.path });
  refuseMissing(config.databaseUrl);
  const open = openDatabase(config.databaseUrl, { readOnly: true });
  try {
    if (isSnapshot(file.text)) return await verifySnapshotFile({ file, config, source: open, say });
    return await inSnapshot(open, ({ database }) => verifySealFile({ file, config, database, say }));
  } finally {
    await open.close();
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause)) throw cause;
    throw new VerifyProblem('verify.fileMissing', { file: path });
  }
}

function refuseMissing(url: string): void {
  const where = url.startsWith('file:') ? resolve(url.slice('file:'.length)) : null;
  if (where !== null && !existsSync(where)) throw new VerifyProblem('verify.empty', { where });
}

function problemOf(cause: unknown): VerifyProblem {
  if (cause instanceof VerifyProblem) return cause;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : null;
  const refused = code !== null && /^(28|3D)\w{3}$|^SQLITE_(NOTADB|CORRUPT|CANTOPEN)|^E[A-Z]+$/.test(code);
  if (refused || isUnavailable(cause))
    return new VerifyProblem('verify.away', { error: code ?? 'no answer' });
  const error = cause instanceof Error ? `${cause.name} ${cause.message}`.slice(0, 200) : typeof cause;
  return new VerifyProblem('verify.failed', { error });
}
