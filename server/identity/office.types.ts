import type { OfficeProblem } from '../../shared/person.ts';

/** What an office's own sign-in (OpenID Connect) said of whoever came back from it. */
export type OfficeAnswer =
  | { readonly state: 'known'; readonly claim: string }
  | { readonly state: OfficeTrouble };

/**
 * - `state`: not begun in this browser, or begun too long ago
 * - `refused`: the office's sign-in said no, or whoever was there turned back
 * - `used`: its word was used already, or is none
 * - `answer`: what it said cannot be trusted: another nonce, signature, issuer or audience
 * - `clock`: its clock and ours differ by more than a minute
 * - `claim`: it does not say by what name it knows them
 * - `away`: it cannot be reached
 */
export type OfficeTrouble = Exclude<OfficeProblem, 'unknown' | 'several' | 'address' | 'tries'>;

/** What the browser keeps while it is away at the office's sign-in. */
export type OfficeTrip = { readonly state: string; readonly nonce: string; readonly verifier: string };

export interface OfficeProvider {
  /** Where the browser goes, and what it must keep; null when the office's sign-in cannot be reached. */
  begin(redirectUri: string): Promise<{ readonly address: string; readonly trip: OfficeTrip } | null>;
  /** `came` is the address at which the browser came back, whole. */
  finish(came: URL, trip: OfficeTrip): Promise<OfficeAnswer>;
}

export type OfficeSettings = {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** By which claim a person is known: their staff code or sign-in name. */
  readonly claim: string;
  /** What the office calls its sign-in. */
  readonly name: string;
};
