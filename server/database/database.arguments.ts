import { parseArgs } from 'node:util';
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
  const { values, positionals } = parse(argv);
  const settings = values['data-dir'] === undefined ? [] : ['--data-dir', values['data-dir']];
  const [command, ...rest] = positionals;
  if (values.help === true || (command === undefined && argv.length === 0))
    return { wish: { command: 'help' }, settings };
  const wish = wishOf(command ?? '', { rest, to: values.to });
  const used = wish.command === 'backup' || wish.command === 'restore' ? 1 : 0;
  const excess = rest[used] ?? (wish.command === 'copy' ? undefined : values.to);
  if (excess !== undefined) throw new DatabaseProblem('database.unknownArgument', { argument: excess });
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

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        to: { type: 'string' },
        'data-dir': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    const argument = argv.find((each) => /^-/.test(each) && !/^--(help)$|^-h$/.test(each)) ?? '';
    throw argument.startsWith('--to')
      ? new DatabaseProblem('database.toWanted')
      : new DatabaseProblem('database.unknownArgument', { argument: argument.replace(/=.*/, '') });
  }
}
