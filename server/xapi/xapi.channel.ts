import { sessionId } from '../../shared/kernel/ids.ts';
import { MINUTE_MS } from '../../shared/kernel/time.ts';
import type { AttendanceReader } from '../attendance/attendance.types.ts';
import { idOf } from '../outbox/outbox.ids.ts';
import type { OutboxService } from '../outbox/outbox.service.ts';
import type { Channel, KeptLetter, Letter, Sent } from '../outbox/outbox.types.ts';
import type { PlanningReader } from '../planning/planning.types.ts';
import type { Outbound, OutboundAnswer, OutboundWish } from '../platform/outbound.ts';
import { type Statement, saysTheSame, statementsOf, voidedOf } from './xapi.statements.rules.ts';

/** A Learning Record Store, as the operator has set it. */
export type Lrs = { readonly url: string; readonly key: string; readonly secret: string };

export type XapiChannelDeps = {
  readonly lrs: Lrs | null;
  /** By which accounts and lessons are named: the address of this installation. */
  readonly home: string;
  readonly outbound: Outbound;
  readonly attendance: Pick<AttendanceReader, 'settledOf'>;
  readonly planning: Pick<PlanningReader, 'lessonOfSession'>;
  readonly outbox: () => Pick<OutboxService, 'ofSubject' | 'supersede' | 'firstAtMs'>;
};

export const LRS_TARGET = 'lrs';
/** Until an end cannot be taken back any more, and the local teacher has had a moment to confirm. */
const WAIT_MS = 35 * MINUTE_MS;

type Body = { readonly revision: number; readonly statements: readonly Statement[] };
const bodyOf = ({ body }: Letter): Body => JSON.parse(body) as Body;

/** Statements about lessons and attendance to a Learning Record Store. */
export function createXapiChannel(deps: XapiChannelDeps): Channel {
  const { lrs, outbox, home } = deps;

  const settledAs = async (id: string) => (await deps.attendance.settledOf([sessionId.parse(id)]))[0];

  async function lettersOf(id: string, atMs: number): Promise<readonly Letter[]> {
    const settled = await settledAs(id);
    const lesson = settled === undefined ? null : await deps.planning.lessonOfSession(settled.sessionId);
    if (settled === undefined || lesson === null) return [];
    const letterId = idOf('xapi', id, settled.logSeq);
    const before = await outbox().ofSubject(LRS_TARGET, id);
    if (before.some((each) => each.id === letterId)) return [];
    for (const each of before)
      if (each.state.state === 'waiting') await outbox().supersede(each.id, each.tryCount);
    const statements = statementsOf(lesson, settled, { home, idOf });
    const last = before.findLast(mayHaveArrived);
    if (last !== undefined && saysTheSame(bodyOf(last).statements, statements)) return [];
    const timestamp = new Date(atMs).toISOString();
    const voided = last === undefined ? [] : voidedOf(bodyOf(last).statements, { home, idOf, timestamp });
    const body: Body = { revision: settled.logSeq, statements: [...voided, ...statements] };
    return [
      {
        ...{ id: letterId, channel: 'xapi', targetId: LRS_TARGET, event: 'session.settled', subjectId: id },
        ...{ body: JSON.stringify(body), createdAtMs: atMs, dueAtMs: atMs + WAIT_MS },
      },
    ];
  }

  async function send(store: Lrs, { statements }: Body, signal: AbortSignal): Promise<Sent> {
    const ask = (wish: Pick<OutboundWish, 'method' | 'body'>, query = ''): Promise<OutboundAnswer> =>
      deps.outbound({
        url: new URL(`${store.url}/statements${query}`),
        headers: {
          'Content-Type': 'application/json',
          'X-Experience-API-Version': '1.0.3',
          Authorization: `Basic ${Buffer.from(`${store.key}:${store.secret}`).toString('base64')}`,
        },
        ...wish,
        signal,
      });
    const together = await ask({ method: 'POST', body: JSON.stringify(statements) });
    if (!isConflict(together)) return sentBy(together);
    // Some are there already, of a try whose answer was lost; which of them is not said.
    for (const statement of statements) {
      const alone = await ask(
        { method: 'PUT', body: JSON.stringify(statement) },
        `?statementId=${statement.id}`,
      );
      const sent = isConflict(alone) ? ({ state: 'sent' } as const) : sentBy(alone);
      if (sent.state !== 'sent') return sent;
    }
    return { state: 'sent' };
  }

  return {
    name: 'xapi',
    sinceMs: async () => (lrs === null ? null : outbox().firstAtMs('xapi')),
    lettersOf: async ({ name, id, atMs }) =>
      lrs === null || name !== 'session.settled' || atMs < (await outbox().firstAtMs('xapi'))
        ? []
        : lettersOf(id, atMs),
    targets: async () => (lrs === null ? [] : [LRS_TARGET]),
    async send(letter, signal) {
      if (lrs === null) return { state: 'stopped' };
      const body = bodyOf(letter);
      const settled = await settledAs(letter.subjectId);
      return settled?.logSeq === body.revision ? send(lrs, body, signal) : { state: 'superseded' };
    },
  };
}

/** Of a try without an answer nobody knows. */
const mayHaveArrived = ({ state, tryCount }: KeptLetter): boolean => state.state === 'sent' || tryCount > 0;

const isConflict = (answer: OutboundAnswer): boolean => answer.state === 'answered' && answer.status === 409;

function sentBy(answer: OutboundAnswer): Sent {
  if (answer.state === 'failed')
    return answer.reason === 'stopped'
      ? { state: 'stopped' }
      : { state: 'failed', failure: { reason: answer.reason, status: null } };
  const { status } = answer;
  return status >= 200 && status < 300
    ? { state: 'sent' }
    : { state: 'failed', failure: { reason: 'status', status } };
}
