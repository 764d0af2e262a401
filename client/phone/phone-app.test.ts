import { describe, expect, it, test } from 'vitest';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { HelperClient, HelperSeat } from '../live/helper-client.ts';
import type { LinkState } from '../live/live.types.ts';
import { createStore } from '../live/store.ts';
import { PhoneApp } from './phone-app.ts';

type Answer = Result<unknown>;

/** A phone whose server answers what the test says, one after the other. */
function phone(answers: Readonly<Record<string, readonly Answer[]>>) {
  const left = new Map(Object.entries(answers).map(([name, list]) => [name, [...list]]));
  const timers: (() => void)[] = [];
  const link = createStore<LinkState>({ state: 'closed' });
  const seat = createStore<HelperSeat>({ state: 'joining' });
  let closed = 0;
  let reloads = 0;
  const app = new PhoneApp({
    environment: {
      nowMs: () => 0,
      random: () => 0,
      randomBytes: (count) => new Uint8Array(count),
      after: (_delay, work) => {
        timers.push(work);
        return () => undefined;
      },
      every: () => () => undefined,
    },
    call: (async (name: string) => left.get(name)?.shift() ?? fail('INTERNAL')) as never,
    connect: () =>
      ({
        link,
        seat,
        open: () => undefined,
        retry: () => undefined,
        close: () => {
          closed += 1;
        },
      }) as unknown as HelperClient,
    reload: () => {
      reloads += 1;
    },
  });
  const settle = async () => {
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  };
  return {
    app,
    link,
    seat,
    settle,
    closed: () => closed,
    reloads: () => reloads,
    ring: async () => {
      for (const work of timers.splice(0)) work();
      await settle();
    },
  };
}

const choosing = ok({ state: 'choosing', staff: [], taken: false });
const entered = ok({ state: 'entered', grantId: 'g', sessionId: 's' });

describe('a phone that has scanned', () => {
  test.each([
    [fail('CODE_INVALID'), 'expired'],
    [fail('TOO_MANY_TRIES'), 'tooMany'],
    [fail('LESSON_ENDED'), 'dayOver'],
    [fail('NOT_FOUND'), { code: 'NOT_FOUND' }],
  ])('%j is told to scan again, and why', async (answer, reason) => {
    const { app } = phone({ 'phone.open': [answer] });
    await app.start('code');
    expect(app.facts.get()).toEqual({ screen: 'scan', reason });
  });

  it('keeps trying while the server is away', async () => {
    const { app, ring } = phone({ 'phone.open': [fail('UNAVAILABLE'), choosing] });
    await app.start('code');
    expect(app.facts.get()).toEqual({ screen: 'unreachable' });
    await ring();
    expect(app.facts.get()).toMatchObject({ screen: 'who', busy: false });
  });

  it('stays with the names after a wrong PIN, and begins anew when its pass is over', async () => {
    const { app } = phone({
      'phone.open': [choosing],
      'phone.enter': [fail('WRONG_CREDENTIALS'), fail('CODE_INVALID')],
    });
    await app.start('code');
    const as = { kind: 'substitute', name: 'Wang' } as const;
    await app.enter(as);
    expect(app.facts.get()).toMatchObject({ screen: 'who', busy: false, refusal: 'WRONG_CREDENTIALS' });
    await app.enter(as);
    expect(app.facts.get()).toEqual({ screen: 'scan', reason: 'expired' });
  });
});

describe('a phone that helps', () => {
  it('says that it was released, and hangs up', async () => {
    const { app, link, settle, closed } = phone({
      'phone.read': [entered, ok({ state: 'over', reason: 'released' })],
    });
    await app.start(null);
    link.set({ state: 'refused', cause: 'revoked', error: { code: 'UNAUTHENTICATED' } });
    await settle();
    expect(app.facts.get()).toEqual({ screen: 'scan', reason: 'released' });
    expect(closed()).toBe(1);
  });

  it('keeps its line when it is asked again, and reads the end from the server', async () => {
    const later = ok({ state: 'entered', grantId: 'g', sessionId: 's', endedAtMs: 5 });
    const { app, seat, settle, closed } = phone({ 'phone.read': [entered, later] });
    await app.start(null);
    seat.set({ state: 'refused', error: { code: 'LESSON_ENDED' } });
    await settle();
    expect(app.facts.get()).toMatchObject({ screen: 'helping', entered: { endedAtMs: 5 } });
    expect(closed()).toBe(0);
  });

  it('loads itself anew when the server has moved on', async () => {
    const { app, link, reloads } = phone({ 'phone.read': [entered] });
    await app.start(null);
    link.set({ state: 'outdated' });
    expect(reloads()).toBe(1);
  });

  it('does not forget its lesson while the server is away', async () => {
    const { app } = phone({ 'phone.read': [entered, fail('TIMEOUT')] });
    await app.start(null);
    await app.refresh();
    expect(app.facts.get()).toMatchObject({ screen: 'helping' });
  });
});
