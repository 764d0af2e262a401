import type { OwnWork } from '../../shared/coverage/own.ts';
import type { LessonId, RoomId } from '../../shared/kernel/ids.ts';
import type { SessionEvent, SignalKind } from '../../shared/session/session.events.ts';
import type { LeadFact, PersonFact } from './fact.types.ts';
import { minutesOf } from './report.lines.rules.ts';

type Kinds = ReadonlyMap<LessonId, LeadFact>;
const kindOf = (leads: Kinds, id: LessonId): LeadFact['kind'] => leads.get(id)?.kind ?? 'delivery';

/** Workload 工作量 by part and kind of lesson. */
export function workOf(facts: readonly PersonFact[], leads: Kinds): OwnWork['work'] {
  const groups = Map.groupBy(facts, (each) => `${each.part} ${kindOf(leads, each.lessonId)}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const workedMs = group.reduce((total, each) => total + each.workedMs, 0);
    const lessonCount = new Set(group.map((each) => each.lessonId)).size;
    return [
      { part: first.part, kind: kindOf(leads, first.lessonId), minutes: minutesOf(workedMs), lessonCount },
    ];
  });
}

/** 关注均衡 over the delivery lessons that somebody led. */
export function balanceOf(facts: readonly PersonFact[], leads: Kinds): OwnWork['balance'] {
  const ids = new Set(facts.filter((each) => each.part === 'lectured').map((each) => each.lessonId));
  const led = [...ids]
    .flatMap((id) => leads.get(id) ?? [])
    .filter((each) => each.kind === 'delivery' && each.held);
  const compared = led.flatMap(({ balanceThousandths }) =>
    balanceThousandths === null ? [] : [balanceThousandths],
  );
  return {
    remoteTurnCount: led.reduce((total, each) => total + each.remoteTurnCount, 0),
    turnCount: led.reduce((total, each) => total + each.turnCount, 0),
    evenRatio:
      compared.length === 0
        ? null
        : compared.reduce((total, each) => total + each, 0) / compared.length / 1000,
    lessonCount: led.length,
  };
}

type Said = Pick<OwnWork['said'][number], 'confirmation' | 'signals'>;

/** What each room said of a lesson: its last word afterwards, and how often it signalled what while it ran. */
export function saidIn(events: readonly SessionEvent[]): ReadonlyMap<RoomId, Said> {
  const confirmations = new Map<RoomId, Said['confirmation']>();
  const signals = new Map<RoomId, Map<SignalKind, number>>();
  for (const event of events) {
    if (event.type === 'confirmation.set') {
      const { outcome, cause, clarity, following, late } = event.body;
      confirmations.set(event.body.roomId, { outcome, cause, clarity, following, late });
    }
    if (event.type === 'signal.sent') {
      const { roomId, signal } = event.body;
      const own = signals.get(roomId) ?? new Map<SignalKind, number>();
      signals.set(roomId, own.set(signal, (own.get(signal) ?? 0) + 1));
    }
  }
  return new Map(
    [...new Set([...confirmations.keys(), ...signals.keys()])].map((roomId) => [
      roomId,
      {
        confirmation: confirmations.get(roomId) ?? null,
        signals: [...(signals.get(roomId) ?? [])].map(([signal, count]) => ({ signal, count })),
      },
    ]),
  );
}
