import { canonicalJson } from '../../shared/kernel/canonical-json.ts';
import { appErrorSchema } from '../../shared/kernel/errors.ts';
import type { SessionId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { readFact, type SessionEvent, type SessionFact } from '../../shared/session/session.events.ts';
import { evolve } from '../../shared/session/session.fold.ts';
import type { SessionState } from '../../shared/session/session.state.ts';
import { type EventRow, hashOf } from './session.chain.ts';
import { type CommandRow, keyOf } from './session.store.ts';
import type { DatedFact, Decision, LogActor, SaltedText } from './session.types.ts';

/** Something that wants to be decided against the newest state and written. */
export type Order = {
  readonly sessionId: SessionId;
  readonly actor: LogActor;
  readonly commandId: string;
  /** Its answer, a refusal too, is kept and given again to a repetition. */
  readonly remembered: boolean;
  readonly decide: (state: SessionState, nowMs: number) => Decision<DatedFact>;
};

/** A session's end: its fold and the hash of its last event. */
export type Tip = { readonly state: SessionState; readonly head: string };

export type Verdict =
  | { readonly state: 'answered'; readonly answer: Result<void> }
  /** The rule threw: a bug, of which only this order may suffer. */
  | { readonly state: 'faulty'; readonly error: unknown };

export type Batch = {
  readonly rows: readonly EventRow[];
  readonly commands: readonly CommandRow[];
  readonly texts: readonly SaltedText[];
  /** One for each order, in their order. */
  readonly verdicts: readonly Verdict[];
  readonly tips: ReadonlyMap<SessionId, Tip>;
  readonly events: ReadonlyMap<SessionId, readonly SessionEvent[]>;
};

export type Known = {
  readonly tips: ReadonlyMap<SessionId, Tip>;
  /** First answers by key, as stored. */
  readonly answers: ReadonlyMap<string, string>;
  /** Keys of orders whose facts are in the log already. */
  readonly written: ReadonlySet<string>;
  readonly nowMs: number;
};

/** Decides orders one after the other, each against what the ones before it have made true. */
export function decideBatch(orders: readonly Order[], known: Known): Batch {
  const rows: EventRow[] = [];
  const commands: CommandRow[] = [];
  const texts: SaltedText[] = [];
  const answers = new Map(known.answers);
  const tips = new Map(known.tips);
  const events = new Map<SessionId, SessionEvent[]>();

  const decided = (order: Order): Verdict => {
    const key = keyOf({ actor_id: order.actor.id, command_id: order.commandId });
    const first = answers.get(key);
    if (order.remembered && first !== undefined) return { state: 'answered', answer: readAnswer(first) };
    if (known.written.has(key)) return { state: 'answered', answer: ok() };
    const tip = tips.get(order.sessionId);
    if (tip === undefined) return { state: 'faulty', error: new Error('the session was not loaded') };
    const decision = order.decide(tip.state, known.nowMs);
    if (decision.ok) {
      const added = sealed(decision.value, order, { tip, nowMs: known.nowMs });
      rows.push(...added.rows);
      texts.push(...decision.value.flatMap(({ text }) => text ?? []));
      tips.set(order.sessionId, added.tip);
      events.set(order.sessionId, [...(events.get(order.sessionId) ?? []), ...added.events]);
    }
    const answer = decision.ok ? ok() : decision;
    if (order.remembered) {
      const text = writeAnswer(answer);
      answers.set(key, text);
      commands.push({
        actor_id: order.actor.id,
        command_id: order.commandId,
        answer: text,
        recorded_at_ms: known.nowMs,
      });
    }
    return { state: 'answered', answer };
  };

  const verdicts = orders.map((order): Verdict => {
    try {
      return decided(order);
    } catch (error) {
      return { state: 'faulty', error };
    }
  });
  return { rows, commands, texts, verdicts, tips, events };
}

type Sealed = { readonly rows: EventRow[]; readonly events: SessionEvent[]; readonly tip: Tip };

/** Gives facts their place in the log. A body that could not be read back later throws here, before it is written. */
function sealed(
  facts: readonly DatedFact[],
  order: Order,
  from: { readonly tip: Tip; readonly nowMs: number },
): Sealed {
  const rows: EventRow[] = [];
  const events: SessionEvent[] = [];
  let { state, head } = from.tip;
  for (const fact of facts) {
    const whole = wholeFact(fact, { state, head });
    const event: SessionEvent = {
      ...whole,
      sessionId: order.sessionId,
      seq: state.seq + 1,
      recordedAtMs: from.nowMs,
      occurredAtMs: Math.floor(Math.min(fact.occurredAtMs, from.nowMs)),
      actorKind: order.actor.kind,
      actorId: order.actor.id,
      ...(fact.text === undefined ? {} : { words: fact.text.text }),
    };
    const row = rowOf(event, order.commandId, head);
    rows.push(row);
    events.push(event);
    state = evolve(state, event);
    head = row.hash;
  }
  return { rows, events, tip: { state, head } };
}

function wholeFact(fact: DatedFact, { state, head }: Tip): SessionFact {
  const body = fact.type === 'session.ended' ? { ...fact.body, eventCount: state.seq, head } : fact.body;
  return readFact(fact.type, body);
}

function rowOf(event: SessionEvent, commandId: string, prevHash: string): EventRow {
  const columns = {
    session_id: event.sessionId,
    seq: event.seq,
    recorded_at_ms: event.recordedAtMs,
    occurred_at_ms: event.occurredAtMs,
    actor_kind: event.actorKind,
    actor_id: event.actorId,
    command_id: commandId,
    type: event.type,
    type_version: 1,
    body: canonicalJson(event.body),
    prev_hash: prevHash,
  };
  return { ...columns, hash: hashOf(columns) };
}

const writeAnswer = (answer: Result<void>): string =>
  JSON.stringify(answer.ok ? { ok: true } : { ok: false, error: answer.error });

function readAnswer(text: string): Result<void> {
  const stored: unknown = JSON.parse(text);
  if (typeof stored !== 'object' || stored === null || !('ok' in stored)) return fail('INTERNAL');
  if (stored.ok === true) return ok();
  const { code, params } = appErrorSchema.parse('error' in stored ? stored.error : null);
  return fail(code, params);
}
