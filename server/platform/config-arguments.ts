import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { ServerTextKey } from '../../shared/text/server.en.ts';
import type { TextParams } from '../../shared/text/text.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export type ConfigProblem = {
  readonly variable: string;
  readonly key: ServerTextKey;
  readonly params: TextParams;
};

export type ArgumentsWish =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'unknown'; readonly argument: string }
  | {
      readonly kind: 'settings';
      readonly environment: Environment;
      readonly demo: boolean;
      readonly problems: readonly ConfigProblem[];
    };

/** Settings that may hold a password, and so may come from a file instead: `DATABASE_URL_FILE`. */
const secrets = ['DATABASE_URL', 'REDIS_URL', 'OIDC_CLIENT_SECRET', 'LRS_SECRET', 'S3_SECRET_KEY'] as const;

/** Lays the command line over the environment. */
export function readArguments(argv: readonly string[], environment: Environment): ArgumentsWish {
  const parsed = parse(argv);
  if (typeof parsed === 'string') return { kind: 'unknown', argument: parsed };
  if (parsed.help === true) return { kind: 'help' };
  if (parsed.version === true) return { kind: 'version' };
  const problems: ConfigProblem[] = [];
  const settings: Record<string, string | undefined> = { ...environment };
  for (const variable of secrets) {
    const read = fromFile(variable, environment);
    if (typeof read === 'string') settings[variable] = read;
    else if (read !== null) problems.push(read);
  }
  if (parsed.port !== undefined) settings['PORT'] = parsed.port;
  if (parsed['data-dir'] !== undefined) settings['DATA_DIR'] = parsed['data-dir'];
  return { kind: 'settings', environment: settings, demo: parsed.demo === true, problems };
}

function parse(argv: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        demo: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean', short: 'v' },
        port: { type: 'string' },
        'data-dir': { type: 'string' },
      },
    });
    return values;
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    return argv.find((each) => !/^--(demo|help|version)$|^-[hv]$/.test(each)) ?? '';
  }
}

/** The file's text, null when none is named, or what is wrong with it. */
function fromFile(variable: string, environment: Environment): string | null | ConfigProblem {
  const path = environment[`${variable}_FILE`] ?? '';
  if (path === '') return null;
  if ((environment[variable] ?? '') !== '')
    return { variable: `${variable}_FILE`, key: 'config.secretTwice', params: { variable } };
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (cause) {
    const error = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unreadable';
    return { variable: `${variable}_FILE`, key: 'config.secretFile', params: { error } };
  }
}
