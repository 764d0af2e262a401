import { describe, expect, test } from 'vitest';
import { deliveryFailure } from '../../../shared/outbox.ts';
import { openEn } from '../../../shared/text/open.en.ts';
import { webhookEvent } from '../../../shared/webhook.ts';
import { type Place, toBody, wordsOf } from './open.model.ts';

test('a place that nobody chose is left out, so that the form asks for it', () => {
  expect(toBody({ place: { kind: 'school', id: '' }, ...{ name: 'x' } })).toEqual({ name: 'x' });
  expect(toBody<{ name?: string; place?: Place }>({ name: 'x' })).toEqual({ name: 'x' });
  expect(toBody({ place: { kind: 'school', id: '1' }, ...{ name: 'x' } })).toEqual({
    name: 'x',
    scopeKind: 'school',
    scopeId: '1',
  });
});

describe('a letter', () => {
  const failure = { reason: 'status', status: 503 } as const;
  test('says when it was taken, is sent or is given up, and why not before', () => {
    expect(wordsOf({ tryCount: 2, state: { state: 'sent', doneAtMs: 5 } })).toEqual({
      key: 'delivery.sent',
      atMs: 5,
      failure: null,
    });
    expect(wordsOf({ tryCount: 0, state: { state: 'waiting', nextAtMs: 5, failure: null } }).key).toBe(
      'delivery.first',
    );
    expect(wordsOf({ tryCount: 1, state: { state: 'waiting', nextAtMs: 5, failure } })).toEqual({
      key: 'delivery.waiting',
      atMs: 5,
      failure: { key: 'delivery.failure.status', status: 503 },
    });
    expect(wordsOf({ tryCount: 9, state: { state: 'dead', doneAtMs: 5, failure } }).key).toBe(
      'delivery.dead',
    );
  });

  test('has words for every reason and every event', () => {
    for (const reason of deliveryFailure.shape.reason.options) {
      const said = wordsOf({
        tryCount: 9,
        state: { state: 'dead', doneAtMs: 5, failure: { reason, status: null } },
      });
      expect(Object.keys(openEn)).toContain(said.failure?.key);
    }
    for (const event of webhookEvent.options) expect(Object.keys(openEn)).toContain(`webhook.event.${event}`);
  });
});
