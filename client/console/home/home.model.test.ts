import { describe, expect, it } from 'vitest';
import { cardOf, idOf, lecturerOf, NOON_MS } from '../lesson-card.fixture.ts';
import { dayOf, momentOf } from './home.model.ts';

const MINUTE_MS = 60_000;
const at = (startMinutes: number, changes = {}) =>
  cardOf({
    plannedStartAtMs: NOON_MS + startMinutes * MINUTE_MS,
    plannedEndAtMs: NOON_MS + (startMinutes + 40) * MINUTE_MS,
    ...changes,
  });
const other = { lecturer: { personId: idOf(8), name: '王老师' } };

describe('dayOf', () => {
  it('has no main lesson for an empty day, a past day, or somebody who may not lead', () => {
    const lecturer = { me: lecturerOf(7), nowMs: NOON_MS };
    expect(dayOf([], lecturer)).toEqual({ main: null, items: [] });
    expect(
      dayOf([at(-60), at(0, { phase: 'ended' }), at(5, { phase: 'cancelled' })], lecturer).main,
    ).toBeNull();
    expect(dayOf([at(0, other)], { me: lecturerOf(9, 'admin'), nowMs: NOON_MS }).main).toBeNull();
  });
  it('sorts by the clock', () => {
    const day = dayOf([at(90), at(0), at(45)], { me: lecturerOf(7), nowMs: NOON_MS });
    expect(day.items.map((item) => item.card.plannedStartAtMs - NOON_MS)).toEqual([0, 2_700_000, 5_400_000]);
  });
  it('prefers what runs to what is due, and what is due to the next', () => {
    const asker = { me: lecturerOf(7), nowMs: NOON_MS };
    expect(dayOf([at(0), at(45)], asker).main?.moment).toBe('now');
    expect(dayOf([at(30), at(90)], asker).main?.card.plannedStartAtMs).toBe(NOON_MS + 30 * MINUTE_MS);
    const running = at(-30, { phase: 'live' });
    expect(dayOf([at(0), running], asker).main).toMatchObject({ card: running, action: 'return' });
  });
  it("prefers the own lesson to a colleague's that runs", () => {
    const day = dayOf([at(0, { ...other, phase: 'live' }), at(30)], { me: lecturerOf(7), nowMs: NOON_MS });
    expect(day.main?.mine).toBe(true);
  });
  it("offers a colleague's lesson when there is no own one", () => {
    expect(dayOf([at(0, other)], { me: lecturerOf(7), nowMs: NOON_MS }).main).toMatchObject({ mine: false });
  });
  it('leaves a missed lesson to be opened from the list', () => {
    const day = dayOf([at(-60)], { me: lecturerOf(7), nowMs: NOON_MS });
    expect(day.items[0]).toMatchObject({ moment: 'missed', action: 'open' });
  });
});

describe('momentOf', () => {
  it('opens ten minutes before the start', () => {
    expect(momentOf(at(10), NOON_MS - 1)).toBe('later');
    expect(momentOf(at(10), NOON_MS)).toBe('now');
    expect(momentOf(at(-40), NOON_MS)).toBe('missed');
  });
});
