import { existsSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { createMediasoupEngine, type MediaEngine, obtainWorker } from '../sfu/index.ts';
import type { ServerTextKey } from '../shared/text/server.en.ts';
import type { TextParams } from '../shared/text/text.ts';
import type { Config } from './platform/config.ts';
import { openDatabase } from './platform/database.ts';
import { isDiskFull, isUnavailable } from './platform/failures.ts';
import { clockAheadMs } from './platform/hold.postgres.ts';
import { holdDatabase, holdFolder } from './platform/hold.ts';
import type { Hold } from './platform/hold.types.ts';
import { NewerDatabaseError, UnfinishedTransferError } from './platform/migrate.ts';
import { lanAddresses } from './platform/network.ts';
import type { Log, NewId } from './platform/ports.ts';

/** A reason not to start, with its sentence and way out. */
export class StartProblem extends Error {
  readonly key: ServerTextKey;
  readonly params: TextParams;
  constructor(key: ServerTextKey, params: TextParams = {}) {
    super(key);
    this.key = key;
    this.params = params;
  }
}

/** A worker that starts says so within a second; one that never does would keep everybody waiting without a word. */
const ENGINE_START_MS = 10_000;

export function checkPages(): void {
  if (!existsSync(join(import.meta.dirname, '../dist/client/console.html')))
    throw new StartProblem('start.pagesMissing');
}

/** The same look at certificate and key that the HTTPS server will take, while it can still be said in words. */
export function checkTls({ tls }: Config): void {
  if (tls === null) return;
  try {
    createSecureContext({ cert: readFileSync(tls.certFile), key: readFileSync(tls.keyFile) });
  } catch (cause) {
    throw new StartProblem('start.tlsBroken', { error: codeOf(cause) ?? 'PEM' });
  }
}

export async function startEngine(config: Config, newId: NewId, log: Log): Promise<MediaEngine> {
  const worker = await obtainWorker({
    env: { ...process.env, MEDIASOUP_WORKER_BIN: config.workerBin ?? undefined },
    mayBuild: false,
  });
  if (!worker.ok) {
    if (config.workerBin === null) throw new StartProblem('start.workerMissing');
    throw new StartProblem('start.workerBroken', { error: config.workerBin });
  }
  const engine = await inTime(
    createMediasoupEngine({
      workerBin: worker.path,
      workerCount: Math.max(1, cpus().length),
      listen: {
        addresses: config.rtc.announcedAddresses.map((announcedAddress) => ({
          ip: bindOf(announcedAddress),
          announcedAddress,
        })),
        port: config.rtc.port,
      },
      newId,
      log,
    }),
  );
  if (engine === 'late') throw new StartProblem('start.workerBroken', { error: 'silent' });
  if (engine.ok) return engine.value;
  if (engine.error.params?.['why'] === 'port-taken')
    throw new StartProblem('start.rtcPortTaken', { port: config.rtc.port });
  throw new StartProblem('start.workerBroken', {
    error: String(engine.error.params?.['why'] ?? engine.error.code),
  });
}

async function inTime<T>(work: Promise<T>): Promise<T | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), ENGINE_START_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A server that was told to end has this long to do so before the next one is refused. */
const HOLD_WAIT_MS = 3_000;

/** What must be this server's alone, or its and its fellows': the folder that it writes to, and the records. */
export async function holdRecords(config: Config, log: Log): Promise<Hold> {
  const folder = await holdFolder(config.dataDir, HOLD_WAIT_MS);
  if (folder === null) throw new StartProblem('start.folderInUse', { folder: config.dataDir });
  const kind = config.redisUrl === null ? 'alone' : 'shared';
  const records = await holdDatabase({ url: config.databaseUrl, kind, log, waitMs: HOLD_WAIT_MS });
  if (records === null) throw new StartProblem('start.recordsInUse');
  if (kind === 'shared') await checkClock(config);
  return {
    async release() {
      await records.release();
      await folder.release();
    },
  };
}

/** Further apart, and what one server writes would lie in the future of another. */
const CLOCK_APART_MAX_MS = 2_000;

async function checkClock({ databaseUrl }: Config): Promise<void> {
  const aheadMs = await clockAheadMs(databaseUrl);
  if (Math.abs(aheadMs) > CLOCK_APART_MAX_MS)
    throw new StartProblem('start.clockApart', { seconds: Math.round(aheadMs / 100) / 10 });
}

export function openRecords(config: Config, log: Log) {
  return openDatabase(config.databaseUrl, { synchronous: config.synchronous, log });
}

/** Works with the records for the first time, or says in words why they cannot be worked with. */
export async function withRecords<T>(config: Config, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw recordsProblem(config, cause) ?? cause;
  }
}

function recordsProblem(config: Config, cause: unknown): StartProblem | null {
  const code = codeOf(cause);
  if (cause instanceof NewerDatabaseError) return new StartProblem('start.databaseNewer');
  if (cause instanceof UnfinishedTransferError) return new StartProblem('start.recordsUnfinished');
  if (isDiskFull(cause)) return new StartProblem('start.diskFull', { folder: config.dataDir });
  if (code !== null && /^SQLITE_(NOTADB|CORRUPT)/.test(code)) {
    const file = config.databaseUrl.replace(/^file:/, '');
    return new StartProblem('start.databaseBroken', { file, error: code });
  }
  // Codes of SQLite, of PostgreSQL and of the system; whatever else is thrown is no matter of the records.
  const known = code !== null && /^(SQLITE_\w+|[0-9A-Z]{5}|E[A-Z]+)$/.test(code);
  if (!known && !isUnavailable(cause)) return null;
  return new StartProblem('start.databaseAway', { error: code ?? 'no answer' });
}

const codeOf = (cause: unknown): string | null =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : null;

/** Behind a router the announced address is not this machine's: then every address is listened on. */
function bindOf(announced: string): string {
  const own = announced === '127.0.0.1' || lanAddresses().includes(announced);
  return own ? announced : '0.0.0.0';
}
