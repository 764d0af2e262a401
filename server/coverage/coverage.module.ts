import { coverageDownload, coverageRoutes } from './coverage.routes.ts';
import { type CoverageDeps, createCoverageService } from './coverage.service.ts';

/** Coverage 覆盖率: which points with a need are really served. It keeps nothing of its own. */
export function createCoverage(deps: CoverageDeps) {
  const service = createCoverageService(deps);
  return { service, routes: coverageRoutes(service), downloads: [coverageDownload(service)] };
}
