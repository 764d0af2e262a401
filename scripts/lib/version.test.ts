import { describe, expect, it } from 'vitest';
import { majorOf, runsProduct } from './version.mjs';

describe('majorOf', () => {
  it.each(['', 'latest', 'v', '24.x', '24.1.2.3', ' v 24'])('finds no version in "%s"', (text) => {
    expect(majorOf(text)).toBeNull();
  });

  it.each([
    ['v24.21.0', 24],
    ['18.19.1', 18],
    ['9', 9],
    ['v25.0.0-nightly20260101', 25],
    ['v20.1.0\n', 20],
  ])('reads %s', (text, major) => {
    expect(majorOf(text)).toBe(major);
  });
});

describe('runsProduct', () => {
  it.each([
    ['v18.0.0', false],
    ['v23.11.1', false],
    ['v24.0.0', true],
    ['v26.1.0', true],
    ['nonsense', false],
  ])('%s → %s', (version, answer) => {
    expect(runsProduct(version)).toBe(answer);
  });
});
