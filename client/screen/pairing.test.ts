import { describe, expect, it } from 'vitest';
import type { Result } from '../../shared/kernel/result.ts';
import { fail, ok } from '../../shared/kernel/result.ts';
import { FakeEnvironment } from '../live/doubles.ts';
import { PairingKeeper } from './pairing.ts';

const key = 'k'.repeat(43);

/** A server that answers by route; every answer may change while time passes. */
function rig(startKey: string | null = null) {
  const environment = new FakeEnvironment();
  const asked: string[] = [];
  let codes = 0;
  const answers: Record<string, () => Result<unknown>> = {
    'device.read': () => ok({ state: 'unpaired' }),
    'device.announce': () => {
      codes += 1;
      return ok({ code: `CODE000${codes}`, expiresAtMs: environment.nowMs() + 600_000 });
    },
    'device.exchange': () => ok({ deviceId: 'd' }),
  };
  const call = async (name: string) => {
    asked.push(name);
    return answers[name]?.() ?? fail('UNKNOWN_REQUEST');
  };
  const keeper = new PairingKeeper({ environment, call: call as never, key: startKey });
  const states: string[] = [];
  keeper.facts.subscribe(() => {
    const { pairing, notice } = keeper.facts.get();
    states.push(
      `${pairing.state}${pairing.state === 'code' ? `:${pairing.code}` : ''}${notice === null ? '' : `!${notice}`}`,
    );
  });
  return { environment, asked, answers, keeper, states };
}

describe('PairingKeeper', () => {
  it('is paired at once by its cookie', async () => {
    const all = rig();
    all.answers['device.read'] = () => ok({ state: 'paired', deviceId: 'd' });
    await all.keeper.start();
    expect(all.keeper.facts.get()).toEqual({ pairing: { state: 'paired' }, notice: null });
    expect(all.asked).toEqual(['device.read']);
  });

  it('trades the key of its start address first', async () => {
    const all = rig(key);
    all.answers['device.read'] = () => ok({ state: 'paired', deviceId: 'd' });
    await all.keeper.start();
    expect(all.asked).toEqual(['device.exchange', 'device.read']);
  });

  it('shows a code when the key is not known any more, and says so', async () => {
    const all = rig(key);
    all.answers['device.exchange'] = () => fail('CODE_INVALID');
    void all.keeper.start();
    await all.environment.advance(0);
    expect(all.states.at(-1)).toBe('code:CODE0001!keyRefused');
  });

  it('goes on by itself once somebody has typed its code', async () => {
    const all = rig();
    void all.keeper.start();
    await all.environment.advance(5000);
    expect(all.states.at(-1)).toBe('code:CODE0001');
    all.answers['device.read'] = () => ok({ state: 'paired', deviceId: 'd' });
    await all.environment.advance(2500);
    expect(all.states.at(-1)).toBe('paired');
  });

  it('renews its code before it expires', async () => {
    const all = rig();
    void all.keeper.start();
    await all.environment.advance(8.9 * 60_000);
    expect(all.states.at(-1)).toBe('code:CODE0001');
    await all.environment.advance(0.5 * 60_000);
    expect(all.states.at(-1)).toBe('code:CODE0002');
  });

  it('does not renew without end when the panel’s clock is wrong', async () => {
    const all = rig();
    all.answers['device.announce'] = () =>
      ok({ code: 'CODE0009', expiresAtMs: all.environment.nowMs() - 3_600_000 });
    void all.keeper.start();
    await all.environment.advance(5 * 60_000);
    expect(all.asked.filter((name) => name === 'device.announce')).toHaveLength(1);
  });

  it('says that the server cannot be reached, since when, and goes on when it can', async () => {
    const all = rig();
    const since = all.environment.nowMs();
    const read = all.answers['device.read'];
    all.answers['device.read'] = () => fail('UNAVAILABLE');
    void all.keeper.start();
    await all.environment.advance(10_000);
    expect(all.keeper.facts.get().pairing).toEqual({ state: 'unreachable', sinceMs: since });
    if (read !== undefined) all.answers['device.read'] = read;
    await all.environment.advance(5000);
    expect(all.keeper.facts.get().pairing.state).toBe('code');
  });

  it('asks for another code when it was revoked, and says so', async () => {
    const all = rig(key);
    all.answers['device.read'] = () => ok({ state: 'paired', deviceId: 'd' });
    await all.keeper.start();
    all.answers['device.read'] = () => ok({ state: 'unpaired' });
    void all.keeper.lost();
    await all.environment.advance(0);
    expect(all.states.at(-1)).toBe('code:CODE0001!revoked');
    expect(all.asked.filter((name) => name === 'device.exchange')).toHaveLength(1);
  });
});
