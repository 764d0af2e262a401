import { z } from 'zod';
import { sessionAttendance } from '../attendance.ts';
import { sessionId } from '../kernel/ids.ts';
import { accessRoutes } from './access-routes.ts';
import { bigScreenRoutes } from './big-screen-routes.ts';
import { captionRoutes } from './caption-routes.ts';
import { coursewareRoutes } from './courseware-routes.ts';
import { deviceRoutes } from './device-routes.ts';
import { directoryRoutes } from './directory-routes.ts';
import { identityRoutes } from './identity-routes.ts';
import { ingestRoutes } from './ingest-routes.ts';
import { officeRoutes } from './office-routes.ts';
import { openRoutes } from './open-routes.ts';
import { phoneRoutes } from './phone-routes.ts';
import { planningRoutes } from './planning-routes.ts';
import { recordingRoutes } from './recording-routes.ts';
import { recordingSafetyRoutes } from './recording-safety-routes.ts';
import { reportRoutes } from './report-routes.ts';
import { sealRoutes } from './seal-routes.ts';
import { snapshotRoutes } from './snapshot-routes.ts';
import { stillRoutes } from './still-routes.ts';
import { supervisionRoutes } from './supervision-routes.ts';
import { watchRoutes } from './watch-routes.ts';
import { webhookRoutes } from './webhook-routes.ts';
import { xapiRoutes } from './xapi-routes.ts';

type Row = {
  readonly method: 'GET' | 'POST';
  /** Express path; parameters stand in `body` beside query or JSON fields and must be named the same. */
  readonly path: string;
  readonly body: z.ZodObject;
  readonly answer: z.ZodType;
  readonly about: string;
  /** Hundreds of entries at once: its body may be larger than a message. */
  readonly large?: true;
};

/** Every HTTP route that answers JSON, once. Refusals are RFC 9457 problem details with our error code. */
export const routes = {
  ...identityRoutes,
  ...accessRoutes,

  ...directoryRoutes,
  ...planningRoutes,
  ...officeRoutes,
  ...deviceRoutes,
  ...ingestRoutes,
  ...phoneRoutes,
  ...watchRoutes,
  ...coursewareRoutes,
  ...recordingRoutes,
  ...recordingSafetyRoutes,
  ...captionRoutes,
  ...sealRoutes,
  ...snapshotRoutes,
  ...reportRoutes,
  ...supervisionRoutes,
  ...stillRoutes,
  ...bigScreenRoutes,
  ...openRoutes,
  ...webhookRoutes,
  ...xapiRoutes,

  'attendance.read': {
    method: 'GET',
    path: '/api/sessions/:sessionId/attendance',
    body: z.strictObject({ sessionId }),
    answer: sessionAttendance,
    about: 'Who was there, folded from the log.',
  },
} as const satisfies Record<string, Row>;

export type RouteName = keyof typeof routes;
export type RouteBody<N extends RouteName> = z.infer<(typeof routes)[N]['body']>;
export type RouteAnswer<N extends RouteName> = z.infer<(typeof routes)[N]['answer']>;
/** What a caller may leave to the defaults. */
export type RouteInput<N extends RouteName> = z.input<(typeof routes)[N]['body']>;
