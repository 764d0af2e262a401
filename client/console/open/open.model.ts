import type { Delivery } from '../../../shared/outbox.ts';
import type { ConsoleKey } from '../text.ts';

export const placeKinds = ['region', 'school'] as const;
/** As the form holds it; an empty id is none chosen yet. */
export type Place = { readonly kind: (typeof placeKinds)[number]; readonly id: string };

type Typed = { readonly place?: Place };

/** What was typed, as the routes ask for it. */
export function toBody<T extends Typed>({ place, ...rest }: T): object {
  return place === undefined || place.id === ''
    ? rest
    : { ...rest, scopeKind: place.kind, scopeId: place.id };
}
/** Both stand under one field of the form. */
export const askedAs = { scopeKind: 'place', scopeId: 'place' } as const;

/** What is said of a letter: which sentence, at which moment, and whether something went wrong. */
export function wordsOf({ state, tryCount }: Pick<Delivery, 'state' | 'tryCount'>): {
  readonly key: ConsoleKey;
  readonly atMs: number;
  readonly failure: { readonly key: ConsoleKey; readonly status: number } | null;
} {
  const of = (failure: { readonly reason: string; readonly status: number | null }) => ({
    key: `delivery.failure.${failure.reason}` as ConsoleKey,
    status: failure.status ?? 0,
  });
  switch (state.state) {
    case 'sent':
      return { key: 'delivery.sent', atMs: state.doneAtMs, failure: null };
    case 'dead':
      return { key: 'delivery.dead', atMs: state.doneAtMs, failure: of(state.failure) };
    case 'waiting':
      return {
        key: tryCount === 0 ? 'delivery.first' : 'delivery.waiting',
        atMs: state.nextAtMs,
        failure: state.failure === null ? null : of(state.failure),
      };
  }
}
