import { ok, type Result } from '../../shared/kernel/result.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import type { Database } from '../platform/ports.ts';
import { type VersionStamp, versionInForce } from '../platform/register.rules.ts';
import { type Claim, takeClaims } from './claim.store.ts';
import { invalid } from './directory.rules.ts';
import type { RegistryName } from './registry.types.ts';

/** Any register's: what it is asked with and given comes from itself. */
export type Claiming = {
  readonly name: RegistryName;
  readonly register: {
    history(id: never, via?: Database): Promise<readonly (VersionStamp & { readonly fields: object })[]>;
  };
  readonly unique?: { readonly field: string; of(fields: never): string } | undefined;
};

/** `row` is its place in what was sent, where there are several. */
type RowClaim = Claim & { readonly row?: number };

/**
 * What memory has checked already, once more where other servers are seen too: INVALID_VALUE {field, reason: 'taken'} for a value that
 * another entry has on the day or has been given for later. Empty values are nobody's.
 */
export async function claimUnique(
  via: Database,
  { name, register, unique }: Claiming,
  { claims, validFrom }: { readonly claims: readonly RowClaim[]; readonly validFrom: LocalDate },
): Promise<Result<void>> {
  if (unique === undefined) return ok();
  const refused = await takeClaims(via, {
    register: name,
    claims: claims.filter(({ value }) => value !== ''),
    async holds({ id, value }) {
      const versions = await register.history(id as never, via);
      const later = versions.map((each) => each.validFrom).filter((day) => day > validFrom);
      return [validFrom, ...later].some((date) => {
        const found = versionInForce(versions, { date });
        return found !== null && unique.of(found.fields as never) === value;
      });
    },
  });
  if (refused === null) return ok();
  const taken = invalid(unique.field, 'taken');
  const row = claims.find((each) => each.id === refused.id)?.row;
  if (taken.ok || row === undefined) return taken;
  return { ok: false, error: { ...taken.error, params: { ...taken.error.params, row } } };
}
