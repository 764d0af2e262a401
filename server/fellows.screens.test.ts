import { expect, test } from 'vitest';
import { deviceId } from '../shared/kernel/ids.ts';
import { createHub } from '../test/support/hub.ts';
import { createScreensElsewhere } from './fellows.screens.ts';
import { createNewId } from './platform/ids.ts';

function server(name: string, hub: ReturnType<typeof createHub>, clock: { nowMs(): number }) {
  const screens = createScreensElsewhere({ bus: hub.bus(), serverId: name, clock });
  let tell: () => Promise<void> = async () => undefined;
  const checks: string[] = [];
  const id = deviceId.parse(createNewId(clock)());
  const own = { deviceId: id, placeId: name, lastHeardAtMs: 1, wireVersion: 1, inLesson: false };
  const jobs = {
    every(_name: string, _periodMs: number, work: () => Promise<void>) {
      tell = work;
    },
  };
  screens.start(jobs, () => [{ ...own, wantCheck: () => void checks.push(name) }]);
  return { screens, tell: () => tell(), checks, own };
}

test('a screen of another server is there while that server tells of it, and is asked for a check through it', async () => {
  let nowMs = 1_800_000_000_000;
  const clock = { nowMs: () => nowMs };
  const hub = createHub();
  const [a, b] = [server('a', hub, clock), server('b', hub, clock)];
  expect(a.screens.lines()).toEqual([]);
  await b.tell();
  await b.tell();
  expect(a.screens.lines()).toMatchObject([b.own]);
  expect(b.screens.lines()).toEqual([]);
  a.screens.lines()[0]?.wantCheck();
  expect([a.checks, b.checks]).toEqual([[], ['b']]);
  nowMs += 15_001;
  expect(a.screens.lines()).toEqual([]);
});
