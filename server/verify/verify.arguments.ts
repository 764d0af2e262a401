import { parseArgs } from 'node:util';
import { VerifyProblem } from './verify.problem.ts';

export type VerifyAsked = {
  readonly wish:
    | { readonly command: 'help' }
    | { readonly command: 'verify'; readonly file: string; readonly keyFile: string | null };
  /** What concerns where the records are, as the server takes it. */
  readonly settings: readonly string[];
};

/** Throws a `VerifyProblem` that says what is missing or too much. */
export function readVerifyArguments(argv: readonly string[]): VerifyAsked {
  const { values, positionals } = parse(argv);
  const settings = values['data-dir'] === undefined ? [] : ['--data-dir', values['data-dir']];
  const [command, file = '', excess] = positionals;
  if (values.help === true || argv.length === 0) return { wish: { command: 'help' }, settings };
  if (command !== 'verify') throw new VerifyProblem('verify.unknownCommand', { command: command ?? '' });
  if (file === '') throw new VerifyProblem('verify.fileWanted');
  if (excess !== undefined) throw new VerifyProblem('verify.unknownArgument', { argument: excess });
  return { wish: { command, file, keyFile: values.key ?? null }, settings };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        key: { type: 'string' },
        'data-dir': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    const argument = argv.find((each) => /^-/.test(each) && !/^(--help|-h)$/.test(each)) ?? '';
    throw new VerifyProblem('verify.unknownArgument', { argument: argument.replace(/=.*/, '') });
  }
}
