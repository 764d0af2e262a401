import { describe, expect, it } from 'vitest';
import {
  createFakeEngine,
  createMediasoupEngine,
  type EngineLog,
  obtainWorker,
  terminalText,
} from '../../sfu/index.ts';
import { mediaEngineContract } from './media-engine.contract.ts';
import { type EngineUnderTest, granted, newId } from './media-engine.input.ts';

const quiet: EngineLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Building one takes minutes and is the launcher's, which comes before the tests. */
const worker = await obtainWorker({ env: process.env, mayBuild: false });
const inCi = (process.env['CI'] ?? '') !== '';

describe('fake engine', () => {
  mediaEngineContract(async () => {
    const engine = createFakeEngine({ workerCount: 2 });
    return { engine, fail: (spaceId, cause) => engine.failSpace(spaceId, cause) };
  });
});

describe.skipIf(!worker.ok && !inCi)(worker.ok ? 'mediasoup engine' : `mediasoup engine: ${reason()}`, () => {
  if (!worker.ok) {
    it('has a worker', () => expect.unreachable(reason()));
    return;
  }
  mediaEngineContract(() => openMediasoup(worker.path));

  it('ME-30 says which port is taken', async () => {
    const { engine } = await openMediasoup(worker.path);
    // The first engine's ports were chosen by the system; the second is told to take one of them.
    const spaceId = newId() as never;
    granted(await engine.openSpace(spaceId));
    const { send } = granted(await engine.admit(spaceId, { participantId: newId() as never, maySend: [] }));
    const port = send.iceCandidates[0]?.port ?? 0;
    const second = await createMediasoupEngine({
      ...options(worker.path),
      workerCount: 1,
      listen: { ...loopback, port },
    });
    expect(second).toEqual({
      ok: false,
      error: { code: 'MEDIA_UNAVAILABLE', params: { why: 'port-taken', port } },
    });
    await engine.close();
  });

  it('ME-31 says that the worker does not start', async () => {
    const answer = await createMediasoupEngine(options('/bin/false'));
    expect(answer).toEqual({
      ok: false,
      error: { code: 'MEDIA_UNAVAILABLE', params: { why: 'worker-failed' } },
    });
  });

  it('ME-32 leaves signals to the program', async () => {
    const before = process.listenerCount('SIGTERM') + process.listenerCount('SIGINT');
    const { engine } = await openMediasoup(worker.path);
    expect(process.listenerCount('SIGTERM') + process.listenerCount('SIGINT')).toBe(before);
    await engine.close();
  });
});

function reason(): string {
  return worker.ok ? '' : terminalText(process.env)(worker.problem.key, worker.problem.params);
}

const loopback = { addresses: [{ ip: '127.0.0.1' }], port: 0 };
const options = (workerBin: string) => ({ workerBin, workerCount: 2, listen: loopback, newId, log: quiet });

async function openMediasoup(workerBin: string): Promise<EngineUnderTest> {
  const engine = granted(await createMediasoupEngine(options(workerBin)));
  return {
    engine,
    fail: (_spaceId, cause) => {
      // Each of the two workers carries at most one space here, and the first space opened is on the first.
      const carrier = engine.state().workers.find(({ spaceCount }) => spaceCount > 0);
      if (carrier === undefined) throw new Error('no worker carries a space');
      process.kill(carrier.pid, cause === 'died' ? 'SIGKILL' : 'SIGSTOP');
    },
  };
}
