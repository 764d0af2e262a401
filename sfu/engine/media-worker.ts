import process from 'node:process';
import { createWorker, type types } from 'mediasoup';
import type { EngineOptions } from '../types.ts';

/** One native process with its WebRtcServer, watched. */
export type MediaWorker = {
  readonly pid: number;
  readonly worker: types.Worker;
  readonly webRtcServer: types.WebRtcServer;
  /** Ends it on our own account: nothing is told. Resolves once the process is gone. */
  readonly close: () => Promise<void>;
};

export type WorkerFailure = 'died' | 'hung';

type StartOptions = {
  readonly engine: Pick<EngineOptions, 'workerBin' | 'listen' | 'log'> & { readonly ping: Ping };
  /** Which of the engine's workers this is; it decides the port. */
  readonly index: number;
  readonly onFailed: (cause: WorkerFailure) => void;
};
type Ping = { readonly everyMs: number; readonly timeoutMs: number };

const closeLimitMs = 2_000;
/** When our own process stood still, the answer waits in the socket behind the timer that fires first; this lets it be read. */
const graceMs = 250;

/** Starts a worker, ready to take transports. Rejects when the process does not start or the port is taken. */
export async function startMediaWorker({ engine, index, onFailed }: StartOptions): Promise<MediaWorker> {
  const worker = await withoutSignalHandlers(() =>
    createWorker({ workerBin: engine.workerBin, logLevel: 'warn', logTags: ['info'] }),
  );
  const gone = new Promise<void>((resolve) => {
    worker.once('subprocessclose', resolve);
  });
  let state: 'alive' | 'failed' | 'closed' = 'alive';
  const fail = (cause: WorkerFailure): void => {
    if (state !== 'alive') return;
    state = 'failed';
    stopPing();
    worker.close();
    // Who was only stopped must not come back to life beside its successor.
    if (cause === 'hung') kill(worker.pid);
    onFailed(cause);
  };
  worker.once('died', () => fail('died'));
  const stopPing = watch(worker, engine.ping, () => fail('hung'));
  const close = async (): Promise<void> => {
    if (state === 'alive') {
      state = 'closed';
      stopPing();
      worker.close();
    }
    await within(closeLimitMs, gone, () => kill(worker.pid));
    await gone;
  };
  try {
    const webRtcServer = await worker.createWebRtcServer({ listenInfos: listenInfos(engine.listen, index) });
    return { pid: worker.pid, worker, webRtcServer, close };
  } catch (cause) {
    await close();
    throw cause;
  }
}

/** UDP first: it is what media wants; TCP is for networks that let nothing else through. */
function listenInfos(listen: EngineOptions['listen'], index: number): types.TransportListenInfo[] {
  return (['udp', 'tcp'] as const).flatMap((protocol) =>
    listen.addresses.map(({ ip, announcedAddress }) => ({
      protocol,
      ip,
      ...(announcedAddress === undefined ? {} : { announcedAddress }),
      ...(listen.port === 0 ? {} : { port: listen.port + index }),
      // Else `::` would take the IPv4 port as well, and the IPv4 address beside it could not be bound.
      ...(ip.includes(':') ? { flags: { ipv6Only: true } } : {}),
    })),
  );
}

/** A stopped process never dies, so it is asked. Returns the function that stops asking. */
function watch(worker: types.Worker, ping: Ping, onSilent: () => void): () => void {
  let timer: NodeJS.Timeout;
  const ask = (): void => {
    timer = setTimeout(() => {
      timer = setTimeout(onSilent, graceMs);
    }, ping.timeoutMs);
    const answered = (): void => {
      clearTimeout(timer);
      if (!worker.closed) timer = setTimeout(ask, ping.everyMs);
    };
    // A refusal is an answer too: who refuses is alive, and a closed worker is told by its own event.
    worker.getResourceUsage().then(answered, answered);
  };
  timer = setTimeout(ask, ping.everyMs);
  return () => clearTimeout(timer);
}

/**
 * mediasoup closes its workers by itself at the first SIGINT or SIGTERM. When media ends is the server's decision, after it has drained,
 * so the handlers that mediasoup adds are taken away again.
 */
function withoutSignalHandlers<T>(start: () => T): T {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  const before = new Map(signals.map((signal) => [signal, process.listeners(signal)]));
  const started = start();
  for (const signal of signals) {
    for (const added of process.listeners(signal)) {
      if (!before.get(signal)?.includes(added)) process.removeListener(signal, added);
    }
  }
  return started;
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'ESRCH')) throw cause;
  }
}

async function within(limitMs: number, done: Promise<void>, tooLate: () => void): Promise<void> {
  const timer = setTimeout(tooLate, limitMs);
  await done;
  clearTimeout(timer);
}
