import { expect, it } from 'vitest';
import { judgeSizes } from './file-size.ts';

const verdict = (path: string, lineCount: number) => {
  const { refused, asked } = judgeSizes([{ path, lineCount }]);
  return refused.length > 0 ? 'refused' : asked.length > 0 ? 'asked' : 'fine';
};

it.each([
  ['server/app.ts', 401, 'refused'],
  ['server/app.ts', 400, 'asked'],
  ['server/app.ts', 301, 'asked'],
  ['server/app.ts', 300, 'fine'],
  ['server/app.test.ts', 601, 'refused'],
  ['test/support/rig.ts', 601, 'refused'],
  ['client/a.test.tsx', 600, 'fine'],
  ['test/e2e/session.spec.ts', 401, 'fine'],
  ['server/latest.ts', 401, 'refused'],
])('%s with %i lines: %s', (path, lineCount, answer) => {
  expect(verdict(path, lineCount)).toBe(answer);
});
