import { type DatabaseTextKey, databaseEn } from '../../shared/text/database.en.ts';
import { databaseZhCN } from '../../shared/text/database.zh-CN.ts';
import { createText, type TextParams, terminalLocale } from '../../shared/text/text.ts';
import { readStart } from '../platform/config.ts';
import type { Environment } from '../platform/config-arguments.ts';
import { isDiskFull, isUnavailable } from '../platform/failures.ts';
import { NewerDatabaseError, UnfinishedTransferError } from '../platform/migrate.ts';
import { readDatabaseArguments } from './database.arguments.ts';
import { runDatabaseCommand } from './database.commands.ts';
import { DatabaseProblem } from './database.problem.ts';

export type Terminal = {
  readonly environment: Environment;
  readonly out: (line: string) => void;
  readonly complain: (line: string) => void;
};

/** npm run db. @returns the exit code */
export async function runDatabase(argv: readonly string[], terminal: Terminal): Promise<number> {
  const { environment, out, complain } = terminal;
  const text = createText(terminalLocale(environment) === 'en' ? databaseEn : databaseZhCN);
  const say = (key: DatabaseTextKey, params?: TextParams) => out(text(key, params));
  try {
    const { wish, settings } = readDatabaseArguments(argv);
    if (wish.command === 'help') {
      say('database.help');
      return 0;
    }
    const start = readStart(settings, environment);
    if (start.kind !== 'run') {
      for (const line of start.kind === 'refused' ? start.lines : [start.text]) complain(line);
      return 1;
    }
    await runDatabaseCommand(wish, start.config, say);
    return 0;
  } catch (cause) {
    const problem = problemOf(cause);
    complain(text(problem.key, problem.params));
    if (problem.key === 'database.failed' && environment['DEBUG'] && cause instanceof Error)
      complain(String(cause.stack));
    return 1;
  }
}

function problemOf(cause: unknown): DatabaseProblem {
  if (cause instanceof DatabaseProblem) return cause;
  if (cause instanceof NewerDatabaseError) return new DatabaseProblem('database.newer');
  if (cause instanceof UnfinishedTransferError) return new DatabaseProblem('database.unfinished');
  if (isDiskFull(cause)) return new DatabaseProblem('database.full');
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : null;
  const refused = code !== null && /^(28|3D)\w{3}$|^SQLITE_(NOTADB|CORRUPT)|^E[A-Z]+$/.test(code);
  if (refused || isUnavailable(cause))
    return new DatabaseProblem('database.away', { error: code ?? 'no answer' });
  const error = cause instanceof Error ? `${cause.name} ${cause.message}`.slice(0, 200) : typeof cause;
  return new DatabaseProblem('database.failed', { error });
}
