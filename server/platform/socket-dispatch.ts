import type { z } from 'zod';
import type { AppError } from '../../shared/kernel/errors.ts';
import { fail, type Result } from '../../shared/kernel/result.ts';
import { type AnswerFrame, type RequestName, requestFrame, requests } from '../../shared/wire/requests.ts';
import { failureOf } from './failures.ts';
import { whereWrong } from './http-routes.ts';
import type { Connection, Log, NewId, RequestContext, RequestHandlers } from './ports.ts';

export type DispatchOptions<Actor> = {
  readonly handlers: RequestHandlers<Actor>;
  /** Refuses at the door whoever has no business with a request at all; finer rights are the handler's. */
  readonly gate: (actor: Actor, name: RequestName) => Result<void>;
  readonly newId: NewId;
  readonly log: Log;
};

export type Incoming = { readonly name: unknown; readonly fields: readonly unknown[] };

const known = new Map<unknown, RequestName>(Object.keys(requests).map((name) => [name, name as RequestName]));

/** Brings one message to its handler and its answer back. Never throws. */
export function createDispatch<Actor>(options: DispatchOptions<Actor>) {
  return async (connection: Connection<Actor>, incoming: Incoming): Promise<AnswerFrame> => {
    const requestId = options.newId();
    const result = await decide(options, { connection, incoming, requestId });
    return result.ok
      ? { ok: true, data: result.value }
      : { ok: false, error: named(result.error, requestId) };
  };
}

type Asked<Actor> = {
  readonly connection: Connection<Actor>;
  readonly incoming: Incoming;
  readonly requestId: string;
};

async function decide<Actor>(
  options: DispatchOptions<Actor>,
  { connection, incoming, requestId }: Asked<Actor>,
): Promise<Result<unknown>> {
  const name = known.get(incoming.name);
  if (name === undefined) return fail('UNKNOWN_REQUEST');
  const row: { body: z.ZodType; answer: z.ZodType; command: boolean } = requests[name];
  try {
    const door = options.gate(connection.actor, name);
    if (!door.ok) return door;
    const frame = requestFrame.safeParse(incoming.fields[0]);
    if (!frame.success || incoming.fields.length !== 1)
      return fail('BAD_REQUEST', frame.success ? { field: '' } : whereWrong(frame.error));
    const commandId = frame.data.commandId ?? null;
    if (row.command && commandId === null) return fail('BAD_REQUEST', { field: 'commandId' });
    const body = row.body.safeParse(frame.data.body);
    if (!body.success) return fail('BAD_REQUEST', whereWrong(body.error));
    const context: RequestContext<Actor> = {
      connection,
      actor: connection.actor,
      requestId,
      commandId: row.command ? commandId : null,
    };
    // The table pairs each handler with its own body; a union of all of them cannot be called.
    const handle = options.handlers[name] as (context: unknown, body: unknown) => Promise<Result<unknown>>;
    const result = await handle(context, body.data);
    return result.ok ? { ok: true, value: row.answer.parse(result.value ?? {}) } : result;
  } catch (cause) {
    const facts = { request: name, connectionId: connection.id };
    return { ok: false, error: failureOf(cause, requestId, options.log, facts) };
  }
}

const named = (error: AppError, requestId: string) => ({
  code: error.code,
  ...(error.params === undefined ? {} : { params: { ...error.params } }),
  requestId: error.requestId ?? requestId,
});
