import { expect, test } from 'vitest';
import { personId, regionId } from '../../shared/kernel/ids.ts';
import { fail } from '../../shared/kernel/result.ts';
import { localDate } from '../../shared/kernel/time.ts';
import { permit } from '../identity/identity.permit.rules.ts';
import { createNewId } from '../platform/ids.ts';
import { hashToken, newToken } from '../platform/tokens.ts';
import { createOpenService, type OpenServiceDeps } from './open.service.ts';
import type { StoredToken } from './open.types.ts';

const START_MS = 1_800_000_000_000;
const about = { kind: 'month', date: localDate.parse('2026-11-22') } as const;

function house() {
  const time = { nowMs: START_MS };
  const clock = { nowMs: () => time.nowMs };
  const newId = createNewId(clock);
  const secret = newToken();
  const token: StoredToken = {
    id: newId() as StoredToken['id'],
    name: 'x',
    scope: { kind: 'region', id: regionId.parse(newId()) },
    createdAtMs: START_MS,
    createdBy: personId.parse(newId()),
    lastUsedAtMs: null,
    revokedAtMs: null,
  };
  let kept = token;
  const used: number[] = [];
  const asked: unknown[] = [];
  const store = {
    byHash: async (hash: string) => (hash === hashToken(secret) ? kept : null),
    markUsed: async (_: unknown, atMs: number) => {
      used.push(atMs);
      kept = { ...kept, lastUsedAtMs: atMs };
    },
  } as unknown as OpenServiceDeps['store'];
  const report = {
    read: async (actor: unknown) => {
      asked.push(actor);
      return fail('NO_TERM');
    },
    list: async () => fail('NO_TERM'),
  };
  const directory = {} as OpenServiceDeps['directory'];
  const service = createOpenService({
    ...{ store, report, directory, permit, clock, newId, random: () => new Uint8Array(32) },
  });
  const read = async (bearer: string, address = '10.0.0.1') => {
    const answer = await service.report({ bearer, address }, about);
    return answer.ok ? 'read' : answer.error.code;
  };
  return { time, secret, token, used, asked, read };
}

test('ten wrong tokens from an address are enough for a quarter of an hour; a right one still opens', async () => {
  const { read, secret, time } = house();
  for (let tries = 0; tries < 10; tries += 1) expect(await read(newToken())).toBe('UNAUTHENTICATED');
  expect(await read(newToken())).toBe('TOO_MANY_TRIES');
  expect(await read(newToken(), '10.0.0.2')).toBe('UNAUTHENTICATED');
  expect(await read(secret)).toBe('NO_TERM');
  time.nowMs += 15 * 60_000 + 1;
  expect(await read(newToken())).toBe('UNAUTHENTICATED');
});

test('a token reads 600 times in a quarter of an hour, and says about every minute that it was used', async () => {
  const { read, secret, time, used } = house();
  for (let reads = 0; reads < 600; reads += 1) {
    expect(await read(secret)).toBe('NO_TERM');
    time.nowMs += 1_000;
  }
  expect(used.length).toBe(10);
  expect(await read(secret)).toBe('TOO_MANY_TRIES');
  time.nowMs += 301_000;
  expect(await read(secret)).toBe('NO_TERM');
});

test('who reads by a token is a viewer of its place and no more', async () => {
  const { read, secret, asked, token } = house();
  await read(secret);
  expect(asked).toEqual([
    expect.objectContaining({
      kind: 'person',
      loginId: '',
      grants: [{ role: 'viewer', scope: { kind: 'region', regionId: token.scope.id } }],
    }),
  ]);
});
