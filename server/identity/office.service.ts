import { z } from 'zod';
import type { PersonId } from '../../shared/kernel/ids.ts';
import { OFFICE_PATH, type OfficeProblem } from '../../shared/person.ts';
import type { TryLimiter } from '../platform/limiter.ts';
import type { IdentityService, SignedIn } from './identity.service.ts';
import type { IdentityStore } from './identity.store.ts';
import type { OfficeProvider, OfficeTrip } from './office.types.ts';

export type OfficeServiceDeps = {
  readonly provider: OfficeProvider;
  readonly store: Pick<IdentityStore, 'credentialOf'>;
  readonly service: Pick<IdentityService, 'begin'>;
  readonly tries: TryLimiter;
  readonly peopleByStaffCode: (staffCode: string) => Promise<readonly PersonId[]>;
  /** The operator's public address, else the asked one if it is ours; null when it is not. */
  readonly ownOrigin: (asked: string) => string | null;
};

export const TRIP_MS = 10 * 60_000;
export const OFFICE_CALLBACK = `${OFFICE_PATH}/callback`;

type Began =
  | { readonly ok: true; readonly address: string; readonly cookie: string }
  | { readonly ok: false; readonly problem: OfficeProblem };
type Finished =
  | { readonly ok: true; readonly signedIn: SignedIn; readonly to: string }
  | { readonly ok: false; readonly problem: OfficeProblem };

/** Signing in where the office signs its people in. It makes nobody: who is not in the registers is told so. */
export interface OfficeService {
  /** `asked` is the address that was opened; its `to` names the page that is wanted in the end. */
  begin(asked: URL, address: string): Promise<Began>;
  finish(
    asked: URL,
    from: { cookie: string | undefined; address: string; browser: string },
  ): Promise<Finished>;
}

/** An address of ours, not one that only begins like it. */
const ownPage = z
  .string()
  .max(300)
  .regex(/^\/(?![/\\])[\x21-\x7e]*$/);
const kept = z.strictObject({
  state: z.string().min(1).max(100),
  nonce: z.string().min(1).max(100),
  verifier: z.string().min(1).max(130),
  to: ownPage,
});
type Found = { readonly personId: PersonId } | { readonly problem: 'unknown' | 'several' };
type Kept = OfficeTrip & { readonly to: string };

export function createOfficeService(deps: OfficeServiceDeps): OfficeService {
  const { provider } = deps;
  const refused = (problem: OfficeProblem) => ({ ok: false as const, problem });
  const keysOf = (address: string) => [`office ${address}`];

  /** By number first, then by sign-in name. Two different people are nobody. */
  async function personBy(claim: string): Promise<Found> {
    const byName = await deps.store.credentialOf(claim.toLowerCase());
    const found = new Set([
      ...(await deps.peopleByStaffCode(claim)),
      ...(byName === null ? [] : [byName.personId]),
    ]);
    const [personId] = found;
    if (personId === undefined) return { problem: 'unknown' };
    return found.size === 1 ? { personId } : { problem: 'several' };
  }

  return {
    async begin(asked, address) {
      const origin = deps.ownOrigin(asked.origin);
      if (origin === null) return refused('address');
      const keys = keysOf(address);
      if (!deps.tries.take(keys).ok) return refused('tries');
      const begun = await provider.begin(origin + OFFICE_CALLBACK);
      if (begun === null) return refused('away');
      deps.tries.giveBack(keys);
      const to = ownPage.safeParse(asked.searchParams.get('to'));
      const cookie = sealed({ ...begun.trip, to: to.success ? to.data : '/' });
      return { ok: true, address: begun.address, cookie };
    },
    async finish(asked, { cookie, address, browser }) {
      const origin = deps.ownOrigin(asked.origin);
      if (origin === null) return refused('address');
      const keys = keysOf(address);
      if (!deps.tries.take(keys).ok) return refused('tries');
      const trip = opened(cookie);
      if (trip === null || asked.searchParams.get('state') !== trip.state) return refused('state');
      const { to, ...expected } = trip;
      const answer = await provider.finish(new URL(OFFICE_CALLBACK + asked.search, origin), expected);
      if (answer.state !== 'known') return refused(answer.state);
      const found = await personBy(answer.claim);
      if ('problem' in found) return refused(found.problem);
      const begun = await deps.service.begin(found.personId, browser);
      if (!begun.ok) return refused('unknown');
      deps.tries.giveBack(keys);
      return { ok: true, signedIn: begun.value, to };
    },
  };
}

const sealed = (trip: Kept): string => Buffer.from(JSON.stringify(trip)).toString('base64url');

function opened(cookie: string | undefined): Kept | null {
  try {
    const read = kept.safeParse(JSON.parse(Buffer.from(cookie ?? '', 'base64url').toString()));
    return read.success ? read.data : null;
  } catch (cause) {
    if (cause instanceof SyntaxError) return null;
    throw cause;
  }
}
