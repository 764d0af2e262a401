import { NotFoundError, UnsupportedError, WorkerClosedError } from 'mediasoup/errors';
import { expect, it } from 'vitest';
import type { EngineLog } from '../types.ts';
import { attempt, codeOf } from './refusals.ts';

it.each([
  [new TypeError('bad'), 'BAD_REQUEST'],
  [new UnsupportedError('codec'), 'CODEC_UNSUPPORTED'],
  [new NotFoundError('gone'), 'NOT_FOUND'],
  [new WorkerClosedError('worker'), 'MEDIA_UNAVAILABLE'],
  [Object.assign(new Error('state'), { name: 'InvalidStateError' }), 'INVALID_STATE'],
  [new Error('MID already exists in RTP listener [mid:0]'), 'BAD_REQUEST'],
  [new Error('anything else'), 'INTERNAL'],
  ['no error at all', 'INTERNAL'],
])('%s is %s', (cause, code) => {
  expect(codeOf(cause)).toBe(code);
});

it('logs what nothing explains, and only that', async () => {
  const logged: object[] = [];
  const log: EngineLog = {
    info: () => undefined,
    warn: () => undefined,
    error: (facts) => logged.push(facts),
  };
  expect(await attempt(log, 'x', () => Promise.reject(new TypeError('bad')))).toMatchObject({ ok: false });
  expect(logged).toEqual([]);
  await attempt(log, 'x', () => Promise.reject(new Error('odd')));
  expect(logged).toHaveLength(1);
});
