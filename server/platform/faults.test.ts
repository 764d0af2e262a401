import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { FAULTS_MAX, outliveOutput, watchFaults } from './faults.ts';
import { createLog } from './log.ts';

function watched() {
  const source = new EventEmitter();
  const seen = { told: [] as string[], gaveUp: 0, lines: [] as string[], nowMs: 0 };
  watchFaults({
    source,
    log: createLog('info', { write: (line: string) => seen.lines.push(line) }),
    tell: (error) => seen.told.push(error),
    giveUp: () => {
      seen.gaveUp += 1;
    },
    monotonicMs: () => seen.nowMs,
  });
  return { source, seen };
}

test('each error is logged, the first of a minute is told by its kind alone', () => {
  const { source, seen } = watched();
  source.emit('uncaughtException', new TypeError('陈老师 has no seat'));
  source.emit('unhandledRejection', new RangeError('second'));
  expect(seen.told).toEqual(['TypeError']);
  expect(seen.lines).toHaveLength(2);
  seen.nowMs += 61_000;
  source.emit('unhandledRejection', 'a string');
  expect(seen.told).toEqual(['TypeError', 'string']);
  expect(seen.gaveUp).toBe(0);
});

test('it gives up once, when errors do not stop coming', () => {
  const { source, seen } = watched();
  for (let count = 0; count < FAULTS_MAX; count++) {
    source.emit('uncaughtException', new Error('again'));
    seen.nowMs += 1_000;
  }
  expect(seen.gaveUp).toBe(0);
  source.emit('uncaughtException', new Error('once more'));
  source.emit('uncaughtException', new Error('and more'));
  expect(seen.gaveUp).toBe(1);
});

test('the same number of errors over a day is no reason to give up', () => {
  const { source, seen } = watched();
  for (let count = 0; count < 10 * FAULTS_MAX; count++) {
    source.emit('uncaughtException', new Error('now and then'));
    seen.nowMs += 10_000;
  }
  expect(seen.gaveUp).toBe(0);
});

test('output that cannot be written is no error of the process', () => {
  const stream = new EventEmitter();
  outliveOutput([stream]);
  expect(() => stream.emit('error', new Error('EPIPE'))).not.toThrow();
});
