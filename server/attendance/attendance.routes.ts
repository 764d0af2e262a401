import { z } from 'zod';
import { sessionId } from '../../shared/kernel/ids.ts';
import { fail, ok } from '../../shared/kernel/result.ts';
import { locales } from '../../shared/text/text.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { DownloadRoute } from '../platform/http-routes.ts';
import type { RouteHandlers } from '../platform/ports.ts';
import { attendanceCsv } from './attendance.csv.ts';
import type { AttendanceService } from './attendance.service.ts';

export const attendanceRoutes = (
  service: AttendanceService,
): Pick<RouteHandlers<Actor>, 'attendance.read'> => ({
  'attendance.read': ({ actor }, { sessionId: id }) => service.read(actor, id),
});

const csvQuery = z.strictObject({ sessionId, locale: z.enum(locales).default('zh-CN') });

/** One lesson's attendance for spreadsheets, at `/api/attendance.csv?sessionId=…&locale=…`: what its page shows to the same asker. */
export const attendanceDownload = (service: AttendanceService): DownloadRoute<Actor> => ({
  name: 'attendance.csv',
  path: '/api/attendance.csv',
  async handle({ actor }, query) {
    const asked = csvQuery.safeParse(query);
    if (!asked.success) return fail('BAD_REQUEST');
    const facts = await service.read(actor, asked.data.sessionId);
    if (!facts.ok) return facts;
    return ok({
      contentType: 'text/csv; charset=utf-8',
      fileName: `attendance-${facts.value.lessonId}.csv`,
      text: attendanceCsv(facts.value, asked.data.locale),
    });
  },
});
