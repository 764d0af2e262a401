import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerTextKey } from '../../shared/text/server.en.ts';
import { type Locale, type Text, terminalLocale } from '../../shared/text/text.ts';
import type { AccessWay } from '../../shared/wire/access.ts';
import { type Environment, readArguments } from './config-arguments.ts';
import { createReader, RECORDING_DAYS, type SettingReader, writable } from './config-fields.ts';
import type { LogLevel } from './log.ts';
import { lanAddresses } from './network.ts';
import type { S3Settings } from './objects.s3.ts';
import { serverText } from './texts.ts';

/** As machines are sold. */
const MEGABYTE = 1_000_000;

/** Every setting of the server. Nothing else reads the environment. */
export type Config = {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** Set by the operator, without a slash at the end; null means the machine's own addresses. */
  readonly publicUrl: string | null;
  readonly allowedOrigins: readonly string[];
  readonly trustedProxyCount: number;
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
  /** How browsers come to trust this server, as far as the operator has settled it; the rest is chosen on the page. */
  readonly access: {
    readonly way: AccessWay | null;
    readonly names: readonly string[];
    readonly acmeDirectoryUrl: string | null;
    readonly acmeEmail: string | null;
    readonly acmeDnsHook: string | null;
  };
  /** The office's own sign-in (OpenID Connect), if it has one. */
  readonly office: OfficeSignIn | null;
  readonly databaseUrl: string;
  /** By which several servers of one PostgreSQL tell each other what is new; null means that this server is the only one. */
  readonly redisUrl: string | null;
  readonly dataDir: string;
  /** Files of lessons; of several servers the same. */
  readonly coursewareDir: string;
  /** Recordings of lessons; of several servers the same. */
  readonly recordingDir: string;
  /** For how many days they are kept, by kind of lesson; null for good. */
  readonly recordingKeepDays: Readonly<Record<'delivery' | 'master' | 'online', number | null>>;
  /** Below so much free room on their disk lessons go on and recording rests. */
  readonly recordingKeepFreeBytes: number;
  /** The private key of daily seals; of several servers the same. */
  readonly sealKeyFile: string;
  /** How many days after its end a month's report is frozen. */
  readonly snapshotAfterDays: number;
  /** The operator's approved map, GeoJSON. */
  readonly mapFile: string | null;
  /** How long what rooms reported of their lines is kept, in days; what is settled of a lesson stays. */
  readonly qualityKeepDays: number;
  /** Hosts of the operator's own network that webhooks may be sent to, and without https. */
  readonly webhookLocalHosts: readonly string[];
  /** Networks in which cameras of lecture rooms may stand, beside the private ones. */
  readonly cameraNetworks: readonly string[];
  /** Where encoders of lecture rooms may send to by RTMP; null: they may not. */
  readonly rtmpPort: number | null;
  /** The store of learning records that is told of lessons, if there is one. */
  readonly lrs: RecordStore | null;
  /** The object store that recordings go to once they have ended; null: they stay on the disk. */
  readonly objects: (S3Settings & { readonly keepLocalMs: number }) | null;
  readonly rtc: { readonly port: number; readonly announcedAddresses: readonly string[] };
  /** Null: whatever the launcher's search finds. */
  readonly workerBin: string | null;
  readonly logLevel: LogLevel;
  readonly demo: boolean;
  readonly development: boolean;
  readonly locale: Locale;
  /** Weakened only by the fault test, which must see records lost. */
  readonly synchronous: 'FULL' | 'NORMAL';
};

export type OfficeSignIn = {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** By which claim a person is known. */
  readonly claim: string;
  readonly name: string;
};

export type RecordStore = { readonly url: string; readonly key: string; readonly secret: string };

/** What the command line and the environment come to: run, print something and end well, or say what is wrong. */
export type Start =
  | { readonly kind: 'run'; readonly config: Config }
  | { readonly kind: 'print'; readonly text: string }
  | { readonly kind: 'refused'; readonly lines: readonly string[] };

export function readVersion(): string {
  const text = readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8');
  const { version } = JSON.parse(text) as { version?: unknown };
  return typeof version === 'string' ? version : '0';
}

