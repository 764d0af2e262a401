import { describe, expect, it, test } from 'vitest';
import { roomId, sessionId } from '../../shared/kernel/ids.ts';
import { fail, ok } from '../../shared/kernel/result.ts';
import { seatOfPhone } from '../../shared/session/session.events.ts';
import type { SessionView } from '../../shared/session/session.view.ts';
import type { SessionFacts } from '../live/live.types.ts';
import { createStore } from '../live/store.ts';
import { ASKED_MS, codePlace, isPrivate, phoneAddress, wasReleased } from './phone-code.rules.ts';
import { PhoneCodeKeeper } from './phone-code.ts';

const room = roomId.parse('01890000-0000-7000-8000-000000000001');
const session = sessionId.parse('01890000-0000-7000-8000-000000000002');
type Presence = SessionView['seats'][ReturnType<typeof seatOfPhone>]['presence'];
const connected: Presence = { state: 'connected', sinceMs: 0, media: false };
const removed: Presence = { state: 'left', sinceMs: 0, reason: 'removed' };

function viewWith(
  phase: SessionView['lesson']['phase']['state'],
  phone: Presence | null = null,
  lesson: Partial<SessionView['lesson']> = {},
): SessionView {
  const seat = seatOfPhone(room);
  const nothing = { headCount: null, hand: null, signal: null, confirmation: null };
  return {
    lesson: { phase: { state: phase }, kind: 'delivery', mode: 'interactive', stage: [], ...lesson },
    seats: phone === null ? {} : { [seat]: { seat, part: 'phone', presence: phone, ...nothing } },
    streams: {},
  } as unknown as SessionView;
}
const never = { askedAtMs: null, nowMs: 0 };

describe('where the code is', () => {
  test('covers nothing of a running lesson unless somebody asks for it, and then for a minute', () => {
    const live = viewWith('live');
    expect(codePlace(live, room, never)).toBe('none');
    expect(codePlace(live, room, { askedAtMs: 5, nowMs: 5 + ASKED_MS - 1 })).toBe('large');
    expect(codePlace(live, room, { askedAtMs: 5, nowMs: 5 + ASKED_MS })).toBe('none');
  });

  test('stands before the lesson until a phone helps', () => {
    expect(codePlace(viewWith('waiting'), room, never)).toBe('corner');
    expect(codePlace(viewWith('waiting', connected), room, never)).toBe('none');
    expect(codePlace(viewWith('waiting', removed), room, never)).toBe('corner');
    expect(codePlace(viewWith('live', connected), room, { askedAtMs: 0, nowMs: 0 })).toBe('none');
    expect(codePlace(viewWith('ended'), room, { askedAtMs: 0, nowMs: 0 })).toBe('none');
  });

  test('is nowhere in a lesson without helpers', () => {
    const seminar = viewWith('waiting', null, { kind: 'master', mode: 'seminar' });
    expect(codePlace(seminar, room, never)).toBe('none');
  });

  test('a phone that closed its page or lost its line was not sent away', () => {
    const before = viewWith('live', connected);
    expect(wasReleased(before, viewWith('live', removed), room)).toBe(true);
    expect(wasReleased(viewWith('live', removed), viewWith('live', removed), room)).toBe(false);
    const closed: Presence = { state: 'left', sinceMs: 0, reason: 'closed' };
    expect(wasReleased(before, viewWith('live', closed), room)).toBe(false);
    const lost: Presence = { state: 'lost', sinceMs: 0, cause: 'timeout' };
    expect(wasReleased(before, viewWith('live', lost), room)).toBe(false);
  });
});

test.each([
  ['http://192.168.3.7:8080', true],
  ['http://10.0.0.1', true],
  ['https://172.20.1.1', true],
  ['https://172.32.1.1', false],
  ['http://[fd00::1]:8080', true],
  ['http://[2001:db8::1]', false],
  ['http://classroom-pc:8080', true],
  ['https://screens.school.local', true],
  ['https://class.example.cn', false],
])('%s is private: %s', (origin, expected) => {
  expect(isPrivate(origin)).toBe(expected);
});

describe('the keeper of the code', () => {
  const play = (answers: readonly (string | null)[]) => {
    let nowMs = 1_000;
    const ticks: (() => void)[] = [];
    const facts = createStore<SessionFacts>({ state: 'none' });
    const left = [...answers];
    let asked = 0;
    const keeper = new PhoneCodeKeeper({
      environment: {
        nowMs: () => nowMs,
        random: () => 0,
        randomBytes: (count) => new Uint8Array(count),
        after: () => () => undefined,
        every: (_period, work) => {
          ticks.push(work);
          return () => undefined;
        },
      },
      live: {
        session: facts,
        serverNowMs: () => nowMs,
        request: (async () => {
          asked += 1;
          const code = left.shift() ?? null;
          return code === null
            ? fail('UNAVAILABLE')
            : ok({ code, expiresAtMs: nowMs + 60_000, origin: null });
        }) as never,
      },
      roomId: () => room,
      origin: 'http://10.0.0.1',
    });
    const settle = async () => {
      for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    };
    return {
      keeper,
      asked: () => asked,
      see: async (view: SessionView) => {
        facts.set({ state: 'joined', sessionId: session, view } as unknown as SessionFacts);
        await settle();
      },
      pass: async (ms: number) => {
        nowMs += ms;
        for (const tick of ticks) tick();
        await settle();
      },
    };
  };

  it('asks anew when the minute is over, and shows none rather than an old one', async () => {
    const { keeper, see, pass } = play(['first', null, 'second']);
    await see(viewWith('waiting'));
    expect(keeper.facts.get()).toMatchObject({ address: phoneAddress('http://10.0.0.1', 'first') });
    await pass(59_000);
    expect(keeper.facts.get()).toMatchObject({ place: 'corner' });
    await pass(1_000);
    expect(keeper.facts.get()).toEqual({ place: 'none' });
    await pass(5_000);
    expect(keeper.facts.get()).toMatchObject({ address: phoneAddress('http://10.0.0.1', 'second') });
  });

  it('asks for none in a lesson until a key is pressed; a second press takes it away', async () => {
    const { keeper, see, pass, asked } = play(['first']);
    await see(viewWith('live'));
    await pass(1_000);
    expect(asked()).toBe(0);
    keeper.pressed();
    await pass(0);
    expect(keeper.facts.get()).toMatchObject({ place: 'large' });
    keeper.pressed();
    expect(keeper.facts.get()).toEqual({ place: 'none' });
  });

  it('shows one for the next phone when the last was sent away', async () => {
    const { keeper, see } = play(['first']);
    await see(viewWith('live', connected));
    expect(keeper.facts.get()).toEqual({ place: 'none' });
    await see(viewWith('live', removed));
    expect(keeper.facts.get()).toMatchObject({ place: 'large' });
  });
});
