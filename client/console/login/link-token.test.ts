import { expect, it, vi } from 'vitest';
import { takeLinkToken } from './link-token.ts';

it('takes the token out of the address bar and remembers it, for its own page alone', () => {
  const history = { state: null, replaceState: vi.fn() };
  expect(takeLinkToken({ hash: '', pathname: '/setup' }, history)).toBeNull();
  expect(takeLinkToken({ hash: '#token=', pathname: '/setup' }, history)).toBeNull();
  expect(history.replaceState).not.toHaveBeenCalled();
  expect(takeLinkToken({ hash: '#token=abc', pathname: '/setup' }, history)).toBe('abc');
  expect(history.replaceState).toHaveBeenCalledWith(null, '', '/setup');
  expect(takeLinkToken({ hash: '', pathname: '/setup' }, history)).toBe('abc');
  expect(takeLinkToken({ hash: '', pathname: '/invitation' }, history)).toBeNull();
});
