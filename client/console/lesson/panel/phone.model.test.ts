import { describe, expect, it } from 'vitest';
import { sessionView } from '../../../../shared/session/session.view.ts';
import { idOf } from '../../lesson-card.fixture.ts';
import { hasPhone, phoneAddress, renewInMs } from './phone.model.ts';

const seat = (id: string, presence: object) => ({
  [`phone:${id}`]: {
    seat: `phone:${id}`,
    part: 'phone',
    presence,
    headCount: null,
    hand: null,
    signal: null,
    confirmation: null,
  },
});
const viewWith = (seats: object, lecturerId: string | null = idOf(7)) =>
  sessionView.parse({
    lesson: {
      phase: { state: 'live', startedAtMs: 1 },
      kind: 'delivery',
      mode: 'interactive',
      lecturerId,
      mediaEpoch: 1,
      stage: [],
      viewerCount: 0,
    },
    seats,
    streams: {},
  });
const here = { state: 'connected', sinceMs: 1, media: false };

describe('hasPhone', () => {
  it("takes no room's phone and no lost one for the lecturer's own", () => {
    expect(hasPhone({ view: viewWith({}) })).toBe(false);
    expect(hasPhone({ view: viewWith(seat(idOf(1), here)) })).toBe(false);
    expect(hasPhone({ view: viewWith(seat(idOf(7), here), null) })).toBe(false);
    const lost = { state: 'lost', sinceMs: 1, cause: 'timeout' };
    expect(hasPhone({ view: viewWith(seat(idOf(7), lost)) })).toBe(false);
  });
  it('knows the own one', () => {
    expect(hasPhone({ view: viewWith(seat(idOf(7), here)) })).toBe(true);
  });
});

describe('a code to scan', () => {
  it('stands behind the sign that no server is told', () => {
    expect(new URL(phoneAddress('https://school.example', 'abc')).hash).toBe('#c=abc');
  });
  it('is renewed before it expires, and never in a hurry', () => {
    expect(renewInMs(60_000, 0)).toBe(55_000);
    expect(renewInMs(0, 60_000)).toBe(1_000);
  });
});
