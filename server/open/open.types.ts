import type { ReportScope } from '../../shared/coverage/report.ts';
import type { OpenTokenId, PersonId } from '../../shared/kernel/ids.ts';

/** A token as it is kept; its secret only as a hash. */
export type StoredToken = {
  readonly id: OpenTokenId;
  readonly name: string;
  readonly scope: ReportScope;
  readonly createdAtMs: number;
  readonly createdBy: PersonId;
  readonly lastUsedAtMs: number | null;
  readonly revokedAtMs: number | null;
};
