import { fail, type Result } from '../../shared/kernel/result.ts';
import type { RequestBody } from '../../shared/wire/requests.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { RequestContext } from '../platform/ports.ts';
import type { CaptionSource, HandOver } from './caption.types.ts';

export type TypedCaptions = CaptionSource & {
  say(
    context: RequestContext<Actor>,
    body: RequestBody<'caption.say'>,
  ): Promise<Result<Record<string, never>>>;
};

/** A person beside the lecturer who types. */
export function createTypedCaptions(): TypedCaptions {
  let hand: HandOver | null = null;
  return {
    origin: 'typed',
    begin(taking) {
      hand = taking;
      return () => {
        hand = null;
      };
    },
    say: async (context, line) => (hand === null ? fail('UNAVAILABLE') : hand(context, line, 'typed')),
  };
}
