import { type AppError, appErrorSchema, errors } from '../../shared/kernel/errors.ts';
import type { CommandId } from '../../shared/kernel/ids.ts';
import { fail, type Result } from '../../shared/kernel/result.ts';
import { type EventBody, type EventName, events } from '../../shared/wire/events.ts';
import {
  answerFrame,
  type RequestAnswer,
  type RequestBody,
  type RequestName,
  requests,
} from '../../shared/wire/requests.ts';
import { REQUEST_TIMEOUT_MS } from '../../shared/wire/version.ts';
import type { Environment } from './environment.ts';
import type { LineWatch } from './line-watch.ts';
import type { LinkState, Readable, RefusalCause } from './live.types.ts';
import { attemptLimitMs, retryDelayMs } from './reconnect-policy.ts';
import { createStore } from './store.ts';

/** The bare line underneath: one attempt at a time, no retries of its own. */
export interface Wire {
  /** @param limitMs how long the attempt may take; a cut line swallows packets without a word */
  connect(limitMs: number): void;
  /** Hangs up; `onDown` is not called for it. */
  disconnect(): void;
  emit(name: string, frame: object, answer: (raw: unknown) => void): void;
}
export type WireHandlers = {
  onUp(): void;
  /** The line that stood is gone. */
  onDown(): void;
  /** An attempt failed; `refusal` is what the server said, if it said anything. */
  onFailed(refusal: unknown): void;
  onEvent(name: string, body: unknown): void;
};
export type WireFactory = (handlers: WireHandlers) => Wire;

export type RequestOptions = { readonly commandId?: CommandId; readonly timeLimitMs?: number };
type Listener = (body: never) => void;

const JUST_NOW_MS = 200;

const closings: Readonly<Record<RefusalCause, AppError>> = {
  handshake: { code: 'UNAUTHENTICATED' },
  revoked: { code: 'UNAUTHENTICATED' },
  replaced: { code: 'CONFLICT' },
  removed: { code: 'FORBIDDEN' },
};

/** Requests, answers and news over a line that comes back by itself. */
export class Signalling {
  readonly #environment: Environment;
  readonly #wire: Wire;
  readonly #lineWatch: LineWatch | undefined;
  readonly #link = createStore<LinkState>({ state: 'closed' });
  readonly #listeners = new Map<EventName, Set<Listener>>();
  readonly #open = new Set<(result: Result<never>) => void>();
  #cancelRetry: () => void = () => undefined;
  #dialledAtMs = 0;

