import type { ReportScope } from '../../shared/coverage/report.ts';
import type { BigScreenId, PersonId } from '../../shared/kernel/ids.ts';

/** An address of a big screen 数据大屏 that was given out. */
export type BigScreen = {
  readonly id: BigScreenId;
  /** Of what stands in the address; the address itself is told once and not kept. */
  readonly tokenHash: string;
  readonly scope: ReportScope;
  readonly label: string;
  readonly madeBy: PersonId;
  readonly madeAtMs: number;
  readonly seenAtMs: number | null;
  readonly revokedAtMs: number | null;
};
