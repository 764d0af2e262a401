import { z } from 'zod';
import { type AppError, errors } from '../../shared/kernel/errors.ts';
import { type CommandId, commandId, uuidV7 } from '../../shared/kernel/ids.ts';
import { fail, type Result } from '../../shared/kernel/result.ts';
import { type RequestAnswer, type RequestBody, requests } from '../../shared/wire/requests.ts';
import type { Environment } from './environment.ts';
import type { CommandName, PendingCommand, Readable } from './live.types.ts';
import { createStore } from './store.ts';

/** Where waiting commands outlive a reload. It may refuse (private browsing, full): then they live in memory only. */
export interface Shelf {
  read(): string | null;
  write(text: string): void;
}

export type SendCommand = (
  name: CommandName,
  body: never,
  id: CommandId,
) => Promise<Result<RequestAnswer<CommandName>>>;

/** A mistake of the server that does not go away by asking again must not block what waits behind it. */
const MOST_INTERNAL_TRIES = 3;
const RETRY_MS = 1500;
/** What is older than the time for which the server remembers answers could be done twice. */
const OLDEST_MS = 6 * 86_400_000;

const commandNames = Object.entries(requests).flatMap(([name, row]) => (row.command ? [name] : []));
const shelved = z.array(
  z.object({
    commandId,
    name: z.custom<CommandName>((name) => typeof name === 'string' && commandNames.includes(name)),
    body: z.unknown(),
    askedAtMs: z.number(),
  }),
);

type Settle = (result: Result<RequestAnswer<CommandName>>) => void;

/** Commands wait here until the server has acknowledged them; one at a time, in order, each with the same id for ever. */
export class Outbox {
  readonly #environment: Environment;
  readonly #send: SendCommand;
  readonly #shelf: Shelf;
  readonly #pending;
  readonly #settlers = new Map<CommandId, Settle>();
  #sending = false;
  #open = false;
  #tries = 0;

  constructor(environment: Environment, send: SendCommand, shelf: Shelf) {
    this.#environment = environment;
    this.#send = send;
    this.#shelf = shelf;
    this.#pending = createStore<readonly PendingCommand[]>(readShelf(shelf, environment.nowMs()));
  }

  get pending(): Readable<readonly PendingCommand[]> {
    return this.#pending;
  }

  submit<N extends CommandName>(name: N, body: RequestBody<N>): Promise<Result<RequestAnswer<N>>> {
    const nowMs = this.#environment.nowMs();
    const id = commandId.parse(uuidV7(Math.floor(nowMs), this.#environment.randomBytes(10)));
    return new Promise((resolve) => {
      this.#settlers.set(id, resolve as Settle);
      this.#replace([
        ...this.#pending.get(),
        { commandId: id, name, body, askedAtMs: nowMs, lastError: null },
      ]);
      void this.#run();
    });
  }

  abandon(id: CommandId): void {
    this.#settle(id, fail('TIMEOUT'));
  }

  /** Commands may go out (true) or have to wait (false). */
  setOpen(open: boolean): void {
    this.#open = open;
    if (open) void this.#run();
  }

  async #run(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    for (let head = this.#next(); head !== undefined; head = this.#next()) {
      const result = await this.#send(head.name, head.body as never, head.commandId);
      if (result.ok || !this.#again(result.error)) {
        this.#tries = 0;
        this.#settle(head.commandId, result);
      } else {
        this.#note(head.commandId, result.error);
        this.#environment.after(RETRY_MS, () => void this.#run());
        break;
      }
    }
    this.#sending = false;
  }

  #next(): PendingCommand | undefined {
    return this.#open ? this.#pending.get()[0] : undefined;
  }

  #again({ code }: AppError): boolean {
    if (code === 'UNAVAILABLE' || code === 'TIMEOUT' || code === 'CONFLICT') return true;
    this.#tries += 1;
    return errors[code].retryable && this.#tries < MOST_INTERNAL_TRIES;
  }

  #note(id: CommandId, lastError: AppError): void {
    this.#replace(this.#pending.get().map((each) => (each.commandId === id ? { ...each, lastError } : each)));
  }

  #settle(id: CommandId, result: Result<RequestAnswer<CommandName>>): void {
    this.#replace(this.#pending.get().filter((each) => each.commandId !== id));
    this.#settlers.get(id)?.(result);
    this.#settlers.delete(id);
  }

  #replace(pending: readonly PendingCommand[]): void {
    this.#pending.set(pending);
    this.#shelf.write(JSON.stringify(pending));
  }
}

function readShelf(shelf: Shelf, nowMs: number): readonly PendingCommand[] {
  const parsed = shelved.safeParse(parseJson(shelf.read()));
  if (!parsed.success) return [];
  return parsed.data
    .filter((each) => nowMs - each.askedAtMs < OLDEST_MS)
    .map((each) => ({ ...each, lastError: null }));
}

function parseJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '[]');
  } catch (cause) {
    if (cause instanceof SyntaxError) return [];
    throw cause;
  }
}
