import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { createMediasoupEngine, type MediaEngine, obtainWorker } from '../sfu/index.ts';
import type { ServerTextKey } from '../shared/text/server.en.ts';
import type { TextParams } from '../shared/text/text.ts';
import { createProduct } from './app.ts';
import { createClock } from './platform/clock.ts';
import { type Config, readStart, readVersion } from './platform/config.ts';
import { openDatabase } from './platform/database.ts';
import { isDiskFull } from './platform/failures.ts';
import { createNewId } from './platform/ids.ts';
import { listen } from './platform/listen.ts';
import { createLog } from './platform/log.ts';
import { NewerDatabaseError } from './platform/migrate.ts';
import { lanAddresses } from './platform/network.ts';
import { serverText } from './platform/texts.ts';

/** A reason not to start, with its sentence and way out. */
class StartProblem extends Error {
  readonly key: ServerTextKey;
  readonly params: TextParams;
  constructor(key: ServerTextKey, params: TextParams = {}) {
    super(key);
    this.key = key;
    this.params = params;
  }
}

const DRAIN_MS = 10_000;
const start = readStart();
if (start.kind === 'print') {
  process.stdout.write(`${start.text}\n`);
} else if (start.kind === 'refused') {
  for (const line of start.lines) process.stderr.write(`${line}\n`);
  process.exitCode = 1;
} else {
  await run(start.config);
}

async function run(config: Config): Promise<void> {
  const text = serverText(config.locale);
  const say = (key: ServerTextKey, params?: TextParams) => process.stdout.write(`${text(key, params)}\n`);
  try {
    await serve(config, say);
  } catch (cause) {
    if (!(cause instanceof StartProblem)) throw cause;
    process.stderr.write(`${text('start.refused')}\n`);
    process.stderr.write(`${text(cause.key, cause.params)}\n`);
    process.exit(1);
  }
}

type Say = (key: ServerTextKey, params?: TextParams) => void;

async function serve(config: Config, say: Say): Promise<void> {
  if (!existsSync(join(import.meta.dirname, '../dist/client/console.html')))
    throw new StartProblem('start.pagesMissing');
  const log = createLog(config.logLevel);
  const clock = createClock({
    onStep: ({ byMs }) => {
      log.warn({ byMs }, 'clock.stepped');
      say('run.clockStepped', { seconds: Math.round(byMs / 1000) });
    },
  });
  const newId = createNewId(clock);
  const engine = await startEngine(config, newId, log);
  const product = await opened(config, (open) => createProduct({ config, open, clock, newId, log, engine }));
  const listening = await listen(product.server, { host: config.host, port: config.port });
  if (!listening.ok) {
    throw new StartProblem(listening.problem, {
      port: config.port,
      host: config.host,
      error: listening.error,
    });
  }
  await product.start(listening.port);
  const url = addressOf(config, listening.port);
  const setupUrl = await greet({ config, product, url, say });
  process.send?.({ type: 'ready', url, setupUrl });

  await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  say('stop.draining');
  const limit = setTimeout(() => process.exit(1), DRAIN_MS);
  await product.stop();
  clearTimeout(limit);
  say('stop.done');
  process.disconnect?.();
}

type Product = Awaited<ReturnType<typeof createProduct>>;

async function startEngine(
  config: Config,
  newId: () => string,
  log: ReturnType<typeof createLog>,
): Promise<MediaEngine> {
  const worker = await obtainWorker({
    env: { MEDIASOUP_WORKER_BIN: config.workerBin ?? undefined },
    mayBuild: false,
  });
  if (!worker.ok) throw new StartProblem('start.workerMissing');
  const engine = await createMediasoupEngine({
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
  });
  if (engine.ok) return engine.value;
  if (engine.error.params?.['why'] === 'port-taken')
    throw new StartProblem('start.portTaken', { port: config.rtc.port });
  throw new StartProblem('start.workerBroken', {
    error: String(engine.error.params?.['why'] ?? engine.error.code),
  });
}

/** Opens the records, or says in words why they cannot be opened. */
async function opened<T>(
  config: Config,
  use: (open: ReturnType<typeof openDatabase>) => Promise<T>,
): Promise<T> {
  try {
    return await use(openDatabase(config.databaseUrl, { synchronous: config.synchronous }));
  } catch (cause) {
    if (cause instanceof NewerDatabaseError) throw new StartProblem('start.databaseNewer');
    if (isDiskFull(cause)) throw new StartProblem('start.diskFull', { folder: config.dataDir });
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : null;
    if (code === null) throw cause;
    throw new StartProblem('start.databaseAway', { error: code });
  }
}

async function greet({
  config,
  product,
  url,
  say,
}: {
  config: Config;
  product: Product;
  url: string;
  say: Say;
}): Promise<string | null> {
  say('start.ready', { version: readVersion() });
  say('start.console', { url });
  say('start.screen', { url: `${url}/screen` });
  say('start.coverage', { url: `${url}/coverage` });
  if (config.tls === null && config.publicUrl === null && config.host !== '127.0.0.1') say('start.insecure');
  if (config.demo) {
    const demo = await product.loadDemo();
    if (demo.state === 'kept') say('start.demoKept');
    else for (const { loginName, password } of demo.signIns) say('start.demoLoaded', { loginName, password });
  }
  const setupUrl = await product.setup.newLink(url);
  if (setupUrl !== null) {
    say('start.setup', { url: setupUrl });
    say('start.demoOffer');
  }
  return setupUrl;
}

/** The address to open on this machine, unless the operator has named one for everybody. */
function addressOf(config: Config, port: number): string {
  if (config.publicUrl !== null) return config.publicUrl;
  const scheme = config.tls === null ? 'http' : 'https';
  const [lan = 'localhost'] = config.tls === null ? [] : lanAddresses();
  const host = config.host === '127.0.0.1' ? '127.0.0.1' : lan;
  return `${scheme}://${host}:${port}`;
}

/** Behind a router the announced address is not this machine's: then every address is listened on. */
function bindOf(announced: string): string {
  const own = announced === '127.0.0.1' || lanAddresses().includes(announced);
  return own ? announced : '0.0.0.0';
}
