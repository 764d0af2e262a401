import type { OwnService, OwnWork } from '../../shared/coverage/own.ts';
import type { ReportGraph, ReportList, ReportPage, ReportTrend } from '../../shared/coverage/report.ts';
import type { Result } from '../../shared/kernel/result.ts';
import type { RouteBody } from '../../shared/wire/routes.ts';
import type { Actor } from '../identity/identity.types.ts';
import { type CauseWish, type CorrectionDeps, correctCause } from './correction.service.ts';
import { type OwnDeps, readOwnService, readOwnWork } from './own.service.ts';
import { readGraph } from './report.graph.ts';
import { readList } from './report.list.ts';
import { readPage, readTrend } from './report.page.ts';

export type ReportServiceDeps = Omit<OwnDeps, 'corrections'> &
  Omit<CorrectionDeps, 'corrections'> & {
    readonly corrections: OwnDeps['corrections'] & CorrectionDeps['corrections'];
  };

/** Coverage reports 覆盖报告; what each may be refused with stands at the function that it calls. */
export type ReportService = {
  read(actor: Actor, about: RouteBody<'report.read'>): Promise<Result<ReportPage>>;
  trend(actor: Actor, about: RouteBody<'report.trend'>): Promise<Result<ReportTrend>>;
  list(actor: Actor, ask: RouteBody<'report.list'>): Promise<Result<ReportList>>;
  graph(actor: Actor, about: RouteBody<'report.graph'>): Promise<Result<ReportGraph>>;
  mine(actor: Actor, when: RouteBody<'report.mine'>): Promise<Result<OwnWork>>;
  service(actor: Actor, when: RouteBody<'report.service'>): Promise<Result<OwnService>>;
  correctCause(actor: Actor, wish: CauseWish): Promise<Result<Record<string, never>>>;
};

export function createReportService(deps: ReportServiceDeps): ReportService {
  return {
    read: (actor, about) => readPage(deps, actor, about),
    trend: (actor, about) => readTrend(deps, actor, about),
    list: (actor, ask) => readList(deps, actor, ask),
    graph: (actor, about) => readGraph(deps, actor, about),
    mine: (actor, when) => readOwnWork(deps, actor, when),
    service: (actor, when) => readOwnService(deps, actor, when),
    correctCause: (actor, wish) => correctCause(deps, actor, wish),
  };
}
