import { describe, expect, it } from 'vitest';
import { FakeEnvironment } from '../live/doubles.ts';
import { Renewal } from './renewal.ts';

const page = (hash: string) => `<script src="/assets/screen-${hash}.js"></script>`;

function rig() {
  const environment = new FakeEnvironment();
  const given = { page: page('a') as string | null, loads: 0 };
  const renewal = new Renewal({
    environment,
    wall: () => ({ nowMs: Date.UTC(2026, 10, 23, 12), aheadMs: 0 }),
    fetchPage: async () => given.page,
    ownAssets: ['/assets/screen-a.js'],
    load: () => {
      given.loads += 1;
    },
  });
  return { environment, given, renewal };
}

describe('Renewal', () => {
  it('finds another build when asked and every hour, and forgets it when it is taken back', async () => {
    const { environment, given, renewal } = rig();
    await renewal.ask();
    expect(renewal.due()).toBe(false);
    given.page = page('b');
    await environment.advance(3_600_000);
    expect(renewal.due()).toBe(true);
    given.page = null;
    await renewal.ask();
    expect(renewal.due(), 'the server is away').toBe(true);
    given.page = page('a');
    await renewal.ask();
    expect(renewal.due()).toBe(false);
  });

  it('loads once a minute at most, and only a page that is there', async () => {
    const { environment, given, renewal } = rig();
    given.page = null;
    await renewal.reload();
    expect(given.loads).toBe(0);
    given.page = page('b');
    await renewal.reload();
    expect(given.loads, 'asked a moment ago').toBe(0);
    await environment.advance(60_000);
    await Promise.all([renewal.reload(), renewal.reload()]);
    expect(given.loads).toBe(1);
  });
});
