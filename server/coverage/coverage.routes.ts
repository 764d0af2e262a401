import { z } from 'zod';
import { fail, ok } from '../../shared/kernel/result.ts';
import { localDate } from '../../shared/kernel/time.ts';
import { locales } from '../../shared/text/text.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { DownloadRoute } from '../platform/http-routes.ts';
import type { RouteHandlers } from '../platform/ports.ts';
import { coverageCsv } from './coverage.csv.ts';
import type { CoverageService } from './coverage.service.ts';

export const coverageRoutes = (service: CoverageService): Pick<RouteHandlers<Actor>, 'coverage.read'> => ({
  'coverage.read': ({ actor }, period) => service.read(actor, period),
});

const csvQuery = z.strictObject({ from: localDate, to: localDate, locale: z.enum(locales).default('zh-CN') });

/** The same report for spreadsheets, at `/api/coverage.csv?from=…&to=…&locale=…`. */
export const coverageDownload = (service: CoverageService): DownloadRoute<Actor> => ({
  name: 'coverage.csv',
  path: '/api/coverage.csv',
  async handle({ actor }, query) {
    const asked = csvQuery.safeParse(query);
    if (!asked.success) return fail('BAD_REQUEST');
    const { locale, ...period } = asked.data;
    const report = await service.read(actor, period);
    if (!report.ok) return report;
    return ok({
      contentType: 'text/csv; charset=utf-8',
      fileName: `coverage-${period.from}-${period.to}.csv`,
      text: coverageCsv(report.value, locale),
    });
  },
});
