import { once } from 'node:events';
import type { ServerTextKey } from '../shared/text/server.en.ts';
import type { TextParams } from '../shared/text/text.ts';
import { isSchoolOnly } from './access/access.rules.ts';
import { createProduct, type Product } from './app.ts';
import { openBus } from './platform/bus.open.ts';
import { createClock } from './platform/clock.ts';
import { type Config, readStart, readVersion } from './platform/config.ts';
import { outliveOutput, watchFaults } from './platform/faults.ts';
import type { Hold } from './platform/hold.types.ts';
import { createNewId } from './platform/ids.ts';
import { listen } from './platform/listen.ts';
import { createLog } from './platform/log.ts';
import type { Log } from './platform/ports.ts';
import { serverText } from './platform/texts.ts';
import type { StoreNews } from './session/session.types.ts';
import {
  checkPages,
  checkTls,
  holdRecords,
  openRecords,
  StartProblem,
  startEngine,
  withRecords,
} from './start.ts';
import { steadyStoreNews } from './store-news.ts';

type Say = (key: ServerTextKey, params?: TextParams) => void;

const DRAIN_MS = 9_500;

outliveOutput([process.stdout, process.stderr]);
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
  const say: Say = (key, params) => process.stdout.write(`${text(key, params)}\n`);
  const log = createLog(config.logLevel);
  const refuse = (cause: unknown): never => {
    const known = cause instanceof StartProblem;
    if (!known) log.error({ error: cause }, 'the server did not start');
    const reason = known
      ? text(cause.key, cause.params)
      : text('start.failed', { error: cause instanceof Error ? cause.name : typeof cause });
    process.stderr.write(`${text('start.refused')}\n${reason}\n`);
    process.exit(1);
  };
  let serving: Serving;
  try {
    serving = await serve(config, say, log);
  } catch (cause) {
    return refuse(cause);
  }
  await untilEnd(serving, say, log);
}

type Serving = { readonly product: Product; readonly hold: Hold; readonly broken: Promise<void> };

async function serve(config: Config, say: Say, log: Log): Promise<Serving> {
  checkPages();
  checkTls(config);
  const hold = await withRecords(config, () => holdRecords(config, log));
  const live = { isLive: () => false };
  const clock = createClock({
    mayFollow: () => !live.isLive(),
    onStep: ({ byMs }) => {
      log.warn({ byMs }, 'clock.stepped');
      say('run.clockStepped', { seconds: Math.round(byMs / 1000) });
    },
  });
  const newId = createNewId(clock);
  const engine = await startEngine(config, newId, log);
  const bus = await openBus({ url: config.redisUrl, newId, log });
  try {
    const product = await withRecords(config, () =>
      createProduct({
        ...{ config, clock, newId, log, engine, storeChanged: steadyStoreNews(storeChanged) },
        open: openRecords(config, log),
        bus,
      }),
    );
    live.isLive = product.anyLive;
    const { host, port } = config;
    const listening = await listen(product.server, { host, port });
    if (!listening.ok) throw new StartProblem(listening.problem, { port, host, error: listening.error });
    await withRecords(config, () => product.start(listening.port));
    const broken = new Promise<void>((resolve) => {
      watchFaults({ source: process, log, tell: (error) => say('run.fault', { error }), giveUp: resolve });
    });
    const [url = ''] = product.addresses();
    const setupUrl = await greet({ config, product, url, say });
    process.send?.({ type: 'ready', url, setupUrl });
    return { product, hold, broken };
  } catch (cause) {
    await engine.close();
    throw cause;
  }

  function storeChanged(news: StoreNews): void {
    if (news.state === 'back') say('run.databaseBack');
    else if (news.diskFull) say('run.diskFull', { folder: config.dataDir });
    else say('run.databaseAway');
  }
}

/** Serves until it is told to end, or until going on makes no sense; then everybody is told and written off, within a limit. */
async function untilEnd({ product, hold, broken }: Serving, say: Say, log: Log): Promise<void> {
  const signalled = [once(process, 'SIGTERM'), once(process, 'SIGINT')].map((signal) =>
    signal.then(() => 'told' as const),
  );
  const why = await Promise.race([...signalled, broken.then(() => 'broken' as const)]);
  say(why === 'told' ? 'stop.draining' : 'run.broken');
  const force = (): never => {
    say('stop.forced');
    process.exit(1);
  };
  const limit = setTimeout(force, DRAIN_MS);
  try {
    await product.stop();
    await hold.release();
  } catch (error) {
    log.error({ error }, 'the server did not end in order');
    force();
  }
  clearTimeout(limit);
  say('stop.done');
  // Not left to itself: a timer that somebody forgot would keep a server alive that serves nobody.
  process.exit(why === 'told' ? 0 : 1);
}

type Greeting = {
  readonly config: Config;
  readonly product: Product;
  readonly url: string;
  readonly say: Say;
};

async function greet({ config, product, url, say }: Greeting): Promise<string | null> {
  say('start.ready', { version: readVersion() });
  say('start.console', { url });
  say('start.screen', { url: `${url}/screen` });
  say('start.coverage', { url: `${url}/report` });
  sayHowToGetIn({ config, product, url, say });
  if (config.demo) {
    const demo = await product.loadDemo();
    if (demo.state === 'kept') say('start.demoKept');
    else {
      say('start.demoLoaded');
      for (const { loginName, password } of demo.signIns) say('start.demoSignIn', { loginName, password });
      say('start.demoPin', { pin: demo.pin });
    }
  }
  const setupUrl = await product.setup.newLink(url);
  if (setupUrl !== null) {
    say('start.setup', { url: setupUrl });
    say('start.demoOffer');
  }
  return setupUrl;
}

/** Which other addresses there are, what devices need before they come, and what does not work as it is. */
function sayHowToGetIn({ config, product, url, say }: Greeting): void {
  const { decision, authority, problem } = product.access();
  const others = product.addresses().slice(1);
  if (others.length > 0) say('start.alsoAt', { urls: others.join('  ') });
  if (authority !== null) say('start.install', { url: `${url.replace(/^https/, 'http')}/install` });
  if (problem !== null) say('start.certificateProblem', { problem });
  if (decision.way === 'localhost') say('start.onlyHere');
  else if (url.startsWith('https:') && isSchoolOnly(new URL(url).hostname)) say('start.schoolOnly', { url });
  const isOpen = decision.way === null && config.publicUrl === null && config.host !== '127.0.0.1';
  if (isOpen || (problem !== null && url.startsWith('http:'))) say('start.insecure');
}
