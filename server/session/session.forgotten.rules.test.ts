import { describe, expect, test } from 'vitest';
import { evolve } from '../../shared/session/session.fold.ts';
import { nth, PLANNED_START_MS, planOf } from '../../test/support/session-log.ts';
import { say, told } from '../../test/support/session-told.ts';
import { endForgotten, forgotten, forgottenCommandId } from './session.forgotten.rules.ts';

const at = (minute: number): number => PLANNED_START_MS + minute * 60_000;
/** The lecturer teaches from minute 0 on and is cut off at `minute`. */
const goneAt = (minute: number) =>
  told([-9, say.opened()], [-5, say.teacherJoins(1)], [0, say.started()], [minute, say.lost(1)]);
const teaching = told([-9, say.opened()], [-5, say.teacherJoins(1)], [0, say.started()]);

describe('not forgotten', () => {
  test('is a lesson that never opened, or that is over', () => {
    expect(forgotten(told(), at(900))).toBeNull();
    expect(forgotten(told([-9, say.opened()], [0, say.started()], [9, say.ended()]), at(900))).toBeNull();
  });

  test('is one whose lecturer is there, also past its planned end', () => {
    expect(forgotten(teaching, at(40 + 44))).toBeNull();
  });

  test('is one whose lecturer was away for less', () => {
    expect(forgotten(goneAt(5), at(34))).toBeNull();
    expect(forgotten(goneAt(35), at(49))).toBeNull();
    expect(forgotten(goneAt(45), at(54))).toBeNull();
  });

  test('is one that waits for a late lecturer', () => {
    expect(forgotten(told([-9, say.opened()], [-9, say.roomJoins(1)]), at(49))).toBeNull();
  });
});

describe('ends', () => {
  test.each([
    ['30 minutes after its lecturer was last there', 5, 35],
    ['10 minutes after its planned end without them', 35, 50],
    ['10 minutes after they went, past its planned end', 45, 55],
  ])('%s, as of when they were last there', (_, gone, found) => {
    expect(forgotten(goneAt(gone), at(found) - 1)).toBeNull();
    expect(forgotten(goneAt(gone), at(found))).toEqual({ reason: 'lecturer-gone', occurredAtMs: at(gone) });
    // However late the job finds it.
    expect(forgotten(goneAt(gone), at(found + 300))).toMatchObject({ occurredAtMs: at(gone) });
  });

  test('45 minutes after its planned end although somebody sits there', () => {
    expect(forgotten(teaching, at(85))).toEqual({ reason: 'overtime', occurredAtMs: at(85) });
    expect(forgotten(teaching, at(200))).toEqual({ reason: 'overtime', occurredAtMs: at(85) });
  });

  test('at 23:59 of its local day', () => {
    // 08:00 in Shanghai is the planned start: 23:59 is 959 minutes later.
    const late = planOf([1], {
      plannedStartAtMs: at(900),
      plannedEndAtMs: at(940),
    });
    const state = told(
      [900, { type: 'session.opened', body: { plan: late } }],
      [901, say.teacherJoins(1)],
      [902, say.started()],
    );
    expect(forgotten(state, at(959) - 1)).toBeNull();
    expect(forgotten(state, at(959))).toEqual({ reason: 'day-end', occurredAtMs: at(959) });
  });

  test('without ever having started', () => {
    const waiting = told([-9, say.opened()], [-9, say.roomJoins(1)]);
    expect(forgotten(waiting, at(50))).toEqual({ reason: 'never-started', occurredAtMs: at(40) });
  });
});

describe('a reopened lesson', () => {
  const reopened = told(
    [-9, say.opened()],
    [-5, say.teacherJoins(1)],
    [0, say.started()],
    [80, say.lost(1)],
    [90, say.ended()],
    [95, say.reopened()],
  );

  test('is not ended again at once, though its lecturer is not back yet', () => {
    expect(forgotten(reopened, at(104))).toBeNull();
    expect(forgotten(reopened, at(105))).toEqual({ reason: 'lecturer-gone', occurredAtMs: at(80) });
  });

  test('has another id for its second forgotten end', () => {
    expect(forgottenCommandId(reopened)).not.toBe(forgottenCommandId(teaching));
    expect(forgottenCommandId(teaching)).toBe(forgottenCommandId(goneAt(5)));
  });
});

test('the end is decided once: the fold of its facts is not forgotten any more', () => {
  const facts = endForgotten(goneAt(5), at(35));
  expect(facts.map((fact) => fact.type)).toEqual(['session.ended']);
  const over = evolve(goneAt(5), {
    ...say.ended(),
    sessionId: nth.session(1),
    seq: 9,
    recordedAtMs: at(35),
    occurredAtMs: at(5),
    actorKind: 'server',
    actorId: 'server',
  });
  expect(endForgotten(over, at(36))).toEqual([]);
});
