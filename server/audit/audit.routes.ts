import { z } from 'zod';
import { fail, ok } from '../../shared/kernel/result.ts';
import { localDate, type Zone } from '../../shared/kernel/time.ts';
import { locales } from '../../shared/text/text.ts';
import { routes } from '../../shared/wire/routes.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { DownloadRoute } from '../platform/http-routes.ts';
import type { RouteHandlers } from '../platform/ports.ts';
import { auditCsv } from './audit.csv.ts';
import type { AuditService } from './audit.service.ts';

export const auditRoutes = (service: AuditService): Pick<RouteHandlers<Actor>, 'audit.list'> => ({
  'audit.list': ({ actor }, asked) => service.list(actor, asked),
});

/** What a spreadsheet still opens at once, and a server still writes at once. */
const ROWS_MAX = 10_000;
const csvQuery = routes['audit.list'].body
  .omit({ before: true, limit: true })
  .extend({ from: localDate, to: localDate, locale: z.enum(locales).default('zh-CN') });

/** The same as a table, at `/api/audit.csv?from=…&to=…&locale=…`: the newest 10,000 of the period. */
export const auditDownload = (
  service: AuditService,
  ground: () => Promise<{ readonly zone: Zone }>,
): DownloadRoute<Actor> => ({
  name: 'audit.csv',
  path: '/api/audit.csv',
  async handle({ actor }, query) {
    const asked = csvQuery.safeParse(query);
    if (!asked.success) return fail('BAD_REQUEST');
    const { locale, ...question } = asked.data;
    const [{ zone }, page] = await Promise.all([
      ground(),
      service.list(actor, { ...question, limit: ROWS_MAX }),
    ]);
    if (!page.ok) return page;
    return ok({
      contentType: 'text/csv; charset=utf-8',
      fileName: `audit-${question.from}-${question.to}.csv`,
      text: auditCsv(page.value.entries, { locale, zone }),
    });
  },
});
