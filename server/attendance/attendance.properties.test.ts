import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MINUTE_MS } from '../../shared/kernel/time.ts';
import type { SessionEvent } from '../../shared/session/session.events.ts';
import { evolve } from '../../shared/session/session.fold.ts';
import { emptySession } from '../../shared/session/session.state.ts';
import { fact, type LogLine, logOf, nth, PLANNED_START_MS, planOf } from '../../test/support/session-log.ts';
import { attendanceOf } from './attendance.rules.ts';

const opened: LogLine = [-10, fact.opened(planOf([0, 1]))];

/** Any order of anything, sensible or not; some facts are dated back as a timeout or a restart would. */
const anyFact = fc.oneof(
  { arbitrary: fc.nat(5).map((c) => fact.joined(c, c % 2)), weight: 4 },
  { arbitrary: fc.nat(5).map((c) => fact.mediaOn(c)), weight: 4 },
  { arbitrary: fc.tuple(fc.nat(5), fc.nat(8)).map(([c, s]) => fact.published(c, s)), weight: 3 },
  { arbitrary: fc.nat(8).map(fact.closed), weight: 1 },
  { arbitrary: fc.nat(5).map((c) => fact.mediaOff(c)), weight: 1 },
  { arbitrary: fc.nat(5).map((c) => fact.lost(c)), weight: 2 },
  { arbitrary: fc.nat(5).map((c) => fact.left(c)), weight: 1 },
  { arbitrary: fc.constantFrom(fact.mediaFailed(), fact.reopened(), fact.ended()), weight: 1 },
  { arbitrary: fc.constant(fact.started()), weight: 1 },
);
const anyLog = fc
  .array(fc.tuple(anyFact, fc.nat(4), fc.oneof(fc.constant(0), fc.nat(12))), { maxLength: 60 })
  .map((steps): SessionEvent[] => {
    let minute = -5;
    return logOf(nth.session(1), [
      opened,
      ...steps.map(([what, passes, back]): LogLine => {
        minute += passes;
        const ends = what.type === 'presence.lost' || what.type === 'session.ended';
        return [minute - (ends ? back : 0), what, ends ? back : 0];
      }),
    ]);
  });
const seed = Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31);
const runs = { seed, numRuns: 400 };

test(`0 ≤ camera ≤ connected ≤ lesson, and stays are apart and within the lesson (seed ${seed})`, () => {
  fc.assert(
    fc.property(anyLog, fc.nat(120), (events, later) => {
      const folded = attendanceOf(events, (events.at(-1)?.recordedAtMs ?? 0) + later * MINUTE_MS);
      expect(folded.lessonMs).toBeGreaterThanOrEqual(0);
      for (const each of folded.seats.values()) {
        expect(each.cameraMs).toBeGreaterThanOrEqual(0);
        expect(each.connectedMs).toBeGreaterThanOrEqual(each.cameraMs);
        const stayedMs = each.stays.reduce((sum, stay) => sum + stay.toMs - stay.fromMs, 0);
        expect(stayedMs).toBeGreaterThanOrEqual(each.connectedMs);
        expect(folded.lessonMs).toBeGreaterThanOrEqual(stayedMs);
        for (const [index, stay] of each.stays.entries()) {
          expect(stay.toMs).toBeGreaterThan(stay.fromMs);
          expect(stay.fromMs).toBeGreaterThanOrEqual(each.stays[index - 1]?.toMs ?? Number.NEGATIVE_INFINITY);
        }
        const open = each.stays.filter((stay) => stay.ending.kind === 'still-there');
        expect(open.length).toBeLessThanOrEqual(folded.phase === 'live' ? 1 : 0);
      }
    }),
    runs,
  );
});

test(`the same events give the same attendance, whatever the tabs are called (seed ${seed})`, () => {
  fc.assert(
    fc.property(anyLog, fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }), (events, names) => {
      const nowMs = (events.at(-1)?.recordedAtMs ?? 0) + MINUTE_MS;
      const before = attendanceOf(events, nowMs);
      expect(attendanceOf(structuredClone(events), nowMs)).toEqual(before);
      const renamed = JSON.parse(
        JSON.stringify(events).replaceAll(/"connectionId":"([^"]+)"/g, (_, id: string) => {
          const number = [0, 1, 2, 3, 4, 5].find((each) => nth.connection(each) === id) ?? 0;
          return `"connectionId":"${nth.connection(names[number] ?? 0)}"`;
        }),
      ) as SessionEvent[];
      expect(attendanceOf(renamed, nowMs)).toEqual(before);
    }),
    runs,
  );
});

test(`a second tab that lives within the first adds nothing (seed ${seed})`, () => {
  fc.assert(
    fc.property(fc.nat(30), fc.nat(9), fc.boolean(), (from, length, secondFirst) => {
      const one: LogLine[] = [opened, [0, fact.started()], [-1, fact.joined(1, 1)], [-1, fact.mediaOn(1)]];
      const tab: LogLine[] = [
        [from, fact.joined(2, 1)],
        [from, fact.mediaOn(2)],
        [from + length, fact.lost(2)],
      ];
      const end: LogLine = [40, fact.ended()];
      const lines = secondFirst ? [...one.slice(0, 2), ...tab, ...one.slice(2), end] : [...one, ...tab, end];
      const of = (log: readonly LogLine[]) =>
        attendanceOf(logOf(nth.session(1), log), PLANNED_START_MS + 60 * MINUTE_MS).seats;
      expect(of(lines)).toEqual(of([...one, end]));
    }),
    runs,
  );
});

test(`agrees with the fold on who is there now (seed ${seed})`, () => {
  fc.assert(
    fc.property(anyLog, (events) => {
      const state = events.reduce(evolve, emptySession(nth.session(1)));
      const folded = attendanceOf(events, (events.at(-1)?.recordedAtMs ?? 0) + MINUTE_MS);
      const there = [...folded.presence].flatMap(([seat, spans]) =>
        spans.some((each) => each.toMs === Number.POSITIVE_INFINITY) ? [seat] : [],
      );
      const connected = Object.values(state.seats).flatMap((each) =>
        each.presence.state === 'connected' ? [each.seat] : [],
      );
      expect(there.sort()).toEqual(connected.sort());
      expect(folded.phase).toBe(state.phase.state);
      const nowMs = (events.at(-1)?.recordedAtMs ?? 0) + MINUTE_MS;
      const later = attendanceOf(events, nowMs + MINUTE_MS);
      for (const { seat, presence } of Object.values(state.seats)) {
        const grown = (later.seats.get(seat)?.connectedMs ?? 0) - (folded.seats.get(seat)?.connectedMs ?? 0);
        const media = presence.state === 'connected' && presence.media && folded.phase === 'live';
        expect(grown).toBe(media ? MINUTE_MS : 0);
      }
    }),
    runs,
  );
});
