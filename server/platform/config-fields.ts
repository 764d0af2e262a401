import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { isIP } from 'node:net';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import type { ServerTextKey } from '../../shared/text/server.en.ts';
import type { Text, TextParams } from '../../shared/text/text.ts';
import { accessWay, acmeDirectory, acmeEmail } from '../../shared/wire/access.ts';
import { logLevels } from './log.ts';

/** One variable: what it must be, what it is when not set, and the sentence that says so. Null from `parse` means refused. */
export type Expectation<Value> = {
  readonly parse: (raw: string) => Value | null;
  readonly expects: ServerTextKey;
  readonly params?: TextParams;
  readonly otherwise?: string;
  /** May be left out; then it reads as null. */
  readonly optional?: true;
  /** Its value is not repeated in a complaint. */
  readonly secret?: true;
};

const by =
  <Value>(schema: z.ZodType<Value>) =>
  (raw: string): Value | null => {
    const parsed = schema.safeParse(raw);
    return parsed.success ? parsed.data : null;
  };

const wholeNumber = (from: number, to: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .pipe(z.number().min(from).max(to));

const list = <Value>(each: z.ZodType<Value, string>) =>
  z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(each).min(1));

const webOrigin = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : null;
  const plain = url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.search === '';
  if (plain && url.pathname === '/' && url.hash === '') return url.origin;
  context.addIssue('no origin');
  return z.NEVER;
});

/** Plain HTTP passes for a provider on this very machine, for trying it out. */
const issuer = z.string().refine((text) => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, search, hash } = new URL(text);
  const here = ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);
  return (protocol === 'https:' || (protocol === 'http:' && here)) && search === '' && hash === '';
});

const hostName = z.string().regex(/^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/);
const address = z.string().refine((text) => isIP(text) !== 0 || hostName.safeParse(text).success);
/** An address, or a network as `203.0.113.0/24`. */
const network = z.string().refine((text) => {
  const [address = '', bits, ...more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
});
const rtcPort = wholeNumber(0, 65_000).refine((port) => port === 0 || port >= 1024);
/** Without a slash at the end, so that paths can be put behind it. */
const recordStore = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : null;
  const plain = url !== null && /^https?:$/.test(url.protocol) && url.username === '';
  if (plain && url.search === '' && url.hash === '') return url.href.replace(/\/+$/, '');
  context.addIssue('no address');
  return z.NEVER;
});
/** `delivery:180,master:forever`; a kind that is not named has the days of the product. */
const daysByKind = list(z.string().regex(/^(delivery|master|online):(\d{1,5}|forever)$/)).transform(
  (parts) => {
    const named = new Map(parts.map((part) => [part.split(':')[0], part.split(':')[1]]));
    const days = (kind: string, otherwise: number | null) => {
      const text = named.get(kind);
      return text === undefined ? otherwise : text === 'forever' ? null : Number(text);
    };
    return {
      delivery: days('delivery', RECORDING_DAYS.delivery),
      master: days('master', RECORDING_DAYS.master),
      online: days('online', RECORDING_DAYS.online),
    };
  },
);
const databaseUrl = z.string().regex(/^(file:.+|postgres(ql)?:\/\/.+)$/);
const redisUrl = z.string().regex(/^rediss?:\/\/.+$/);
const file = (mode: number) => z.string().refine((path) => path !== '' && allowed(path, mode));

/** Children are to be seen in a recording no longer than it is of use: a term for a delivered lesson, longer for what teachers learn from. */
export const RECORDING_DAYS = { delivery: 180, master: 1_095, online: 365 } as const;

