import { expect, test } from 'vitest';
import { createLog, type LogLevel } from './log.ts';

function record(level: LogLevel = 'info') {
  const lines: string[] = [];
  const log = createLog(level, { write: (line: string) => lines.push(line) });
  return { log, lines, first: () => JSON.parse(lines[0] ?? '{}') };
}

test('secrets and names are hidden at any depth, also in a child, and ids stay', () => {
  const { log, lines } = record();
  log.child({ cookies: { sanketang_login: 'S3CRET' } }).info(
    {
      personId: 'p1',
      loginToken: 'S3CRET',
      password: 'S3CRET',
      headers: { cookie: 'S3CRET', 'set-cookie': ['S3CRET'], authorization: 'S3CRET' },
      device: { deviceKey: 'S3CRET', key: 'S3CRET', keyHash: 'S3CRET' },
      people: [{ name: 'S3CRET', phone: 'S3CRET', lecturerName: 'S3CRET' }],
      pairing: { code: 'S3CRET' },
      requestId: 'r1',
    },
    'told',
  );
  expect(lines.join('')).not.toContain('S3CRET');
  expect(lines.join('')).toContain('"personId":"p1"');
  expect(lines.join('')).toContain('"requestId":"r1"');
});

test('an error keeps what a reader needs', () => {
  const { log, first } = record();
  log.error(
    { error: Object.assign(new Error('no disk', { cause: new Error('full') }), { code: 'X' }) },
    'failed',
  );
  expect(first()).toMatchObject({
    level: 'error',
    msg: 'failed',
    error: { kind: 'Error', message: 'no disk', errorCode: 'X', cause: { message: 'full' } },
  });
  expect(first().error.stack).toContain('log.test');
});

test('facts that refer to themselves, or hold bytes, do not stop the line', () => {
  const { log, first } = record();
  const facts: Record<string, unknown> = { size: 3n, body: new Uint8Array(4) };
  facts['self'] = facts;
  log.warn(facts, 'odd');
  expect(first()).toMatchObject({ msg: 'odd', size: '3', body: '[4 bytes]' });
});

test('an error code may be read', () => {
  const { log, first } = record();
  log.info({ code: 'NOT_FOUND' }, 'refused');
  expect(first().code).toBe('NOT_FOUND');
});

test('lines below the level are not written', () => {
  const { log, lines } = record('warn');
  log.info({}, 'quiet');
  expect(lines).toEqual([]);
});
