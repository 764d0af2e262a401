import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { StoreNews } from './session/session.types.ts';
import { STEADY_MS, steadyStoreNews } from './store-news.ts';

const away: StoreNews = { state: 'away', diskFull: true };
const back: StoreNews = { state: 'back' };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const listen = () => {
  const told: StoreNews['state'][] = [];
  return { told, hear: steadyStoreNews(({ state }) => void told.push(state)) };
};

it('tells at once that the store is away, and that it is back when it has stayed so', () => {
  const { told, hear } = listen();
  hear(away);
  expect(told).toEqual(['away']);
  hear(back);
  vi.advanceTimersByTime(STEADY_MS - 1);
  expect(told).toEqual(['away']);
  vi.advanceTimersByTime(1);
  expect(told).toEqual(['away', 'back']);
});

it('says once what a nearly full disk takes and refuses in turn', () => {
  const { told, hear } = listen();
  for (let turn = 0; turn < 5; turn += 1) {
    hear(away);
    vi.advanceTimersByTime(1_000);
    hear(back);
    vi.advanceTimersByTime(1_000);
  }
  expect(told).toEqual(['away']);
  vi.advanceTimersByTime(STEADY_MS);
  expect(told).toEqual(['away', 'back']);
  hear(away);
  expect(told).toEqual(['away', 'back', 'away']);
});
