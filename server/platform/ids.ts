import { randomBytes } from 'node:crypto';
import { uuidV7 } from '../../shared/kernel/ids.ts';
import type { Clock, NewId } from './ports.ts';

const COUNTER_MAX = 0xfff;

/**
 * Ids that sort in the order of their making, also within one millisecond: the twelve bits behind the time count up (RFC 9562 §6.2,
 * method 1). When they are used up the time part runs ahead of the clock by a millisecond.
 * @param random gives that many random bytes
 */
export function createNewId(clock: Clock, random: (size: number) => Uint8Array = randomBytes): NewId {
  let stampMs = -1;
  let counter = 0;
  return () => {
    const bytes = Uint8Array.from(random(10));
    const nowMs = clock.nowMs();
    if (nowMs > stampMs) {
      stampMs = nowMs;
      // Half of the range is left for counting up.
      counter = (((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0)) & (COUNTER_MAX >> 1);
    } else if (counter < COUNTER_MAX) {
      counter += 1;
    } else {
      stampMs += 1;
      counter = 0;
    }
    bytes[0] = counter >> 8;
    bytes[1] = counter & 0xff;
    return uuidV7(stampMs, bytes);
  };
}
