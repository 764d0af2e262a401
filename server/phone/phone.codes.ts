import { z } from 'zod';
import { personId, roomId, sessionId } from '../../shared/kernel/ids.ts';
import { aloneBus, type Bus } from '../platform/bus.ts';
import type { Clock } from '../platform/ports.ts';
import { hashToken, newToken, type RandomBytes } from '../platform/tokens.ts';
import { CODE_GRACE_MS, CODE_LIFE_MS, PASS_LIFE_MS, seatOf } from './phone.rules.ts';
import type { Place } from './phone.types.ts';

/**
 * Codes that screens show, and passes of phones that have scanned one. In memory alone: a code lives a minute and a pass ten, so a restart
 * costs one more scan, and nothing that opens a door is ever on the disk. Other servers of the same records learn of both by their hashes: a
 * phone may come to another one than the screen.
 */
export interface PhoneCodes {
  /** The code that is shown for a place now. */
  show(place: Place): { readonly code: string; readonly expiresAtMs: number };
  /** Null for a code whose minute is over, or that never was. */
  placeOf(code: string): Place | null;
  /** A token by which a phone may say who it is for. */
  givePass(place: Place): string;
  passed(token: string): Place | null;
  takePass(token: string): void;
}

const place = z.union([
  z.strictObject({ sessionId, roomId }),
  z.strictObject({ sessionId, roomId: z.null(), lecturerId: personId }),
]);
/** What other servers are told. */
const held = z.object({ hash: z.string(), place, untilMs: z.int() });

const CODE_BYTES = 16;
const PASSES_MAX = 10_000;

export function createPhoneCodes({
  clock,
  random,
  bus = aloneBus,
}: {
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly bus?: Bus;
}): PhoneCodes {
  const codes = new Map<string, { readonly place: Place; readonly expiresAtMs: number }>();
  const passes = new Map<string, { readonly place: Place; readonly untilMs: number }>();
  /** Shown by other servers, by their hashes. */
  const elsewhere = new Map<string, { readonly place: Place; readonly untilMs: number }>();

  const forgetOld = (nowMs: number) => {
    for (const [code, { expiresAtMs }] of codes) if (nowMs >= expiresAtMs + CODE_GRACE_MS) codes.delete(code);
    for (const each of [passes, elsewhere])
      for (const [hash, { untilMs }] of each) if (nowMs >= untilMs) each.delete(hash);
  };
  bus.on('phone.codeShown', (body) => {
    const { hash, place, untilMs } = held.parse(body);
    elsewhere.set(hash, { place, untilMs });
    forgetOld(clock.nowMs());
  });
  bus.on('phone.passGiven', (body) => {
    const { hash, place, untilMs } = held.parse(body);
    passes.set(hash, { place, untilMs });
  });
  bus.on('phone.passTaken', (body) => passes.delete(held.shape.hash.parse(body)));

  return {
    show(place) {
      const nowMs = clock.nowMs();
      forgetOld(nowMs);
      // Two screens of one room show the same code.
      for (const [code, shown] of codes)
        if (seatOf(shown.place) === seatOf(place) && nowMs < shown.expiresAtMs)
          return { code, expiresAtMs: shown.expiresAtMs };
      const code = Buffer.from(random(CODE_BYTES)).toString('base64url');
      codes.set(code, { place, expiresAtMs: nowMs + CODE_LIFE_MS });
      const untilMs = nowMs + CODE_LIFE_MS + CODE_GRACE_MS;
      bus.publish('phone.codeShown', { hash: hashToken(code), place, untilMs });
      return { code, expiresAtMs: nowMs + CODE_LIFE_MS };
    },
    placeOf(code) {
      forgetOld(clock.nowMs());
      return codes.get(code)?.place ?? elsewhere.get(hashToken(code))?.place ?? null;
    },
    givePass(place) {
      const token = newToken(random);
      const pass = { place, untilMs: clock.nowMs() + PASS_LIFE_MS };
      passes.set(hashToken(token), pass);
      bus.publish('phone.passGiven', { hash: hashToken(token), ...pass });
      const [oldest] = passes.keys();
      if (passes.size > PASSES_MAX && oldest !== undefined) passes.delete(oldest);
      return token;
    },
    passed(token) {
      forgetOld(clock.nowMs());
      return passes.get(hashToken(token))?.place ?? null;
    },
    takePass(token) {
      passes.delete(hashToken(token));
      bus.publish('phone.passTaken', hashToken(token));
    },
  };
}
