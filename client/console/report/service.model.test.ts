import { expect, it } from 'vitest';
import type { OwnService } from '../../../shared/coverage/own.ts';
import { needStanding, needsInOrder } from './service.model.ts';

const need = (subject: string, deliveredCount: number, neededCount: number, cause: string | null = null) =>
  ({ subject, deliveredCount, neededCount, cause }) as OwnService['needs'][number];

it('says what lacks with its cause, and that it is full only when it is', () => {
  expect(needStanding(need('a', 8, 8))).toEqual({ state: 'full' });
  expect(needStanding(need('a', 7, 7.2, 'line'))).toEqual({ state: 'partly', cause: 'line' });
  expect(needStanding(need('a', 0, 0))).toEqual({ state: 'full' });
});

it('puts what lacks most first', () => {
  const needs = [need('full', 9, 8), need('half', 4, 8), need('none', 0, 2)];
  expect(needsInOrder(needs).map(({ subject }) => subject)).toEqual(['none', 'half', 'full']);
});
