import { expect, it, vi } from 'vitest';
import { takeSetupToken } from './setup-token.ts';

it('takes the token out of the address bar and remembers it', () => {
  const history = { state: null, replaceState: vi.fn() };
  expect(takeSetupToken({ hash: '', pathname: '/setup' }, history)).toBeNull();
  expect(takeSetupToken({ hash: '#token=', pathname: '/setup' }, history)).toBeNull();
  expect(history.replaceState).not.toHaveBeenCalled();
  expect(takeSetupToken({ hash: '#token=abc', pathname: '/setup' }, history)).toBe('abc');
  expect(history.replaceState).toHaveBeenCalledWith(null, '', '/setup');
  expect(takeSetupToken({ hash: '', pathname: '/setup' }, history)).toBe('abc');
});
