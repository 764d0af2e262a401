import { readCommandLine } from '../platform/command-arguments.ts';
import { DatabaseProblem } from './database.problem.ts';

export type DatabaseWish =
  | { readonly command: 'help' | 'migrate' }
  | { readonly command: 'backup' | 'restore'; readonly file: string }
  | { readonly command: 'copy'; readonly to: string };

export type Asked = {
  readonly wish: DatabaseWish;
  /** What concerns where the records are, as the server takes it. */
  readonly settings: readonly string[];
};

/** Throws a `DatabaseProblem` that says what is missing or too much. */
export function readDatabaseArguments(argv: readonly string[]): Asked {
  const unknown = (argument: string) => new DatabaseProblem('database.unknownArgument', { argument });
  const { words, options, wantsHelp, settings } = readCommandLine(argv, ['to'], (argument) =>
    argument === '--to' ? new DatabaseProblem('database.toWanted') : unknown(argument),
  );
  const [command, ...rest] = words;
  if (wantsHelp || (command === undefined && argv.length === 0))
    return { wish: { command: 'help' }, settings };
  const wish = wishOf(command ?? '', { rest, to: options.to });
  const used = wish.command === 'backup' || wish.command === 'restore' ? 1 : 0;
  const excess = rest[used] ?? (wish.command === 'copy' ? undefined : options.to);
  if (excess !== undefined) throw unknown(excess);
  return { wish, settings };
}

function wishOf(
  command: string,
  { rest, to }: { readonly rest: readonly string[]; readonly to: string | undefined },
): DatabaseWish {
  switch (command) {
    case 'migrate':
      return { command };
    case 'backup':
    case 'restore': {
      const [file = ''] = rest;
      if (file === '') throw new DatabaseProblem('database.fileWanted', { command });
      return { command, file };
    }
    case 'copy':
      if (!/^(file:.+|postgres(ql)?:\/\/.+)$/.test(to ?? '')) throw new DatabaseProblem('database.toWanted');
      return { command, to: to ?? '' };
    default:
      throw new DatabaseProblem('database.unknownCommand', { command });
  }
}
