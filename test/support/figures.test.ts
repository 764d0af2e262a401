import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Figure, report } from './figures.ts';

const folder = mkdtempSync(join(tmpdir(), 'sanketang-figures-'));
const figure: Figure = { name: 'voice', value: 100, unit: 'ms', goal: { atMost: 100 } };

beforeEach(() => {
  vi.stubEnv('SANKETANG_REPORTS', folder);
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

test('a run of which nothing was measured has not reached its figures', () => {
  expect(report('voice', [], {})).toBe(false);
  expect(report('voice', [{ ...figure, value: null, why: 'no line' }], {})).toBe(false);
});

test('a figure at its goal is reached, one above it is not', () => {
  expect(report('voice', [figure], {})).toBe(true);
  expect(report('voice', [figure, { ...figure, value: 100.1 }], {})).toBe(false);
});
