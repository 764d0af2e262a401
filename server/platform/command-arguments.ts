import { parseArgs } from 'node:util';

export type CommandLine<Option extends string> = {
  readonly words: readonly string[];
  /** The command's own options, each with a value. */
  readonly options: Readonly<Partial<Record<Option, string>>>;
  readonly wantsHelp: boolean;
  /** What concerns where the records are, as the server takes it. */
  readonly settings: readonly string[];
};

/**
 * The line of a command that works on the records beside the server.
 * @param refused makes the error that is thrown for an option that is unknown, or stands without its value
 */
export function readCommandLine<Option extends string>(
  argv: readonly string[],
  own: readonly Option[],
  refused: (argument: string) => Error,
): CommandLine<Option> {
  const named = own.map((name) => [name, { type: 'string' }] as const);
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        ...Object.fromEntries(named),
        'data-dir': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    const options: Partial<Record<Option, string>> = {};
    for (const name of own) {
      const value: unknown = Reflect.get(values, name);
      if (typeof value === 'string') options[name] = value;
    }
    const folder = values['data-dir'];
    return {
      words: positionals,
      options,
      wantsHelp: values.help === true,
      settings: folder === undefined ? [] : ['--data-dir', folder],
    };
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    const argument = argv.find((each) => /^-/.test(each) && !/^(--help|-h)$/.test(each)) ?? '';
    throw refused(argument.replace(/=.*/, ''));
  }
}
