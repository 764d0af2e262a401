import { readCommandLine } from '../platform/command-arguments.ts';
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
  const refused = (argument: string) => new VerifyProblem('verify.unknownArgument', { argument });
  const { words, options, wantsHelp, settings } = readCommandLine(argv, ['key'], refused);
  const [command, file = '', excess] = words;
  if (wantsHelp || argv.length === 0) return { wish: { command: 'help' }, settings };
  if (command !== 'verify') throw new VerifyProblem('verify.unknownCommand', { command: command ?? '' });
  if (file === '') throw new VerifyProblem('verify.fileWanted');
  if (excess !== undefined) throw refused(excess);
  return { wish: { command, file, keyFile: options.key ?? null }, settings };
}
