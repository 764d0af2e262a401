import { type CommandId, commandId, uuidV7 } from '../../shared/kernel/ids.ts';
import { fail, type Result } from '../../shared/kernel/result.ts';
import type { RequestAnswer, RequestBody } from '../../shared/wire/requests.ts';
import { browserEnvironment, type Environment } from './environment.ts';
import type { CommandName } from './live.types.ts';
import { Signalling, type WireFactory } from './signalling.ts';
import { socketIoWire } from './socket-io-wire.ts';

const LIMIT_MS = 15_000;

/**
 * One command of somebody who sits in no lesson: dials, says it, hangs up. TIMEOUT after 15 s without an answer; saying it again is the
 * asker's to decide.
 */
export function sayOnce<N extends CommandName>(
  name: N,
  body: RequestBody<N>,
  parts: { readonly environment: Environment; readonly wire: WireFactory } = {
    environment: browserEnvironment(),
    wire: socketIoWire({}),
  },
): Promise<Result<RequestAnswer<N>>> {
  const { environment, wire } = parts;
  const signalling = new Signalling(environment, wire);
  const id: CommandId = commandId.parse(uuidV7(Math.floor(environment.nowMs()), environment.randomBytes(10)));
  return new Promise((resolve) => {
    const end = (result: Result<RequestAnswer<N>>) => {
      stopListening();
      cancelLimit();
      signalling.close();
      resolve(result);
    };
    const cancelLimit = environment.after(LIMIT_MS, () => end(fail('TIMEOUT')));
    const stopListening = signalling.link.subscribe(() => {
      const link = signalling.link.get();
      if (link.state === 'connected') void signalling.request(name, body, { commandId: id }).then(end);
      if (link.state === 'refused') end({ ok: false, error: link.error });
      if (link.state === 'outdated') end(fail('VERSION_UNSUPPORTED'));
    });
    signalling.open();
  });
}
