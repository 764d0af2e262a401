import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { AcmeState } from '../../shared/wire/access.ts';
import type { Clock, Log } from '../platform/ports.ts';
import { type AcmeOrder, AcmeRefusal, newAccountKey, openOrder } from './access.acme.client.ts';
import { makeRequest } from './access.authority.ts';
import type { AccessFiles } from './access.files.ts';
import type { AcmeSource, KeyedCertificate } from './access.types.ts';

export type AcmeWish = Omit<AcmeSource, 'kind'> & {
  readonly name: string;
  readonly keep: (pair: KeyedCertificate) => void;
};

/** Fetches certificates in the background. The record is set by the operator's command, or by hand. */
export interface Acme {
  progress(): AcmeState;
  /** Does nothing while something is under way, and for an hour after it failed. */
  begin(wish: AcmeWish): void;
  /** The record stands; or, after a failure, once more from the beginning. */
  goOn(): void;
  /** Another wish will come: what is under way is dropped. */
  forget(): void;
}

export type AcmeDeps = {
  readonly files: AccessFiles;
  readonly clock: Clock;
  readonly log: Log;
  /** Called with `set` or `remove`, the record's name and its value; null: a person does it. */
  readonly dnsHook: string | null;
  readonly wait: (ms: number) => Promise<void>;
};

const HOOK_MS = 300_000;
const AGAIN_AFTER_MS = 3_600_000;
const run = promisify(execFile);

export function createAcme(deps: AcmeDeps): Acme {
  const { files, clock, log } = deps;
  let state: AcmeState = { state: 'idle' };
  let failedAtMs: number | null = null;
  let last: AcmeWish | null = null;
  let waiting: { readonly order: AcmeOrder; readonly wish: AcmeWish } | null = null;
  let turn = 0;

  const accountKey = () => {
    const have = files.accountKey();
    if (have !== null) return have;
    const made = newAccountKey();
    files.keepAccountKey(made);
    return made;
  };

  const finish = async (order: AcmeOrder, wish: AcmeWish) => {
    const { request, key } = await makeRequest(wish.name);
    wish.keep({ cert: await order.complete(request), key });
  };

  const withHook = async (hook: string, order: AcmeOrder, wish: AcmeWish) => {
    const { record } = order;
    const call = (what: 'set' | 'remove') =>
      record === null ? undefined : run(hook, [what, record.name, record.value], { timeout: HOOK_MS });
    await call('set');
    try {
      await finish(order, wish);
    } finally {
      await call('remove');
    }
  };

  const first = async (wish: AcmeWish, mine: number) => {
    const { directoryUrl, email, name } = wish;
    const order = await openOrder({ directoryUrl, email, accountKey: accountKey(), wait: deps.wait }, name);
    if (mine !== turn) return;
    if (order.record === null) return await finish(order, wish);
    if (deps.dnsHook !== null) return await withHook(deps.dnsHook, order, wish);
    waiting = { order, wish };
    state = { state: 'waiting', record: order.record };
    log.warn({}, 'a DNS record must be set by hand before the certificate comes');
  };

  const work = (wish: AcmeWish, step: (mine: number) => Promise<void>) => {
    turn += 1;
    const mine = turn;
    last = wish;
    waiting = null;
    state = { state: 'working' };
    const ended = (next: AcmeState) => {
      if (mine === turn && state.state === 'working') state = next;
    };
    step(mine).then(
      () => {
        failedAtMs = null;
        ended({ state: 'idle' });
      },
      (cause: unknown) => {
        if (mine === turn) failedAtMs = clock.nowMs();
        log.warn({ error: cause }, 'no certificate came');
        ended({ state: 'failed', why: reasonOf(cause) });
      },
    );
  };

  return {
    progress: () => state,
    begin(wish) {
      if (state.state === 'working' || state.state === 'waiting') return;
      if (failedAtMs !== null && clock.nowMs() - failedAtMs < AGAIN_AFTER_MS) return;
      work(wish, (mine) => first(wish, mine));
    },
    goOn() {
      const held = waiting;
      if (held !== null) work(held.wish, () => finish(held.order, held.wish));
      else if (state.state === 'failed' && last !== null) {
        const wish = last;
        work(wish, (mine) => first(wish, mine));
      }
    },
    forget() {
      turn += 1;
      waiting = null;
      last = null;
      failedAtMs = null;
      state = { state: 'idle' };
    },
  };
}

/** What the authority, the network or the operator's command said; no stack, no secret. */
function reasonOf(cause: unknown): string {
  if (cause instanceof AcmeRefusal) return cause.message.slice(0, 200);
  if (!(cause instanceof Error)) return 'unknown';
  const inner = cause.cause instanceof Error && 'code' in cause.cause ? ` ${String(cause.cause.code)}` : '';
  return `${cause.name}: ${cause.message.split('\n')[0] ?? ''}${inner}`.slice(0, 200);
}