export const fields = {
  HOST: { parse: by(address), expects: 'config.host', otherwise: '0.0.0.0' },
  PORT: { parse: by(wholeNumber(0, 65_535)), expects: 'config.port', optional: true },
  PUBLIC_URL: { parse: by(webOrigin), expects: 'config.publicUrl', optional: true },
  ALLOWED_ORIGINS: { parse: by(list(webOrigin)), expects: 'config.allowedOrigins', optional: true },
  TRUSTED_PROXY_COUNT: {
    parse: by(wholeNumber(0, 5)),
    expects: 'config.trustedProxies',
    otherwise: '0',
  },
  DATABASE_URL: { parse: by(databaseUrl), expects: 'config.databaseUrl', optional: true, secret: true },
  REDIS_URL: { parse: by(redisUrl), expects: 'config.redisUrl', optional: true, secret: true },
  COURSEWARE_DIR: { parse: by(z.string().min(1)), expects: 'config.coursewareDir', optional: true },
  RECORDING_DIR: { parse: by(z.string().min(1)), expects: 'config.recordingDir', optional: true },
  RECORDING_KEEP_DAYS: { parse: by(daysByKind), expects: 'config.recordingKeepDays', optional: true },
  RECORDING_KEEP_FREE_MB: {
    parse: by(wholeNumber(0, 99_999)),
    expects: 'config.recordingKeepFree',
    otherwise: '2048',
  },
  QUALITY_KEEP_DAYS: {
    parse: by(wholeNumber(1, 3_650)),
    expects: 'config.qualityKeepDays',
    otherwise: '90',
  },
  SNAPSHOT_AFTER_DAYS: {
    parse: by(wholeNumber(1, 28)),
    expects: 'config.snapshotAfterDays',
    otherwise: '5',
  },
  MAP_GEOJSON: { parse: by(file(constants.R_OK)), expects: 'config.mapFile', optional: true },
  SEAL_KEY_FILE: {
    parse: by(z.string().refine((path) => path !== '' && writable(dirname(path)))),
    expects: 'config.sealKeyFile',
    optional: true,
  },
  DATA_DIR: { parse: by(z.string().min(1)), expects: 'config.dataDir', otherwise: './data' },
  RTC_PORT: { parse: by(rtcPort), expects: 'config.rtcPort', otherwise: '44400' },
  RTC_ANNOUNCED_ADDRESS: { parse: by(list(address)), expects: 'config.rtcAnnounced', optional: true },
  MEDIASOUP_WORKER_BIN: { parse: by(file(constants.X_OK)), expects: 'config.workerBin', optional: true },
  LOG_LEVEL: {
    parse: by(z.enum(logLevels)),
    expects: 'config.logLevel',
    params: { levels: logLevels.join(', ') },
    otherwise: 'info',
  },
  TLS_CERT_FILE: { parse: by(file(constants.R_OK)), expects: 'config.tlsFile', optional: true },
  ACCESS_WAY: {
    parse: by(accessWay),
    expects: 'config.accessWay',
    params: { ways: accessWay.options.join(', ') },
    optional: true,
  },
  ACCESS_NAMES: { parse: by(list(address)), expects: 'config.accessNames', optional: true },
  ACME_DIRECTORY_URL: { parse: by(acmeDirectory), expects: 'config.acmeDirectory', optional: true },
  ACME_EMAIL: { parse: by(acmeEmail), expects: 'config.acmeEmail', optional: true },
  ACME_DNS_HOOK: { parse: by(file(constants.X_OK)), expects: 'config.acmeDnsHook', optional: true },
  OIDC_ISSUER: { parse: by(issuer), expects: 'config.oidcIssuer', optional: true },
  OIDC_CLIENT_ID: { parse: by(z.string().min(1).max(200)), expects: 'config.oidcText', optional: true },
  OIDC_CLIENT_SECRET: {
    parse: by(z.string().min(1).max(500)),
    expects: 'config.oidcText',
    optional: true,
    secret: true,
  },
  OIDC_CLAIM: {
    parse: by(z.string().regex(/^[\x21-\x7e]{1,100}$/)),
    expects: 'config.oidcText',
    otherwise: 'preferred_username',
  },
  OIDC_NAME: { parse: by(z.string().min(1).max(30)), expects: 'config.oidcText', optional: true },
  CAMERA_NETWORKS: { parse: by(list(network)), expects: 'config.cameraNetworks', optional: true },
  RTMP_PORT: { parse: by(wholeNumber(0, 65_535)), expects: 'config.rtmpPort', optional: true },
  WEBHOOK_LOCAL_HOSTS: { parse: by(list(address)), expects: 'config.webhookLocalHosts', optional: true },
  LRS_URL: { parse: by(recordStore), expects: 'config.lrsUrl', optional: true },
  LRS_KEY: { parse: by(z.string().min(1).max(500)), expects: 'config.lrsText', optional: true },
  LRS_SECRET: {
    parse: by(z.string().min(1).max(500)),
    expects: 'config.lrsText',
    optional: true,
    secret: true,
  },
  S3_ENDPOINT: { parse: by(recordStore), expects: 'config.s3Endpoint', optional: true },
  S3_BUCKET: {
    parse: by(z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/)),
    expects: 'config.s3Bucket',
    optional: true,
  },
  S3_REGION: {
    parse: by(z.string().regex(/^[a-z0-9-]{1,40}$/)),
    expects: 'config.s3Region',
    otherwise: 'us-east-1',
  },
  S3_ACCESS_KEY: { parse: by(z.string().min(1).max(200)), expects: 'config.s3Text', optional: true },
  S3_SECRET_KEY: {
    parse: by(z.string().min(1).max(500)),
    expects: 'config.s3Text',
    optional: true,
    secret: true,
  },
  S3_PATH_STYLE: {
    parse: by(z.enum(['yes', 'no'])),
    expects: 'config.s3PathStyle',
    otherwise: 'yes',
  },
  S3_KEEP_LOCAL_HOURS: {
    parse: by(wholeNumber(0, 8_760)),
    expects: 'config.s3KeepLocal',
    otherwise: '24',
  },
  TLS_KEY_FILE: { parse: by(file(constants.R_OK)), expects: 'config.tlsFile', optional: true },
} as const satisfies Record<string, Expectation<unknown>>;