/** Reads everything, and names every problem at once rather than the first. */
export function readStart(
  argv: readonly string[] = process.argv.slice(2),
  environment: Environment = process.env,
): Start {
  const locale = terminalLocale(environment);
  const text = serverText(locale);
  const wish = readArguments(argv, environment);
  if (wish.kind === 'help') return { kind: 'print', text: text('help') };
  if (wish.kind === 'version') return { kind: 'print', text: readVersion() };
  if (wish.kind === 'unknown')
    return { kind: 'refused', lines: [text('config.argument', { argument: wish.argument })] };

  const reader = createReader(wish.environment, text);
  for (const { variable, key, params } of wish.problems) reader.complain(variable, text(key, params));
  const config = { ...readConfig(reader, text), ...readSwitches(wish.environment), demo: wish.demo, locale };
  return reader.problems.length > 0 ? { kind: 'refused', lines: reader.problems } : { kind: 'run', config };
}

type Switches = 'development' | 'synchronous';

function readSwitches(environment: Environment): Pick<Config, Switches> {
  return {
    development: environment['NODE_ENV'] === 'development',
    synchronous: environment['SANKETANG_TEST_SYNCHRONOUS'] === 'NORMAL' ? 'NORMAL' : 'FULL',
  };
}

function readConfig(
  reader: SettingReader,
  text: Text<ServerTextKey>,
): Omit<Config, Switches | 'demo' | 'locale'> {
  const { read, complain, problems } = reader;
  const dataDir = read('DATA_DIR') ?? './data';
  if (!writable(dataDir))
    complain('DATA_DIR', text('config.got', { expected: text('config.dataDir'), value: dataDir }));
  const coursewareDir = read('COURSEWARE_DIR') ?? join(dataDir, 'courseware');
  if (!writable(coursewareDir))
    complain(
      'COURSEWARE_DIR',
      text('config.got', { expected: text('config.coursewareDir'), value: coursewareDir }),
    );
  const recordingDir = read('RECORDING_DIR') ?? join(dataDir, 'recordings');
  if (!writable(recordingDir))
    complain(
      'RECORDING_DIR',
      text('config.got', { expected: text('config.recordingDir'), value: recordingDir }),
    );
  const before = problems.length;
  const [certFile, keyFile] = [read('TLS_CERT_FILE'), read('TLS_KEY_FILE')];
  const tls = certFile !== null && keyFile !== null ? { certFile, keyFile } : null;
  if (problems.length === before && tls === null && (certFile ?? keyFile) !== null)
    complain(certFile === null ? 'TLS_CERT_FILE' : 'TLS_KEY_FILE', text('config.tlsPair'));
  return {
    dataDir,
    coursewareDir,
    recordingDir,
    recordingKeepFreeBytes: (read('RECORDING_KEEP_FREE_MB') ?? 0) * MEGABYTE,
    recordingKeepDays: read('RECORDING_KEEP_DAYS') ?? RECORDING_DAYS,
    sealKeyFile: read('SEAL_KEY_FILE') ?? join(dataDir, 'seal-key.pem'),
    tls,
    access: {
      way: read('ACCESS_WAY'),
      names: read('ACCESS_NAMES') ?? [],
      acmeDirectoryUrl: read('ACME_DIRECTORY_URL'),
      acmeEmail: read('ACME_EMAIL'),
      acmeDnsHook: read('ACME_DNS_HOOK'),
    },
    office: readOffice(reader, text),
    databaseUrl: read('DATABASE_URL') ?? `file:${join(dataDir, 'sanketang.db')}`,
    redisUrl: readRedis(reader, text),
    host: read('HOST') ?? '',
    port: read('PORT') ?? (tls === null ? 8080 : 8443),
    publicUrl: read('PUBLIC_URL'),
    allowedOrigins: read('ALLOWED_ORIGINS') ?? [],
    trustedProxyCount: read('TRUSTED_PROXY_COUNT') ?? 0,
    snapshotAfterDays: read('SNAPSHOT_AFTER_DAYS') ?? 5,
    mapFile: read('MAP_GEOJSON'),
    qualityKeepDays: read('QUALITY_KEEP_DAYS') ?? 90,
    cameraNetworks: read('CAMERA_NETWORKS') ?? [],
    rtmpPort: read('RTMP_PORT'),
    webhookLocalHosts: read('WEBHOOK_LOCAL_HOSTS') ?? [],
    lrs: readRecordStore(reader, text),
    objects: readObjects(reader, text),
    rtc: {
      port: read('RTC_PORT') ?? 0,
      announcedAddresses: read('RTC_ANNOUNCED_ADDRESS') ?? ['127.0.0.1', ...lanAddresses().slice(0, 1)],
    },
    workerBin: read('MEDIASOUP_WORKER_BIN'),
    logLevel: read('LOG_LEVEL') ?? 'info',
  };
}

