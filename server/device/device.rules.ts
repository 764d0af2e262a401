import { PAIRING_ALPHABET } from '../../shared/device.ts';

const CODE_LENGTH = 8;
/** Codes that are read aloud or from afar must be typed soon. */
export const CODE_LIFE_MS = 10 * 60_000;
/** What a browser keeps a cookie at most. The key in the start address makes a new one. */
export const DEVICE_COOKIE_MS = 400 * 86_400_000;
/** A screen that is wiped every night leaves a cookie behind each time; only the newest few still count. */
export const COOKIES_MAX = 3;
/** Edge beside Chrome, and one for each who signs in to the PC itself; a PC that is wiped every night leaves one behind each time. */
export const PC_COOKIES_MAX = 4;
/** How stale the note of the last use may be, so that not every request writes. */
export const SEEN_EVERY_MS = 60_000;

/**
 * Eight characters of a pairing code out of random bytes, each character equally likely. Null when the bytes ran out: bytes past the last
 * whole multiple of the alphabet are skipped, else the first characters would come more often.
 *
 * 31^8 ≈ 8.5 × 10^11 codes. With 10 tries in 15 minutes for each person and each address, and a code living 10 minutes, one who tries
 * without pause while 100 screens are waiting hits one of them once in about 10^9 windows of 15 minutes.
 */
export function pairingCodeFrom(bytes: Uint8Array): string | null {
  const size = PAIRING_ALPHABET.length;
  const fair = [...bytes].filter((byte) => byte < 256 - (256 % size)).slice(0, CODE_LENGTH);
  return fair.length < CODE_LENGTH ? null : fair.map((byte) => PAIRING_ALPHABET.charAt(byte % size)).join('');
}