export type SettingName = keyof typeof fields;

/** Whether this user may write into a folder, or make it. */
export function writable(folder: string): boolean {
  let existing = resolve(folder);
  while (!existsSync(existing) && dirname(existing) !== existing) existing = dirname(existing);
  return allowed(existing, constants.W_OK | constants.X_OK) && statSync(existing).isDirectory();
}

function allowed(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch (cause) {
    // Every reason comes to the same: this user cannot use it.
    if (cause instanceof Error) return false;
    throw cause;
  }
}

export type SettingValue<Name extends SettingName> = NonNullable<ReturnType<(typeof fields)[Name]['parse']>>;

export type SettingReader = {
  /** Null when the variable is not set and may be left out, and when it is refused: then `problems` says so. */
  read<Name extends SettingName>(name: Name): SettingValue<Name> | null;
  complain(variable: string, problem: string): void;
  readonly problems: readonly string[];
};

/** Reads variables one by one and collects what is wrong with them. */
export function createReader(
  environment: Readonly<Record<string, string | undefined>>,
  text: Text<ServerTextKey>,
): SettingReader {
  const problems: string[] = [];
  const complain = (variable: string, problem: string) => {
    problems.push(text('config.problem', { variable, problem }));
  };
  return {
    problems,
    complain,
    read(name) {
      const field: Expectation<unknown> = fields[name];
      const raw = environment[name]?.trim() ?? '';
      const value = field.parse(raw === '' ? (field.otherwise ?? '') : raw);
      if (value !== null) return value as SettingValue<typeof name>;
      if (raw === '' && field.optional === true) return null;
      const expected = text(field.expects, field.params);
      const shown =
        field.secret === true ? expected : text('config.got', { expected, value: raw.slice(0, 100) });
      complain(name, shown);
      return null;
    },
  };
}