/** Several servers on one file would each believe to be alone with it. */
function readRedis({ read, complain }: SettingReader, text: Text<ServerTextKey>): string | null {
  const url = read('REDIS_URL');
  if (url !== null && !/^postgres/.test(read('DATABASE_URL') ?? ''))
    complain('REDIS_URL', text('config.redisNeedsPostgres'));
  return url;
}

/** All three or none; and an address of our own, since statements name by it. */
function readRecordStore(
  { read, complain, problems }: SettingReader,
  text: Text<ServerTextKey>,
): RecordStore | null {
  const before = problems.length;
  const url = read('LRS_URL');
  const key = read('LRS_KEY');
  const secret = read('LRS_SECRET');
  if (problems.length > before || (url ?? key ?? secret) === null) return null;
  for (const [variable, value] of Object.entries({ LRS_URL: url, LRS_KEY: key, LRS_SECRET: secret }))
    if (value === null) complain(variable, text('config.lrsAll'));
  if (read('PUBLIC_URL') === null) complain('PUBLIC_URL', text('config.lrsPublicUrl'));
  return url === null || key === null || secret === null ? null : { url, key, secret };
}

/** The four that open it, or none of them. */
function readObjects(
  { read, complain, problems }: SettingReader,
  text: Text<ServerTextKey>,
): Config['objects'] {
  const before = problems.length;
  const [endpoint, bucket] = [read('S3_ENDPOINT'), read('S3_BUCKET')];
  const [accessKeyId, secretKey] = [read('S3_ACCESS_KEY'), read('S3_SECRET_KEY')];
  const [region, pathStyle] = [read('S3_REGION') ?? '', read('S3_PATH_STYLE') !== 'no'];
  const keepLocalMs = (read('S3_KEEP_LOCAL_HOURS') ?? 0) * 3_600_000;
  if (endpoint !== null && bucket !== null && accessKeyId !== null && secretKey !== null)
    return { endpoint, bucket, region, accessKeyId, secretKey, pathStyle, keepLocalMs };
  if (problems.length > before || (endpoint ?? bucket ?? accessKeyId ?? secretKey) === null) return null;
  const all = {
    S3_ENDPOINT: endpoint,
    S3_BUCKET: bucket,
    S3_ACCESS_KEY: accessKeyId,
    S3_SECRET_KEY: secretKey,
  };
  for (const [variable, value] of Object.entries(all))
    if (value === null) complain(variable, text('config.s3All'));
  return null;
}

/** All three or none: half of it would be a button that leads nowhere. */
function readOffice(
  { read, complain, problems }: SettingReader,
  text: Text<ServerTextKey>,
): OfficeSignIn | null {
  const before = problems.length;
  const issuer = read('OIDC_ISSUER');
  const clientId = read('OIDC_CLIENT_ID');
  const clientSecret = read('OIDC_CLIENT_SECRET');
  const claim = read('OIDC_CLAIM') ?? '';
  const name = read('OIDC_NAME');
  if (issuer !== null && clientId !== null && clientSecret !== null)
    return { issuer, clientId, clientSecret, claim, name: name ?? new URL(issuer).hostname };
  if (problems.length === before && (issuer ?? clientId ?? clientSecret) !== null) {
    const missing = { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret };
    for (const [variable, value] of Object.entries(missing))
      if (value === null) complain(variable, text('config.oidcAll'));
  }
  return null;
}
