import type { Thresholds } from '../../shared/attendance.ts';
import type { Period, PeriodKind } from '../../shared/coverage/period.ts';
import type { ReportScope } from '../../shared/coverage/report.ts';
import type { NeedId, RegionId } from '../../shared/kernel/ids.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import type { NeedFields } from '../../shared/need.ts';
import type { TermFields } from '../../shared/term.ts';
import type { RouteBody } from '../../shared/wire/routes.ts';
import type { DirectoryReader, DirectoryTree, Staff } from '../directory/directory.types.ts';
import type { Permit } from '../identity/identity.types.ts';
import type { CorrectionStore } from './correction.store.ts';
import type { RollupReader } from './rollup.types.ts';

/** What a report is asked about; without a scope, the top of what the asker may see. */
export type About = {
  readonly scopeKind?: ReportScope['kind'] | undefined;
  readonly scopeId?: string | undefined;
  readonly kind: PeriodKind;
  readonly date: LocalDate;
};

export type ListAsk = RouteBody<'report.list'>;

/** Where regions lie, for terms: those of the nearest region come first. */
export type TermsOf = (regionIds: readonly RegionId[]) => Promise<readonly TermFields[]>;

export type ReportDeps = {
  readonly rollups: RollupReader;
  readonly directory: DirectoryReader & { today(): Promise<LocalDate> };
  readonly termsOf: TermsOf;
  /** In force on a day. */
  readonly thresholdsOn: (date: LocalDate) => Promise<Thresholds>;
  readonly corrections: Pick<CorrectionStore, 'latestOf'>;
  /** A need as it was entered last. */
  readonly needOf: (id: NeedId) => Promise<NeedFields | null>;
  readonly permit: Permit;
};

/** The tree as a report sees it: at the period's end or today, then as it is now, then as it was when the period began. */
export type Trees = readonly [then: DirectoryTree, ...more: DirectoryTree[]];

/** A question that the asker may ask, about a part of the tree that they may see and a period that there is. */
export type Place = {
  readonly actor: Staff;
  readonly scope: ReportScope;
  readonly period: Period;
  readonly today: LocalDate;
  /** The period's last day, or today while it is open. */
  readonly asOf: LocalDate;
  readonly trees: Trees;
  readonly tops: readonly ReportScope[];
};
