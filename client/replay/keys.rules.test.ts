import { expect, it } from 'vitest';
import { isOwnKey, keyActOf } from './keys.rules.ts';

it.each([
  ['x', null],
  ['Enter', null],
  ['ArrowUp', null],
  ['10', null],
  [' ', { act: 'toggle' }],
  ['K', { act: 'toggle' }],
  ['j', { act: 'step', byMs: -10_000 }],
  ['ArrowRight', { act: 'step', byMs: 10_000 }],
  ['7', { act: 'tenth', tenth: 7 }],
  ['C', { act: 'captions' }],
])('the key %j does %j', (key, act) => {
  expect(keyActOf(key)).toEqual(act);
});

it('leaves keys to what has the focus where it needs them', () => {
  expect(isOwnKey(' ', 'none')).toBe(false);
  expect(isOwnKey('ArrowLeft', 'slider')).toBe(false);
  expect(isOwnKey('ArrowLeft', 'button')).toBe(false);
  expect(isOwnKey(' ', 'button')).toBe(true);
  expect(isOwnKey('ArrowLeft', 'tool')).toBe(true);
  expect(isOwnKey('ArrowDown', 'select')).toBe(true);
  expect(isOwnKey('c', 'select')).toBe(true);
  expect(isOwnKey('c', 'tool')).toBe(false);
});