  constructor(environment: Environment, createWire: WireFactory, lineWatch?: LineWatch) {
    this.#environment = environment;
    this.#lineWatch = lineWatch;
    this.#wire = createWire({
      onUp: () => this.#up(),
      onDown: () => this.#down(),
      onFailed: (refusal) => this.#failed(refusal),
      onEvent: (name, body) => this.#event(name, body),
    });
  }

  get link(): Readable<LinkState> {
    return this.#link;
  }

  open(): void {
    if (this.#link.get().state !== 'closed') return;
    this.#link.set({ state: 'connecting', sinceMs: this.#environment.nowMs() });
    this.#dial(1);
  }

  /** Hangs up and dials again: the line is thought dead although nobody said so, or waiting is to be cut short. */
  redial(): void {
    const { state } = this.#link.get();
    if (state === 'closed' || state === 'connecting') return;
    this.#cancelRetry();
    this.#wire.disconnect();
    this.#settleAll();
    const nowMs = this.#environment.nowMs();
    const link = this.#link.get();
    const sinceMs = link.state === 'reconnecting' ? link.sinceMs : nowMs;
    this.#link.set({ state: 'reconnecting', sinceMs, attempt: 1 });
    this.#watchLine();
    this.#dial(1);
  }

  close(): void {
    this.#end({ state: 'closed' });
  }

  on<N extends EventName>(name: N, listener: (body: EventBody<N>) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  request<N extends RequestName>(
    name: N,
    body: RequestBody<N>,
    options: RequestOptions = {},
  ): Promise<Result<RequestAnswer<N>>> {
    if (this.#link.get().state !== 'connected') return Promise.resolve(fail('UNAVAILABLE'));
    return new Promise((resolve) => {
      const settle = (result: Result<RequestAnswer<N>>) => {
        if (!this.#open.delete(settle)) return;
        cancelLimit();
        resolve(result);
      };
      this.#open.add(settle);
      const cancelLimit = this.#environment.after(options.timeLimitMs ?? REQUEST_TIMEOUT_MS, () =>
        settle(fail('TIMEOUT')),
      );
      const frame = options.commandId === undefined ? { body } : { commandId: options.commandId, body };
      this.#wire.emit(name, frame, (raw) => settle(readAnswer(name, raw)));
    });
  }

  #dial(attempt: number): void {
    this.#dialledAtMs = this.#environment.nowMs();
    this.#wire.connect(attemptLimitMs(attempt));
  }

  #watchLine(): void {
    this.#lineWatch?.start(() => {
      // What was dialled into silence is repeated by the system more and more rarely; what was dialled just now has got through.
      if (this.#environment.nowMs() - this.#dialledAtMs < JUST_NOW_MS) return;
      this.redial();
    });
  }

  #up(): void {
    this.#lineWatch?.stop();
    this.#link.set({ state: 'connected', sinceMs: this.#environment.nowMs() });
  }

  #down(): void {
    this.#settleAll();
    if (this.#link.get().state !== 'connected') return;
    this.#retryLater({ sinceMs: this.#environment.nowMs(), attempt: 1 });
  }

  #failed(refusal: unknown): void {
    const link = this.#link.get();
    const parsed = appErrorSchema.safeParse(refusal);
    if (parsed.success && !errors[parsed.data.code].retryable) {
      this.#end(refusedBy(parsed.data as AppError));
    } else if (link.state === 'connecting' || link.state === 'reconnecting') {
      const attempt = link.state === 'reconnecting' ? link.attempt + 1 : 1;
      this.#retryLater({ sinceMs: link.sinceMs, attempt });
    }
  }

  #retryLater({ sinceMs, attempt }: { sinceMs: number; attempt: number }): void {
    this.#link.set({ state: 'reconnecting', sinceMs, attempt });
    this.#watchLine();
    const downMs = this.#environment.nowMs() - sinceMs;
    const delayMs = retryDelayMs({ attempt, downMs, random: this.#environment.random() });
    this.#cancelRetry();
    this.#cancelRetry = this.#environment.after(delayMs, () => this.#dial(attempt));
  }

  #event(name: string, body: unknown): void {
    if (!isEventName(name)) return;
    const parsed = events[name].body.safeParse(body);
    if (!parsed.success) return;
    if (name === 'connection.closing') this.#closing(parsed.data as EventBody<'connection.closing'>);
    for (const listener of [...(this.#listeners.get(name) ?? [])]) listener(parsed.data as never);
  }

  #closing({ reason }: EventBody<'connection.closing'>): void {
    switch (reason) {
      case 'shutdown':
      case 'changed':
        return;
      case 'version':
        this.#end({ state: 'outdated' });
        return;
      case 'revoked':
      case 'replaced':
      case 'removed':
        this.#end({ state: 'refused', cause: reason, error: closings[reason] });
    }
  }

  /** A state out of which no timer leads. */
  #end(link: LinkState): void {
    this.#lineWatch?.stop();
    this.#cancelRetry();
    this.#wire.disconnect();
    this.#link.set(link);
    this.#settleAll();
  }

  #settleAll(): void {
    for (const settle of [...this.#open]) settle(fail('UNAVAILABLE'));
  }
}

function refusedBy(error: AppError): LinkState {
  if (error.code === 'VERSION_UNSUPPORTED') return { state: 'outdated' };
  return { state: 'refused', cause: 'handshake', error };
}

function readAnswer<N extends RequestName>(name: N, raw: unknown): Result<RequestAnswer<N>> {
  const frame = answerFrame.safeParse(raw);
  if (!frame.success) return fail('INTERNAL');
  if (!frame.data.ok) return { ok: false, error: frame.data.error as AppError };
  const answer = requests[name].answer.safeParse(frame.data.data);
  return answer.success ? { ok: true, value: answer.data as RequestAnswer<N> } : fail('INTERNAL');
}

function isEventName(name: string): name is EventName {
  return Object.hasOwn(events, name);
}
